/**
 * The stretches of time that the page tells of: days, weeks from Monday, and months on the clock of a zone.
 *
 * A day of 23 or 25 hours is one day; nothing is counted twice and nothing is left out between two of them.
 */
import type { EpochMs } from '../../model/ids.ts';
import { DAY_MS, dayOf, firstInstant, type WallMs, wallAt, weekdayOf } from '../oncall/wall.ts';

export const DAYS = 90;
const WEEKS = 13;
const MONTHS = 12;

export interface Stretch {
  readonly from: EpochMs;
  readonly to: EpochMs;
}

export interface Stretches {
  /** Oldest first; the last one ends now. */
  readonly days: readonly Stretch[];
  /** Newest first; the first one ends now. */
  readonly weeks: readonly Stretch[];
  readonly months: readonly Stretch[];
  /** The last 7, 30 and 90 days, as the clock on the wall has them, up to now. */
  readonly week: Stretch;
  readonly month: Stretch;
  readonly quarter: Stretch;
}

export function stretchesUpTo(at: EpochMs, zone: string): Stretches {
  const today = dayOf(wallAt(at, zone));
  const days = from(range(DAYS).map((back) => today - back * DAY_MS));
  const monday = today - weekdayOf(today) * DAY_MS;
  const last = (count: number): Stretch => ({ from: days[count - 1]?.from ?? at, to: at });

  /** @param starts newest first */
  function from(starts: readonly WallMs[]): readonly Stretch[] {
    const begins = starts.map((wall) => firstInstant(wall, zone));
    return begins.map((begin, index) => ({ from: begin, to: begins[index - 1] ?? at }));
  }

  return {
    days: days.toReversed(),
    weeks: from(range(WEEKS).map((back) => monday - back * 7 * DAY_MS)),
    months: from(range(MONTHS).map((back) => monthBefore(today, back))),
    week: last(7),
    month: last(30),
    quarter: last(DAYS),
  };
}

function monthBefore(day: WallMs, back: number): WallMs {
  const date = new Date(day);
  return Date.UTC(date.getUTCFullYear(), date.getUTCMonth() - back, 1);
}

const range = (count: number): readonly number[] => Array.from({ length: count }, (_, index) => index);
