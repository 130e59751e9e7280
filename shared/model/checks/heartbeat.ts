/**
 * The heartbeat check: somebody calls us; silence is the failure.
 */
import { z } from 'zod';
import { Duration } from '../duration.ts';
import { seconds, timing } from './common.ts';

export const HeartbeatCheck = z.strictObject({
  type: z.literal('heartbeat'),
  ...timing,
  /** A beat is expected this often. */
  every: Duration,
  /** Extra time before a missing beat counts. */
  grace: Duration.default(seconds(60)),
  /** The secret part of the address to call. Must be hard to guess: at least 16 characters. */
  token: z.string().min(16, 'at least 16 characters, or anyone may beat for it'),
});
