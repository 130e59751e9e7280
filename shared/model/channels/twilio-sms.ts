import { z } from 'zod';
import { ChannelId } from '../ids.ts';
import { PhoneNumber, twilioAccount } from './parts.ts';

/** SMS through Twilio's Messages resource. */
export const TwilioSmsChannel = z.strictObject({
  id: ChannelId,
  type: z.literal('twilio-sms'),
  ...twilioAccount,
  /** A number, or a messaging service (`MG…`). */
  from: z.string().min(1),
  to: PhoneNumber,
});
