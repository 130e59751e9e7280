/**
 * The end of an incident, by itself or by hand: nothing is paged any more, and everybody who was told hears that it is over.
 */
import type { EpochMs } from '../../model/ids.ts';
import type { Incident } from '../../model/incident.ts';
import type { ComponentWatch } from '../../model/watch.ts';
import { closeTold, sayUntold } from './ledger.ts';
import { isDismissed } from './over.ts';
import { openIncident, type Surroundings, say, type Turn, withIncident } from './turn.ts';

/** Ends the incident and sends what closes the pages that went out. `by` is null when it recovered by itself. */
export function resolve(turn: Turn, at: EpochMs, by: string | null, text: string, surroundings: Surroundings): Turn {
  const incident = openIncident(turn.watch);
  if (incident === null) {
    return turn;
  }
  const ended = withIncident(turn, {
    state: 'resolved',
    resolvedAt: at,
    resolvedBy: by,
    waiting: [],
    soundingSince: null,
    snoozedUntil: null,
    closeAt: null,
    reminderAt: null,
    escalation: { ...incident.escalation, nextAt: null },
    ...(by === null ? asBefore(turn.watch, incident) : withDismissed(incident)),
  });
  return sayUntold(closeTold(say(ended, at, 'incident-resolved', text), at, surroundings), at, surroundings);
}

/** What was resolved before it and goes on still waits for its results. */
function asBefore({ status }: ComponentWatch, { dismissed }: Incident): Partial<Incident> {
  return dismissed === null || status === 'operational'
    ? {}
    : { troubled: dismissed.checks, status: dismissed.status, reopenAfterResults: dismissed.results, dismissed: null };
}

/** Whoever resolves it means all that goes on. */
function withDismissed({ troubled, dismissed }: Incident): Partial<Incident> {
  return dismissed === null || troubled === null
    ? {}
    : { troubled: [...troubled, ...dismissed.checks], dismissed: null };
}

/** The latest failed try of any check, or when the state was set by hand; null when none is known (slow, or the check is gone). */
export function lastFailedAt(turn: Turn, now: EpochMs): EpochMs | null {
  if (turn.watch.byHand !== null) {
    return Math.min(turn.watch.byHand.at, now); // what the checks see does not count meanwhile
  }
  // Nothing has failed in the future: the clock was set back.
  const { checks, incident } = turn.watch;
  const known = checks.flatMap(({ checkId, lastFailedAt: at }) =>
    at === null || at > now || (incident !== null && isDismissed(incident, checkId)) ? [] : [at],
  );
  return known.length === 0 ? null : Math.max(...known);
}
