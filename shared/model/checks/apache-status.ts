/**
 * The Apache check: what mod_status tells of the server's work (`?auto`, which is asked for by itself).
 */
import { z } from 'zod';
import { Duration } from '../duration.ts';
import { timing } from './common.ts';
import { httpTarget } from './http-target.ts';

const share = z.number().min(0.01, 'a share from 0.01 to 1').max(1, 'a share from 0.01 to 1');

export const ApacheStatusCheck = z.strictObject({
  type: z.literal('apache_status'),
  ...timing,
  ...httpTarget,
  /** MaxRequestWorkers. Default: the slots of the scoreboard, which may be more. */
  capacity: z.number().int().min(1).max(1_000_000).optional(),
  /** Busy workers by capacity: performance issues from `warn` on, a partial outage from `critical` on. */
  busyShare: z
    .strictObject({ warn: share.default(0.8), critical: share.default(0.95) })
    .refine(({ warn, critical }) => warn <= critical, { path: ['warn'], error: 'not above critical' })
    .prefault({}),
  /** Estimated wait of a newcomer beyond which the server counts as overloaded. */
  maxWait: Duration.optional(),
});
