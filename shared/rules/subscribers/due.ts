/**
 * When news goes out: after a breath, so that what comes and goes is one mail; or at the next time of day for what a day brought.
 */
import type { EpochMs } from '../../model/ids.ts';
import type { Pace } from '../../model/subscription.ts';
import { clockMs, DAY_MS, dayOf, firstInstant, wallAt } from '../oncall/wall.ts';

export const BREATH_MS = 2 * 60_000;

/** @param since when it began to be news @param digestAt time of day (`08:00`) in `zone` */
export function dueAt(pace: Pace, since: EpochMs, digestAt: string, zone: string): EpochMs {
  return pace === 'at-once' ? since + BREATH_MS : nextDigest(since, digestAt, zone);
}

/** The first one that is not before `from`. */
function nextDigest(from: EpochMs, digestAt: string, zone: string): EpochMs {
  const today = firstInstant(dayOf(wallAt(from, zone)) + clockMs(digestAt), zone);
  return today >= from ? today : firstInstant(dayOf(wallAt(from, zone)) + DAY_MS + clockMs(digestAt), zone);
}
