/**
 * The life of an incident as its component's status moves: opened, worsened, recovered, relapsed, resolved, reopened.
 *
 * Shown at once, said after a breath: an incident opens with the confirmed failure, its first page waits until the trouble has
 * lasted `pageAfter`; it recovers with the confirmed recovery, its closing message waits for `closeAfter`.
 */
import { formatDuration } from '../../model/duration.ts';
import { type CheckId, type EpochMs, IncidentId } from '../../model/ids.ts';
import type { Incident } from '../../model/incident.ts';
import { SEVERITY_RANK } from '../../model/roster.ts';
import { type ComponentStatus, isTrouble, type Severity, type Trouble } from '../../model/status.ts';
import { severityOf } from '../status.ts';
import { soundedTo } from './ledger.ts';
import { lastFailedAt, resolve } from './resolve.ts';
import { runTimers } from './timers.ts';
import { openIncident, type Surroundings, say, type Turn, withIncident } from './turn.ts';
import { causeOf, describeHealth, worstCheck } from './words.ts';

/** The status has changed (it was `from`): what that means for the incident. */
export function onStatus(turn: Turn, from: ComponentStatus, at: EpochMs, surroundings: Surroundings): Turn {
  const { status } = turn.watch;
  const incident = openIncident(turn.watch);
  if (isTrouble(status)) {
    if (incident !== null) {
      return runTimers(still(turn, incident, status, at, surroundings), at, surroundings);
    }
    const waitsToReopen = turn.watch.incident?.reopenAfterResults ?? null;
    return waitsToReopen === null ? runTimers(open(turn, status, at, surroundings), at, surroundings) : turn;
  }
  if (status === 'operational' && incident !== null && incident.recoveredAt === null) {
    return recovered(turn, incident, from === 'unknown', at, surroundings);
  }
  if (isTrouble(from) || status !== 'operational') {
    return turn; // lost from sight or starting: an open page survives our own blindness
  }
  return runTimers(turn, at, surroundings);
}

/** One more conclusive result: an incident that was resolved by hand opens again when the worst check goes on failing. */
export function onResult(turn: Turn, checkId: CheckId, at: EpochMs, surroundings: Surroundings): Turn {
  const { incident, status } = turn.watch;
  if (incident === null || incident.reopenAfterResults === null) {
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
    cause: causeOf(turn.watch.checks, surroundings.component) ?? incident.cause,
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
      reopened,
      at,
      'incident-reopened',
      `Opened again: ${by} resolved it, but ${describeHealth(turn.watch.checks, surroundings.component)}`,
    ),
    at,
    surroundings,
  );
}

function open(turn: Turn, status: Trouble, at: EpochMs, surroundings: Surroundings): Turn {
  const { component, config } = surroundings;
  const failing = turn.watch.checks.flatMap((health) =>
    health.settled === 'down' && health.failingSince !== null ? [health.failingSince] : [],
  );
  const since = Math.min(at, ...failing);
  const policy = component.policy === null ? null : (config.policies.get(component.policy) ?? null);
  const pageAt = Math.max(at, since + component.pageAfter);
  const incident: Incident = {
    id: IncidentId.parse(`${component.id}.${at.toString(36)}`),
    componentId: component.id,
    state: 'triggered',
    status,
    severity: component.severity ?? severityOf(status),
    cause: causeOf(turn.watch.checks, component),
    since,
    openedAt: at,
    acknowledgement: null,
    snoozedUntil: null,
    escalation: { policy, step: 0, round: 0, nextAt: policy === null ? null : pageAt },
    waiting: [],
    told: [],
    soundingSince: null,
    recoveredAt: null,
    closeAt: null,
    resolvedAt: null,
    resolvedBy: null,
    reopenAfterResults: null,
    reminderAt: null,
    remindersSent: 0,
  };
  const opened: Turn = { ...turn, watch: { ...turn.watch, incident } };
  const cause = describeHealth(turn.watch.checks, component);
  const text = `${component.name} is in trouble (${status}): ${cause}`;
  const data = { severity: incident.severity, status };
  if (policy === null) {
    return say(
      say(opened, at, 'incident-opened', text, { data }),
      at,
      'nobody',
      'Nobody is paged: the component has no escalation policy',
    );
  }
  const wait = pageAt - at;
  return say(
    opened,
    at,
    'incident-opened',
    wait > 0 ? `${text}. First page in ${formatDuration(wait)} unless it recovers` : text,
    { data },
  );
}

