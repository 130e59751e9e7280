/**
 * Numbers that stand for words in the two large tables. They are in files on people's disks: never renumber, only add.
 */
import { ROLLUP_UNITS, type RollupUnit } from '../../shared/contract/series.ts';
import type { OutcomeKind } from '../../shared/model/observation.ts';

export const OUTCOME_CODES = { pass: 0, slow: 1, fail: 2, inconclusive: 3 } as const satisfies Record<
  OutcomeKind,
  number
>;
export const UNIT_CODES = { minute: 0, hour: 1, day: 2 } as const satisfies Record<RollupUnit, number>;

const OUTCOMES = new Map(Object.entries(OUTCOME_CODES).map(([kind, code]) => [code as number, kind as OutcomeKind]));

/** A number that nobody knows is our own trouble, so it is shown as inconclusive: never as a pass. */
export function outcomeOf(code: number): OutcomeKind {
  return OUTCOMES.get(code) ?? 'inconclusive';
}

export const MINUTE_MS = ROLLUP_UNITS.minute;

/** Latencies are kept in whole tenths of a millisecond. */
export const toTenths = (ms: number): number => Math.round(ms * 10);
export const fromTenths = (tenths: number): number => tenths / 10;
