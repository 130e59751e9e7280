/**
 * What checks of every type have in common: their timing, how they count, what their failures mean; and the small pieces schemas share.
 */
import { z } from 'zod';
import { Duration } from '../duration.ts';
import { CheckId } from '../ids.ts';
import { Trouble } from '../status.ts';
import { FailureTable } from './failure-table.ts';

/** Seconds as ms. */
export const seconds = (n: number) => n * 1_000;
/** A TCP or UDP port that can be connected to. */
export const port = z.number().int().min(1).max(65_535);
/** A JavaScript regular expression, compiled once here so that a bad one is an error at load. */
export const regexText = z.string().superRefine((text, context) => {
  try {
    new RegExp(text, 's');
  } catch (error) {
    context.addIssue({
      code: 'custom',
      message: `not a regular expression: ${error instanceof Error ? error.message : String(error)}`,
    });
  }
});

/** Settings every check has, whatever its type. Times in ms after parsing. */
export const timing = {
  /** Defaults to `<component>/<type>` (`-2`, `-3` … when that is taken). */
  id: CheckId.optional(),
  name: z.string().optional(),
  interval: Duration.default(seconds(30)),
  /** While undecided. Default: a tenth of the interval, at least 1 s. */
  fastInterval: Duration.optional(),
  /** While settled down. Default: the interval. */
  downInterval: Duration.optional(),
  /** For the whole try; never above the interval. */
  timeout: Duration.default(seconds(10)),
  rise: z.number().int().min(1).max(100).default(2),
  fall: z.number().int().min(1).max(100).default(3),
  /**
   * Beside `fall`: so many failures among the latest so many results are down as well, so that *fail fail pass* for ever counts.
   * `failures: 0` turns it off.
   */
  window: z
    .strictObject({
      failures: z.number().int().min(0).max(20).default(14),
      of: z.number().int().min(1).max(20).default(20),
    })
    .refine(({ failures, of }) => failures <= of, { path: ['failures'], error: 'more failures than results' })
    .prefault({}),
  /** Flapping begins at `on` per cent of the latest changes, newer ones weighing more, and ends at `off`. `on: 0` turns it off. */
  flapping: z
    .strictObject({
      on: z.number().min(0).max(100).default(30),
      off: z.number().min(0).max(100).default(20),
    })
    .refine(({ on, off }) => on === 0 || off < on, { path: ['off'], error: 'must be below `on`' })
    .prefault({}),
  /** Above it a pass counts as slow. Absent: never slow. */
  latencyLimit: Duration.optional(),
  /** How long the target may say "starting" or "draining" before that counts as failing. */
  startingGrace: Duration.default(seconds(300)),
  /** What has never been seen before is shown as it is, but nobody is paged for it so long after its first look. Default: two intervals. */
  startupGrace: Duration.optional(),
  /** What a settled failure makes of the component, by failure kind, or by `preset: cachet-cron`. Rest: `failureStatus`. */
  failureStatuses: FailureTable.prefault({}),
  failureStatus: Trouble.default('major_outage'),
};
