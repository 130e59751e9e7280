/**
 * The two weeks that are shown: from local midnight today, in calendar days, so that a clock change does not shift the picture.
 */
import type { EpochMs } from '../../../shared/model/ids.ts';

const DAYS = 14;

export function previewFrom(now: EpochMs): EpochMs {
  const midnight = new Date(now);
  midnight.setHours(0, 0, 0, 0);
  return midnight.getTime();
}

export function previewTo(from: EpochMs): EpochMs {
  return dayAfter(from, DAYS);
}

/** Each midnight from the beginning on, the end included. */
export function previewDays(from: EpochMs): readonly EpochMs[] {
  return Array.from({ length: DAYS + 1 }, (_, index) => dayAfter(from, index));
}

function dayAfter(from: EpochMs, days: number): EpochMs {
  const day = new Date(from);
  day.setDate(day.getDate() + days);
  return day.getTime();
}
