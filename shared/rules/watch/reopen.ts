/**
 * An incident that was resolved by hand opens again when its worst check goes on failing.
 */
import type { CheckId, EpochMs } from '../../model/ids.ts';
import { isTrouble } from '../../model/status.ts';
import { severityOf } from '../status.ts';
import { withTroubled } from './over.ts';
import { worseOf } from './severity.ts';
import { runTimers } from './timers.ts';
import { type Surroundings, say, type Turn, withIncident } from './turn.ts';
import { causeOf, describeHealth, worstCheck } from './words.ts';

/** One more conclusive result of a check. */
export function onResult(turn: Turn, checkId: CheckId, at: EpochMs, surroundings: Surroundings): Turn {
  const { incident, status } = turn.watch;
  // A state set by hand says nothing about whether the checks go on failing.
  if (incident === null || incident.reopenAfterResults === null || turn.watch.byHand !== null) {
    return turn;
  }
  if (status === 'operational') {
    return withIncident(turn, { reopenAfterResults: null });
  }
  const worst = worstCheck(turn.watch.checks, surroundings.component);
  // A pass is on the way to being well: nobody is woken with it.
  const recovering = worst?.settled === 'down' && worst.passStreak > 0;
  if (!isTrouble(status) || worst?.checkId !== checkId || recovering) {
    return turn;
  }
  if (incident.reopenAfterResults > 1) {
    return withIncident(turn, { reopenAfterResults: incident.reopenAfterResults - 1 });
  }
  const by = incident.resolvedBy ?? 'somebody';
  const reopened = withIncident(turn, {
    state: 'triggered',
    status,
    severity: worseOf(incident.severity, surroundings.component.severity ?? severityOf(status)),
    cause: causeOf(turn.watch, surroundings.component) ?? incident.cause,
    reopenAfterResults: null,
    resolvedAt: null,
    resolvedBy: null,
    recoveredAt: null,
    closeAt: null,
    acknowledgement: null,
    snoozedUntil: null,
    escalation: { ...incident.escalation, step: 0, round: 0, nextAt: incident.escalation.policy === null ? null : at },
  });
  return runTimers(
    say(
      withTroubled(reopened),
      at,
      'incident-reopened',
      `Opened again: ${by} resolved it, but ${describeHealth(turn.watch, surroundings.component)}`,
    ),
    at,
    surroundings,
  );
}
