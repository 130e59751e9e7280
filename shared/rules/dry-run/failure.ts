/**
 * The failure that is made up for a dry run: of the kind that amounts to the severity asked for, as far as the check has one.
 */
import type { Check } from '../../model/check.ts';
import type { Failure, FailureKind } from '../../model/observation.ts';
import type { Severity, Trouble } from '../../model/status.ts';
import { amountsTo } from '../status.ts';

const DETAIL = 'made to fail for this dry run';

/** Of each severity, unless the component has a fixed one. */
const TROUBLE: Readonly<Record<Severity, Trouble>> = {
  critical: 'major_outage',
  high: 'partial_outage',
  low: 'performance_issues',
};

/** Those that mean no more than that a try failed: others have rules of their own (a grace, a threshold). */
const KINDS: readonly FailureKind[] = [
  'refused',
  'timeout',
  'wrong-status',
  'wrong-content',
  'said-failing',
  'threshold',
];

/** @param severity null: whatever a refused connection amounts to */
export function failureOf(check: Check, severity: Severity | null): Failure {
  const plain: Failure = { kind: 'refused', phase: 'connect', detail: DETAIL };
  if (severity === null) {
    return plain;
  }
  const level = TROUBLE[severity];
  const fitting = KINDS.map((kind): Failure => ({ ...plain, kind, level })).find(
    (failure) => amountsTo(failure, check) === level,
  );
  return fitting ?? { ...plain, level };
}
