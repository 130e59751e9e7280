import { z } from 'zod';
import { ChannelId } from '../ids.ts';
import { HttpUrl, PhoneNumber } from './parts.ts';

/** SMS through Vonage's (Nexmo's) SMS API. */
export const VonageSmsChannel = z.strictObject({
  id: ChannelId,
  type: z.literal('vonage-sms'),
  apiKey: z.string().min(1),
  apiSecret: z.string().min(1),
  /** A number, or a name where the country allows one. */
  from: z
    .string()
    .regex(/^(?:\+?\d{3,15}|[A-Za-z0-9][A-Za-z0-9 ]{0,10})$/, 'a number, or a name of at most 11 letters and digits'),
  to: PhoneNumber,
  baseUrl: HttpUrl.default('https://rest.nexmo.com'),
});
