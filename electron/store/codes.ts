/**
 * Numbers that stand for words in the two large tables. They are in files on people's disks: never renumber, only add.
 */

import type { StoredTry } from '../../shared/contract/series.ts';
import { ROLLUP_UNITS, type RollupUnit } from '../../shared/contract/series.ts';
import { assertNever } from '../../shared/model/never.ts';
import type { FailureKind, Outcome, OutcomeKind, OwnTrouble } from '../../shared/model/observation.ts';
import type { Trouble } from '../../shared/model/status.ts';

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

const FAILURE_CODES = {
  refused: 1,
  'no-route': 2,
  reset: 3,
  dns: 4,
  tls: 5,
  timeout: 6,
  'wrong-status': 7,
  'wrong-content': 8,
  'too-large': 9,
  closed: 10,
  protocol: 11,
  'said-failing': 12,
  missed: 13,
  overloaded: 14,
  'proxy-error': 15,
  certificate: 16,
  threshold: 17,
  reports: 18,
  starting: 19,
  draining: 20,
} as const satisfies Record<FailureKind, number>;

const TROUBLE_CODES = {
  stalled: 1,
  'no-sockets': 2,
  'queue-full': 3,
  'resolver-gone': 4,
  offline: 5,
  'just-woken': 6,
  deaf: 7,
  'not-allowed': 8,
  'no-tool': 9,
  cancelled: 10,
  bug: 11,
  'said-unknown': 12,
  'pattern-too-slow': 13,
  'own-refusal': 14,
  'not-told': 15,
} as const satisfies Record<OwnTrouble['kind'], number>;

/** Stands before the code of a failure when the check itself said what it amounts to. */
const LEVEL_CODES = { performance_issues: 100, partial_outage: 200, major_outage: 300 } as const satisfies Record<
  Trouble,
  number
>;

const FAILURES = backwards(FAILURE_CODES);
const TROUBLES = backwards(TROUBLE_CODES);
const LEVELS = backwards(LEVEL_CODES);

/** Why a try failed or could not be judged; null: it passed. */
export function whyCode(outcome: Outcome): number | null {
  switch (outcome.kind) {
    case 'pass':
    case 'slow':
      return null;
    case 'fail': {
      const { kind, level } = outcome.failure;
      return FAILURE_CODES[kind] + (level === undefined ? 0 : LEVEL_CODES[level]);
    }
    case 'inconclusive':
      return TROUBLE_CODES[outcome.trouble.kind];
    default:
      return assertNever(outcome, 'outcome');
  }
}

/** The way back. A number that nobody knows says nothing. */
export function whyOf(outcome: OutcomeKind, code: number | null): Pick<StoredTry, 'kind' | 'level'> {
  if (code === null) {
    return {};
  }
  if (outcome === 'inconclusive') {
    const trouble = TROUBLES.get(code);
    return trouble === undefined ? {} : { kind: trouble };
  }
  const kind = FAILURES.get(code % 100);
  const level = LEVELS.get(code - (code % 100));
  return { ...(kind !== undefined && { kind }), ...(level !== undefined && { level }) };
}

function backwards<K extends string>(codes: Readonly<Record<K, number>>): ReadonlyMap<number, K> {
  return new Map(Object.entries(codes).map(([word, code]) => [code as number, word as K]));
}
