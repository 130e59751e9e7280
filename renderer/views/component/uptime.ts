/**
 * Daily sums as bars and one figure. Days without data are gaps: neither good nor bad, and in no average.
 */
import type { Answers } from '../../../shared/contract/contract.ts';
import { ROLLUP_UNITS, UPTIME_DAYS } from '../../../shared/contract/series.ts';
import type { EpochMs } from '../../../shared/model/ids.ts';

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

/** The days of any number of checks, added up. */
export function uptimeOf({ from, checks }: Answers<'uptime'>): Uptime {
  const sums = Array.from({ length: UPTIME_DAYS }, (_, day) => ({
    good: sumOf(checks.map((check) => check.good[day] ?? 0)),
    failed: sumOf(checks.map((check) => check.failed[day] ?? 0)),
  }));
  const days = sums.map(({ good, failed }, day) => ({
    start: from + day * ROLLUP_UNITS.day,
    share: shareOf(good, failed),
    failed,
  }));
  return {
    days,
    share: shareOf(sumOf(sums.map(({ good }) => good)), sumOf(sums.map(({ failed }) => failed))),
    daysWithData: days.filter(({ share }) => share !== null).length,
  };
}

function shareOf(good: number, failed: number): number | null {
  return good + failed === 0 ? null : good / (good + failed);
}

function sumOf(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}
