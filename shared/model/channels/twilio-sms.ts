import { z } from 'zod';
import { ChannelId } from '../ids.ts';
import { PhoneNumber, twilioAccount } from './parts.ts';

/** SMS through Twilio's Messages resource. */
export const TwilioSmsChannel = z
  .strictObject({
    id: ChannelId,
    type: z.literal('twilio-sms'),
    ...twilioAccount,
    /** A number, or a messaging service (`MG…`). */
    from: z.string().min(1),
    to: PhoneNumber,
    /**
     * Whether we ask Twilio for what `to` writes back, so that an SMS acknowledges, and for whether ours arrived. Costs requests: two
     * each 10 s for half an hour after a page, one each two minutes otherwise.
     */
    replies: z.boolean().default(false),
  })
  .refine(({ replies, from }) => !replies || /^\+?\d+$/.test(from), {
    path: ['replies'],
    error: 'needs a number in "from": nobody can write back to a name, and a messaging service has many numbers',
  });
