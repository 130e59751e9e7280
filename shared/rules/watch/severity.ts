/**
 * An open incident that gets worse: a worse severity pages again, and ends an acknowledgement that has an end.
 *
 * While it is held back that is only remembered: what has got better by the end of the hold is no news.
 */
import type { EpochMs } from '../../model/ids.ts';
import type { Incident } from '../../model/incident.ts';
import { isTrouble, type Severity, type Trouble } from '../../model/status.ts';
import { holdersWords } from '../hand.ts';
import { isWorse, severityOf } from '../status.ts';
import { isUntilFixed } from './holders.ts';
import { openIncident, type Surroundings, say, type Turn, withIncident } from './turn.ts';

export function worseOf(one: Severity, other: Severity): Severity {
  return isWorse(other, one) ? other : one;
}

/** The open incident's component has this status now; `incident` is how it was before. */
export function worsened(
  turn: Turn,
  incident: Incident,
  status: Trouble,
  at: EpochMs,
  surroundings: Surroundings,
): Turn {
  const now = surroundings.component.severity ?? severityOf(status);
  const { held } = incident;
  const severity = worseOf(now, held?.severity ?? incident.severity);
  const known = withIncident(turn, { severity });
  if (held === null) {
    return pageAgain(known, incident.severity, at, surroundings);
  }
  return isWorse(severity, incident.severity)
    ? say(known, at, 'incident-worsened', `${change(incident.severity, severity, status)}; not said while held back`, {
        data: { severity },
      })
    : known;
}

/** The incident is as bad as it says, people know of `from`: a worse severity pages again; "until fixed" stands. */
export function pageAgain(turn: Turn, from: Severity, at: EpochMs, surroundings: Surroundings): Turn {
  const incident = openIncident(turn.watch);
  if (incident === null || !isWorse(incident.severity, from)) {
    return turn;
  }
  if (!isTrouble(turn.watch.status) || incident.recoveredAt !== null) {
    // It is not seen failing now. Should it be so bad again, that is news then.
    return withIncident(turn, { severity: from });
  }
  const { severity, status } = incident;
  return fromTheFirstStep(turn, incident, at, change(from, severity, status), surroundings);
}

/** News that whoever was told must hear: the escalation begins again, unless somebody has it until it is fixed. */
export function fromTheFirstStep(
  turn: Turn,
  incident: Incident,
  at: EpochMs,
  text: string,
  { component }: Surroundings,
): Turn {
  const data = { severity: incident.severity };
  const { acknowledgement } = incident;
  const keepsAcknowledgement =
    incident.state === 'acknowledged' && acknowledgement !== null && isUntilFixed(acknowledgement);
  if (keepsAcknowledgement || incident.escalation.policy === null) {
    return say(turn, at, 'incident-worsened', text, { data });
  }
  const { began, nextAt: firstPageAt } = incident.escalation;
  // The first step hears of it as soon as trouble so bad pages; a first page that is still to come is no later for it.
  const dueAt = Math.max(at, incident.since + component.pageAfter[incident.severity]);
  const nextAt = began === undefined && firstPageAt !== null ? Math.min(firstPageAt, dueAt) : dueAt;
  return say(
    withIncident(turn, {
      state: 'triggered',
      acknowledgement: null,
      snoozedUntil: null,
      reminderAt: null,
      escalation: { ...incident.escalation, step: 0, round: 0, nextAt },
    }),
    at,
    'incident-worsened',
    `${text}${endsWith(incident)}`,
    { data },
  );
}

function change(from: Severity, to: Severity, status: Trouble): string {
  return `Worse than before: ${from} -> ${to} (${status})`;
}

function endsWith({ state, acknowledgement, snoozedUntil }: Incident): string {
  if (state === 'acknowledged') {
    return `. The acknowledgement of ${acknowledgement === null ? 'somebody' : holdersWords(acknowledgement)} ends`;
  }
  return snoozedUntil === null ? '' : '. The snooze ends';
}
