/**
 * A certificate that crosses its next threshold is news, also where the severity stays the same: one warning per threshold.
 */
import type { CheckId, EpochMs } from '../../model/ids.ts';
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
  const worst = worstCheck(turn.watch.checks, surroundings.component);
  const failure = worst?.settled === 'down' && worst.checkId === checkId ? worst.lastFailure : null;
  if (failure?.kind !== 'certificate' || (failure.step ?? 0) <= (incident.cause.step ?? 0)) {
    return turn;
  }
  const known = withIncident(turn, { cause: failure });
  const text = `The next threshold: ${failure.detail}`;
  return runTimers(fromTheFirstStep(known, incident, at, text, surroundings), at, surroundings);
}