function still(turn: Turn, incident: Incident, status: Trouble, at: EpochMs, surroundings: Surroundings): Turn {
  const cause = causeOf(turn.watch.checks, surroundings.component) ?? incident.cause;
  const known = withIncident(turn, { status, cause });
  return worsened(
    incident.recoveredAt === null ? known : relapsed(known, incident, at, surroundings),
    incident,
    status,
    at,
    surroundings,
  );
}

function relapsed(turn: Turn, incident: Incident, at: EpochMs, surroundings: Surroundings): Turn {
  const audible = incident.state === 'triggered' && incident.snoozedUntil === null && soundedTo(incident, surroundings);
  return say(
    withIncident(turn, { recoveredAt: null, closeAt: null, soundingSince: audible ? at : null }),
    at,
    'incident-relapsed',
    `In trouble again before the closing message was due: ${describeHealth(turn.watch.checks, surroundings.component)}`,
  );
}

/** A worse severity pages again, and ends an acknowledgement that has an end; "until fixed" stands. */
function worsened(turn: Turn, incident: Incident, status: Trouble, at: EpochMs, surroundings: Surroundings): Turn {
  const severity = surroundings.component.severity ?? severityOf(status);
  if (SEVERITY_RANK[severity] <= SEVERITY_RANK[incident.severity]) {
    return turn;
  }
  const keepsAcknowledgement = incident.state === 'acknowledged' && incident.acknowledgement?.until === null;
  const text = `Worse than before: ${incident.severity} -> ${severity} (${status})`;
  if (keepsAcknowledgement || incident.escalation.policy === null) {
    return say(withIncident(turn, { severity }), at, 'incident-worsened', text, { data: { severity } });
  }
  const { step, round, nextAt: firstPageAt } = incident.escalation;
  // Before the first page that one keeps its time. Otherwise the first step hears of it now.
  const nextAt = step === 0 && round === 0 && firstPageAt !== null ? firstPageAt : at;
  return say(
    withIncident(turn, {
      severity,
      state: 'triggered',
      acknowledgement: null,
      snoozedUntil: null,
      reminderAt: null,
      escalation: { ...incident.escalation, step: 0, round: 0, nextAt },
    }),
    at,
    'incident-worsened',
    `${text}${endsWith(incident)}`,
    { data: { severity } },
  );
}

function endsWith({ state, acknowledgement, snoozedUntil }: Incident): string {
  if (state === 'acknowledged') {
    return `. The acknowledgement of ${acknowledgement?.by} ends`;
  }
  return snoozedUntil === null ? '' : '. The snooze ends';
}

function worseOf(one: Severity, other: Severity): Severity {
  return SEVERITY_RANK[one] >= SEVERITY_RANK[other] ? one : other;
}

function recovered(turn: Turn, incident: Incident, blind: boolean, at: EpochMs, surroundings: Surroundings): Turn {
  if (incident.told.length === 0) {
    return resolve(
      turn,
      at,
      null,
      `Recovered after ${formatDuration(at - incident.since)}, before anybody was paged`,
      surroundings,
    );
  }
  // Time in which nobody looked is not time in which it was well.
  const wellSince = blind ? at : (lastFailedAt(turn, at) ?? at);
  const closeAt = Math.max(at, wellSince + surroundings.component.closeAfter);
  const text = `Recovered after ${formatDuration(at - incident.since)}. Closed in ${formatDuration(closeAt - at)} if it stays well`;
  return runTimers(
    say(withIncident(turn, { recoveredAt: at, closeAt, soundingSince: null }), at, 'incident-recovered', text),
    at,
    surroundings,
  );
}
