/**
 * The heartbeat check: somebody calls us; silence is the failure, and so is a run that was begun and does not end.
 */
import { z } from 'zod';
import { cronProblem } from '../cron.ts';
import { Duration } from '../duration.ts';
import { TimeZone } from '../wall-time.ts';
import { seconds, timing } from './common.ts';

const cronText = z.string().superRefine((text, context) => {
  const message = cronProblem(text);
  if (message !== null) {
    context.addIssue({ code: 'custom', message });
  }
});

export const HeartbeatCheck = z
  .strictObject({
    type: z.literal('heartbeat'),
    ...timing,
    /** A beat is expected this often … */
    every: Duration.optional(),
    /** … or at these times of `timeZone`. */
    cron: cronText.optional(),
    /** Whose clock the cron expression goes by. */
    timeZone: TimeZone.optional(),
    /** Extra time before a missing beat counts. */
    grace: Duration.default(seconds(60)),
    /** How long a run may be open, from `/start` to its `/finish` (or plain beat). */
    runLimit: Duration.default(seconds(3_600)),
    /** The secret part of the address to call. Must be hard to guess: at least 16 characters. */
    token: z.string().min(16, 'at least 16 characters, or anyone may beat for it'),
  })
  .refine((check) => (check.every === undefined) !== (check.cron === undefined), {
    error: 'one of every (a beat so often) and cron (a beat at these times)',
  })
  .refine((check) => (check.cron === undefined) === (check.timeZone === undefined), {
    path: ['timeZone'],
    error: 'goes with cron, and cron with it: 03:30 is another time in each zone',
  });
