import { z } from 'zod';
import { Duration } from '../duration.ts';
import { ChannelId } from '../ids.ts';
import { PhoneNumber, twilioAccount } from './parts.ts';

/** Twilio takes whole seconds, at most ten minutes (its Call resource, `Timeout`). */
const RingTime = Duration.pipe(z.number().min(5_000).max(600_000));

/** A telephone call through Twilio's Calls resource, that says the words twice. */
export const TwilioVoiceChannel = z.strictObject({
  id: ChannelId,
  type: z.literal('twilio-voice'),
  ...twilioAccount,
  from: PhoneNumber,
  to: PhoneNumber,
  /** In which language the words, which are English, are pronounced (TwiML's `<Say language>`). */
  language: z
    .string()
    .regex(/^[a-z]{2,3}-[A-Z]{2}$/, 'a language like en-GB')
    .default('en-GB'),
  /** Shorter than a mailbox waits, or the mailbox takes the call. */
  ringFor: RingTime.prefault('25s'),
  /** Asks Twilio whether a machine answered, which then counts as not reached. Twilio charges for it. */
  detectMachines: z.boolean().default(false),
  /** Also rings to say that it is over. Otherwise that goes by the person's next quieter channel. */
  closings: z.boolean().default(false),
});
