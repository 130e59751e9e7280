/**
 * Daily sums as 90 bars and one figure. Days without data are gaps: neither good nor bad, and in no average.
 */
import { ROLLUP_UNITS, type Rollup } from '../../../shared/contract/series.ts';
import type { EpochMs } from '../../../shared/model/ids.ts';

export const UPTIME_DAYS = 90;

export interface UptimeDay {
  /** Start of the UTC day. */
  readonly start: EpochMs;
  /** Passes (slow ones too) among all that could be judged; null without data. */
  readonly share: number | null;
  readonly failed: number;
}

export interface Uptime {
  /** Oldest first, the last one is today. */
  readonly days: readonly UptimeDay[];
  readonly share: number | null;
  readonly daysWithData: number;
}

/** `rollups`: days of any number of checks; they are added up. */
export function uptimeOf(rollups: readonly Rollup[], now: EpochMs): Uptime {
  const day = ROLLUP_UNITS.day;
  const today = now - (now % day);
  const first = today - (UPTIME_DAYS - 1) * day;
  const sums = Array.from({ length: UPTIME_DAYS }, () => ({ good: 0, failed: 0 }));
  for (const { unit, start, passes, slows, fails } of rollups) {
    const sum = unit === 'day' ? sums[Math.floor((start - first) / day)] : undefined;
    if (sum !== undefined) {
      sum.good += passes + slows;
      sum.failed += fails;
    }
  }
  const days = sums.map(({ good, failed }, index) => ({
    start: first + index * day,
    share: shareOf(good, failed),
    failed,
  }));
  const good = sums.reduce((total, sum) => total + sum.good, 0);
  const failed = sums.reduce((total, sum) => total + sum.failed, 0);
  return { days, share: shareOf(good, failed), daysWithData: days.filter(({ share }) => share !== null).length };
}

function shareOf(good: number, failed: number): number | null {
  return good + failed === 0 ? null : good / (good + failed);
}
