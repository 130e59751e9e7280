/**
 * The end of an incident, by itself or by hand: nothing is paged any more, and everybody who was told hears that it is over.
 */
import type { EpochMs } from '../../model/ids.ts';
import { closeTold } from './ledger.ts';
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
  });
  return closeTold(say(ended, at, 'incident-resolved', text), at, surroundings);
}

/** The latest failed try of any check, or when the state was set by hand; null when none is known (slow, or the check is gone). */
export function lastFailedAt(turn: Turn, now: EpochMs): EpochMs | null {
  if (turn.watch.byHand !== null) {
    return Math.min(turn.watch.byHand.at, now); // what the checks see does not count meanwhile
  }
  // Nothing has failed in the future: the clock was set back.
  const known = turn.watch.checks.flatMap(({ lastFailedAt: at }) => (at === null || at > now ? [] : [at]));
  return known.length === 0 ? null : Math.max(...known);
}
