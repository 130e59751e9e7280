/**
 * Observations as the rows they become: one try each, and sums over the minute, hour and day they fall into. Pure.
 *
 * Latency is summed over passes and slows only: how long a target took to fail says nothing about how fast it is.
 */
import { ROLLUP_UNITS, type RollupUnit } from '../../shared/contract/series.ts';
import type { CheckId } from '../../shared/model/ids.ts';
import { assertNever } from '../../shared/model/never.ts';
import type { Observation } from '../../shared/model/observation.ts';
import { MINUTE_MS, OUTCOME_CODES, toTenths, UNIT_CODES, whyCode } from './codes.ts';
import type { Schema } from './schema.ts';

export type ObservationRow = Schema['observation'];
export type RollupRow = Schema['rollup'];
type NumberOf = (checkId: CheckId) => number;

/** One row a try, in the table's own order, so that neighbours are written together. */
export function observationRows(observations: readonly Observation[], numberOf: NumberOf): readonly ObservationRow[] {
  return observations
    .map(({ checkId, at, outcome }) => {
      // Written out: spreading the two into the row costs 3 µs a try, more than all the rest of it.
      const { minute, ms } = whenOf(at);
      return {
        minute,
        check_number: numberOf(checkId),
        ms,
        outcome: OUTCOME_CODES[outcome.kind],
        latency: outcome.kind === 'inconclusive' ? null : toTenths(outcome.timings.totalMs),
        detail: detailOf(outcome),
        why: whyCode(outcome),
      };
    })
    .sort((a, b) => a.minute - b.minute || a.check_number - b.check_number || a.ms - b.ms);
}

/** A try's place in the table. */
export function whenOf(at: number): { readonly minute: number; readonly ms: number } {
  const minute = Math.floor(at / MINUTE_MS);
  return { minute, ms: Math.floor(at - minute * MINUTE_MS) };
}

function detailOf(outcome: Observation['outcome']): string | null {
  switch (outcome.kind) {
    case 'pass':
    case 'slow':
      return null;
    case 'fail':
      return outcome.failure.detail;
    case 'inconclusive':
      return outcome.trouble.detail;
    default:
      return assertNever(outcome, 'outcome');
  }
}

/** What a batch adds to the sums: at most one row a check and span. In the table's own order. */
export function rollupRows(observations: readonly Observation[], numberOf: NumberOf): readonly RollupRow[] {
  return (Object.keys(ROLLUP_UNITS) as RollupUnit[])
    .flatMap((unit) => sumsOf(unit, observations, numberOf))
    .sort((a, b) => a.unit - b.unit || a.start - b.start || a.check_number - b.check_number);
}

type Sums = { -readonly [Column in keyof RollupRow]: RollupRow[Column] };

function sumsOf(unit: RollupUnit, observations: readonly Observation[], numberOf: NumberOf): readonly RollupRow[] {
  const byStart = new Map<number, Map<number, Sums>>();
  const rows: Sums[] = [];
  for (const { checkId, at, outcome } of observations) {
    const start = Math.floor(at / ROLLUP_UNITS[unit]);
    const number = numberOf(checkId);
    const byCheck = byStart.get(start) ?? new Map<number, Sums>();
    byStart.set(start, byCheck);
    let sums = byCheck.get(number);
    if (sums === undefined) {
      sums = emptySums(UNIT_CODES[unit], start, number);
      byCheck.set(number, sums);
      rows.push(sums);
    }
    add(sums, outcome);
  }
  return rows;
}

function emptySums(unit: number, start: number, check_number: number): Sums {
  return { unit, start, check_number, passes: 0, slows: 0, fails: 0, inconclusives: 0, latency_sum: 0, latency_max: 0 };
}

function add(sums: Sums, outcome: Observation['outcome']): void {
  switch (outcome.kind) {
    case 'pass':
    case 'slow': {
      sums[outcome.kind === 'pass' ? 'passes' : 'slows'] += 1;
      const latency = toTenths(outcome.timings.totalMs);
      sums.latency_sum += latency;
      sums.latency_max = Math.max(sums.latency_max, latency);
      return;
    }
    case 'fail':
      sums.fails += 1;
      return;
    case 'inconclusive':
      sums.inconclusives += 1;
      return;
    default:
      assertNever(outcome, 'outcome');
  }
}
