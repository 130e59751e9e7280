import { z } from 'zod';
import { ChannelId } from '../ids.ts';
import { HttpUrl, PhoneNumber } from './parts.ts';

/** SMS through Twilio's Messages resource. */
export const TwilioSmsChannel = z.strictObject({
  id: ChannelId,
  type: z.literal('twilio-sms'),
  accountSid: z.string().min(1),
  authToken: z.string().min(1),
  /** A number, or a messaging service (`MG…`). */
  from: z.string().min(1),
  to: PhoneNumber,
  baseUrl: HttpUrl.default('https://api.twilio.com'),
});
