/**
 * The count check: people's own reports that something does not work, counted over a while. Few are noise, many are an outage.
 */
import { z } from 'zod';
import { Duration } from '../duration.ts';
import { seconds, timing } from './common.ts';

/** From this many reports on. */
const least = z.number().int().min(1).max(1_000_000);

export const CountCheck = z.strictObject({
  type: z.literal('count'),
  ...timing,
  /** Reports older than this are over. */
  within: Duration.default(seconds(2 * 3_600)),
  /** What so many reports mean: 10 are still fine, 11 are not. */
  levels: z
    .strictObject({
      performance_issues: least.default(11),
      partial_outage: least.default(20),
      major_outage: least.default(50),
    })
    .refine(
      (levels) => levels.performance_issues <= levels.partial_outage && levels.partial_outage <= levels.major_outage,
      {
        error: 'a worse level must not need fewer reports',
      },
    )
    .prefault({}),
  /** The secret part of the address that reports are sent to: at least 16 characters. */
  token: z.string().min(16, 'at least 16 characters, or anyone may report'),
});
