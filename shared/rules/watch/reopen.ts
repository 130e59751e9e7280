/**
 * An incident that was resolved by hand opens again when its worst check goes on failing, after so many results of it.
 *
 * Only what was resolved waits for them: another check, something worse, or what was well in between is a new incident, at once.
 */
import type { ComponentSettings } from '../../model/config.ts';
import type { CheckId, EpochMs } from '../../model/ids.ts';
import type { Dismissed } from '../../model/incident.ts';
import { isTrouble, type Trouble } from '../../model/status.ts';
import type { ComponentWatch } from '../../model/watch.ts';
import { STATUS_RANK, severityOf } from '../status.ts';
import { isOver, wasTroubled, withTroubled } from './over.ts';
import { worseOf } from './severity.ts';
import { runTimers } from './timers.ts';
import { type Surroundings, say, type Turn, withIncident } from './turn.ts';
import { causeOf, describeHealth, worstCheck } from './words.ts';

/** This trouble is what somebody has resolved, as bad as it was. */
export function waitsToReopen(
  { incident, checks, byHand }: ComponentWatch,
  status: Trouble,
  component: ComponentSettings,
): boolean {
  if (incident === null || incident.reopenAfterResults === null) {
    return false;
  }
  const worst = worstCheck(checks, component);
  const isTheSame = byHand !== null || worst === null || wasTroubled(incident, worst.checkId);
  return isTheSame && STATUS_RANK[status] <= STATUS_RANK[incident.status];
}

/** What goes on of it beside what is news now. The worst check is news, whatever it was before. */
export function dismissedBeside({ incident, checks }: ComponentWatch, component: ComponentSettings): Dismissed | null {
  if (incident === null || incident.reopenAfterResults === null || incident.troubled === null) {
    return null;
  }
  const worst = worstCheck(checks, component);
  const others = incident.troubled.filter((id) => id !== worst?.checkId);
  const { status, reopenAfterResults: results } = incident;
  return others.length === 0 ? null : { checks: others, status, results };
}

/** What was resolved is really over: should it fail again, that is news. */
export function forgetResolved(turn: Turn): Turn {
  const { incident } = turn.watch;
  return incident !== null && isOver(turn.watch, incident) ? withIncident(turn, { reopenAfterResults: null }) : turn;
}

/** One more conclusive result of a check. */
export function onResult(turn: Turn, checkId: CheckId, at: EpochMs, surroundings: Surroundings): Turn {
  const { incident, status } = turn.watch;
  // A state set by hand says nothing about whether the checks go on failing.
  if (incident === null || incident.reopenAfterResults === null || turn.watch.byHand !== null) {
    return turn;
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
