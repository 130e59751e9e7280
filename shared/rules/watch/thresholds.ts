/**
 * A certificate that crosses its next threshold is news, also where the severity stays the same: one warning per threshold and check.
 */
import type { ComponentSettings } from '../../model/config.ts';
import type { CheckHealth } from '../../model/health.ts';
import type { CheckId, EpochMs } from '../../model/ids.ts';
import type { Incident } from '../../model/incident.ts';
import type { Failure } from '../../model/observation.ts';
import type { ComponentWatch } from '../../model/watch.ts';
import { fromTheFirstStep } from './severity.ts';
import { runTimers } from './timers.ts';
import { openIncident, type Surroundings, type Turn, withIncident } from './turn.ts';
import { worstCheck } from './words.ts';

/** One more conclusive result of a check. What is held back is said by the first try after the hold. */
export function onThreshold(turn: Turn, checkId: CheckId, at: EpochMs, surroundings: Surroundings): Turn {
  const incident = openIncident(turn.watch);
  if (incident?.cause?.kind !== 'certificate' || incident.held !== null || incident.recoveredAt !== null) {
    return turn;
  }
  const health = turn.watch.checks.find((one) => one.checkId === checkId);
  const failure = health === undefined ? null : expiring(health);
  const told = toldOf(incident, checkId);
  if (failure === null || (failure.step ?? 0) <= (told ?? 0)) {
    return turn;
  }
  const thresholds = { ...incident.thresholds, [checkId]: failure.step ?? 0 };
  const { began, nextAt } = incident.escalation;
  if (told === undefined && began === undefined && nextAt !== null) {
    // The first page is still to come: what came with its cause is no second one.
    return withIncident(turn, { thresholds });
  }
  const known = withIncident(turn, { cause: failure, thresholds });
  const text = `The next threshold: ${failure.detail}`;
  return runTimers(fromTheFirstStep(known, incident, at, text, surroundings), at, surroundings);
}

/** With the worst check as the incident's cause its threshold is told: no warning of its own for that one. */
export function withCause(
  { checks }: Pick<ComponentWatch, 'checks'>,
  component: ComponentSettings,
  thresholds: Incident['thresholds'],
): Incident['thresholds'] {
  const worst = worstCheck(checks, component);
  const failure = worst === null ? null : expiring(worst);
  return worst === null || failure === null ? thresholds : { ...thresholds, [worst.checkId]: failure.step ?? 0 };
}

/** Undefined: none of this check. Written before each check had its own: that of the cause is everybody's. */
function toldOf({ thresholds, cause }: Incident, checkId: CheckId): number | undefined {
  return thresholds === undefined ? cause?.step : thresholds[checkId];
}

function expiring({ settled, lastFailure }: CheckHealth): Failure | null {
  return settled === 'down' && lastFailure?.kind === 'certificate' ? lastFailure : null;
}
