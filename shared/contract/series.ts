/**
 * Points for charts: single tries, or sums over a span. Shared by the store's port and the window.
 */
import type { CheckId, EpochMs } from '../model/ids.ts';
import type { FailureKind, OutcomeKind, OwnTrouble } from '../model/observation.ts';
import type { Trouble } from '../model/status.ts';

/** One stored try. */
export interface StoredTry {
  readonly checkId: CheckId;
  readonly at: EpochMs;
  readonly outcome: OutcomeKind;
  readonly latencyMs: number | null;
  /** Failure or trouble text; empty for passes. */
  readonly detail: string;
  /** Why it failed, for whoever judges it again. Absent: it passed, or it is of before this was kept. */
  readonly kind?: FailureKind | OwnTrouble['kind'];
  /** What the check itself said that this amounts to. */
  readonly level?: Trouble;
}

/** Lengths of the spans, in ms. Days are UTC days. */
export const ROLLUP_UNITS = { minute: 60_000, hour: 3_600_000, day: 86_400_000 } as const;
export type RollupUnit = keyof typeof ROLLUP_UNITS;

/** How many days the uptime bars show, today included. */
export const UPTIME_DAYS = 90;

/** Lengths in ms of the ranges that uptime figures are given for, all up to now: a day, a week, 30 and 90 days. */
export const FIGURE_SPANS: readonly number[] = [1, 7, 30, 90].map((days) => days * ROLLUP_UNITS.day);

/** Sums over one minute, hour or UTC day of one check. Inconclusive tries count nowhere in uptime. */
export interface Rollup {
  readonly checkId: CheckId;
  readonly unit: RollupUnit;
  /** Start of the span, epoch ms. */
  readonly start: EpochMs;
  readonly passes: number;
  readonly slows: number;
  readonly fails: number;
  readonly inconclusives: number;
  /** Over passes and slows only, so the mean is this by their number. Tenths of a ms are kept. */
  readonly latencySumMs: number;
  readonly latencyMaxMs: number;
}

/** What one check said on each of some UTC days, a number a day, oldest first. Both zero: nothing that could be judged. */
export interface CheckDays {
  readonly checkId: CheckId;
  /** Passes, slow ones too. */
  readonly good: readonly number[];
  readonly failed: readonly number[];
}
