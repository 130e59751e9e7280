/**
 * The life of an incident as its component's status moves: opened, worsened, recovered, relapsed, resolved.
 *
 * Shown at once, said after a breath: an incident opens with the confirmed failure, its first page waits until the trouble has
 * lasted `pageAfter`; it recovers with the confirmed recovery, its closing message waits for `closeAfter`.
 */

import { formatDuration } from '../../model/duration.ts';
import { type EpochMs, IncidentId } from '../../model/ids.ts';
import type { Incident } from '../../model/incident.ts';
import { type ComponentStatus, isTrouble, type Trouble } from '../../model/status.ts';
import { unseenSince } from '../dependencies.ts';
import { policiesFor } from '../routing.ts';
import { severityOf } from '../status.ts';
import { breathOf, isSteady, relapsesOf, tellFlapping } from './flaps.ts';
import { soundedTo } from './ledger.ts';
import { inTrouble, isOver, withTroubled } from './over.ts';
import { dismissedBeside, forgetResolved, waitsToReopen } from './reopen.ts';
import { lastFailedAt, resolve } from './resolve.ts';
import { worsened } from './severity.ts';
import { withCause } from './thresholds.ts';
import { runTimers } from './timers.ts';
import { isUnfinished } from './told.ts';
import { type Effect, openIncident, type Surroundings, say, type Turn, withIncident } from './turn.ts';
import { causeOf, describeHealth } from './words.ts';

/** The status has changed (it was `from`): what that means for the incident. */
export function onStatus(before: Turn, from: ComponentStatus, at: EpochMs, surroundings: Surroundings): Turn {
  const turn = withTroubled(before);
  const { status } = turn.watch;
  const incident = openIncident(turn.watch);
  if (incident === null) {
    return isTrouble(status) ? openUnlessResolved(turn, status, at, surroundings) : forgetResolved(turn);
  }
  return !isTrouble(status) || isOver(turn.watch, incident)
    ? outOfTrouble(turn, incident, from, at, surroundings)
    : runTimers(still(turn, incident, status, at, surroundings), at, surroundings);
}

/** The status is what it was, but a check is settled otherwise now. */
export function onChecks(before: Turn, at: EpochMs, surroundings: Surroundings): Turn {
  const { status } = before.watch;
  const incident = openIncident(before.watch);
  if (incident === null || !isTrouble(status) || isOver(before.watch, incident)) {
    return onStatus(before, status, at, surroundings);
  }
  return withTroubled(before);
}

/** What is lost from sight or starting is not well: an open page survives our own blindness. */
function outOfTrouble(
  turn: Turn,
  incident: Incident,
  from: ComponentStatus,
  at: EpochMs,
  surroundings: Surroundings,
): Turn {
  const over = isOver(turn.watch, incident);
  if (incident.recoveredAt === null) {
    return over ? recovered(turn, incident, from === 'unknown', at, surroundings) : turn;
  }
  if (!over) {
    return withIncident(turn, { closeAt: null });
  }
  const closeAt = incident.closeAt ?? at + surroundings.component.closeAfter;
  return runTimers(withIncident(turn, { closeAt }), at, surroundings);
}

function openUnlessResolved(turn: Turn, status: Trouble, at: EpochMs, surroundings: Surroundings): Turn {
  return waitsToReopen(turn.watch, status, surroundings.component)
    ? turn
    : runTimers(open(turn, status, at, surroundings), at, surroundings);
}

function open(turn: Turn, status: Trouble, at: EpochMs, surroundings: Surroundings): Turn {
  const { component, config } = surroundings;
  // What somebody has resolved and goes on beside it is older news.
  const dismissed = dismissedBeside(turn.watch, component);
  const news = turn.watch.checks.filter(({ checkId }) => !dismissed?.checks.includes(checkId));
  const failing = news.flatMap(({ settled, failingSince }) =>
    settled === 'down' && failingSince !== null ? [failingSince] : [],
  );
  const since = Math.min(at, ...failing);
  const severity = component.severity ?? severityOf(status);
  const [routed, ...also] = policiesFor(component, severity, at, surroundings.timeZone);
  const policy = routed === undefined ? null : (config.policies.get(routed) ?? null);
  const pageAt = Math.max(at, since + component.pageAfter[severity]);
  const relapses = relapsesOf(turn.watch.incident, since, component);
  const incident: Incident = {
    id: IncidentId.parse(`${component.id}.${at.toString(36)}`),
    componentId: component.id,
    state: 'triggered',
    status,
    severity,
    cause: causeOf(turn.watch, component),
    thresholds: withCause(turn.watch, component, {}),
    troubled: inTrouble(news),
    dismissed,
    since,
    openedAt: at,
    acknowledgement: null,
    snoozedUntil: null,
    escalation: {
      policy,
      step: 0,
      round: 0,
      nextAt: policy === null ? null : pageAt,
      ...(also.length > 0 && { also }),
    },
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
    flappingTold: false,
    ...(relapses !== undefined && { relapses }),
    held: null,
    gateAt: null,
  };
  // By the time the first page is due it is known whether the cause lies here.
  const unseen = unseenSince(surroundings.parents, since).map(({ id }) => id);
  const looks: readonly Effect[] = unseen.length === 0 ? [] : [{ type: 'look-now', components: unseen }];
  const past = [...turn.watch.past, ...(turn.watch.incident === null ? [] : [turn.watch.incident])].filter(
    isUnfinished,
  );
  const opened: Turn = { watch: { ...turn.watch, incident, past }, effects: [...turn.effects, ...looks] };
  const cause = describeHealth(turn.watch, component);
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
  const { component } = surroundings;
  const cause = causeOf(turn.watch, component) ?? incident.cause;
  const thresholds = withCause(turn.watch, component, incident.thresholds);
  const known = withIncident(turn, { status, cause, thresholds });
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
  const relapse = withIncident(turn, { recoveredAt: null, closeAt: null, soundingSince: audible ? at : null });
  return say(
    tellFlapping(relapse, incident, at, surroundings),
    at,
    'incident-relapsed',
    `In trouble again before the closing message was due: ${describeHealth(turn.watch, surroundings.component)}`,
  );
}

function recovered(turn: Turn, incident: Incident, blind: boolean, at: EpochMs, surroundings: Surroundings): Turn {
  const steady = isSteady(turn.watch);
  if (incident.told.length === 0 && steady) {
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
  const closeAt = Math.max(at, wellSince + breathOf(incident, surroundings.component));
  const then = steady
    ? `Closed in ${formatDuration(closeAt - at)} if it stays well`
    : 'Closed when it is steady: it flaps';
  const text = `Recovered after ${formatDuration(at - incident.since)}. ${then}`;
  return runTimers(
    say(withIncident(turn, { recoveredAt: at, closeAt, soundingSince: null }), at, 'incident-recovered', text),
    at,
    surroundings,
  );
}
