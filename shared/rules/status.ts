/**
 * What one check alone makes of its component: its settled state, mapped; and how the statuses compare.
 *
 * Not knowing is worse than operational: a component with one check in the dark is never shown green.
 */
import type { Check } from '../model/check.ts';
import type { CheckHealth } from '../model/health.ts';
import { assertNever } from '../model/never.ts';
import type { Failure } from '../model/observation.ts';
import { SEVERITY_RANK } from '../model/roster.ts';
import type { ComponentStatus, Severity, Trouble } from '../model/status.ts';

/** Larger is worse. The order of Cachet 3: major, partial, performance, maintenance, unknown, operational. */
export const STATUS_RANK: Readonly<Record<ComponentStatus, number>> = {
  operational: 0,
  unknown: 1,
  under_maintenance: 2,
  performance_issues: 3,
  partial_outage: 4,
  major_outage: 5,
};

/** Unless the file says otherwise: who is refused politely is served a little later. Never more than the check's `failureStatus`. */
const OVERLOADED_AT_MOST: Trouble = 'partial_outage';

export type StatusSettings = Pick<Check, 'failureStatuses' | 'failureStatus'>;

/** What one check alone makes of its component. */
export function statusOfCheck(health: CheckHealth, settings: StatusSettings): ComponentStatus {
  switch (health.settled) {
    case 'unknown':
      return 'unknown';
    case 'up':
      return 'operational';
    case 'slow':
      return 'performance_issues';
    case 'starting':
      // The target itself says that it is not in service: shown as maintenance, paged only after the grace.
      return 'under_maintenance';
    case 'down':
      return health.lastFailure === null ? settings.failureStatus : amountsTo(health.lastFailure, settings);
    default:
      return assertNever(health.settled, 'settled state');
  }
}

/** A settled failure: the file's word for its kind, else the check's own word, else the check's default. */
export function amountsTo({ kind, level }: Failure, { failureStatuses, failureStatus }: StatusSettings): Trouble {
  const isMilder = kind === 'overloaded' && STATUS_RANK[OVERLOADED_AT_MOST] < STATUS_RANK[failureStatus];
  const milder = isMilder ? OVERLOADED_AT_MOST : failureStatus;
  return failureStatuses[kind] ?? level ?? milder;
}

/** The worst of some statuses; nothing at all is unknown. */
export function worst(statuses: readonly ComponentStatus[]): ComponentStatus {
  return statuses.length === 0 ? 'unknown' : statuses.reduce((a, b) => (STATUS_RANK[b] > STATUS_RANK[a] ? b : a));
}

/** How urgent a trouble is unless the component says otherwise. */
export function severityOf(status: Trouble): Severity {
  switch (status) {
    case 'major_outage':
      return 'critical';
    case 'partial_outage':
      return 'high';
    case 'performance_issues':
      return 'low';
    default:
      return assertNever(status, 'trouble');
  }
}

/** True when `one` is more urgent than `other`. */
export function isWorse(one: Severity, other: Severity): boolean {
  return SEVERITY_RANK[one] > SEVERITY_RANK[other];
}
