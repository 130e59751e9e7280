/**
 * Everything in an incident that is due at a time. Timers are data: the engine only asks when the next one is, and calls back.
 *
 * After downtime each kind fires once, not once for every turn that was missed: the next time is counted from the firing.
 */
import { formatDuration } from '../../model/duration.ts';
import type { EpochMs } from '../../model/ids.ts';
import type { Incident } from '../../model/incident.ts';
import { isTrouble } from '../../model/status.ts';
import type { ComponentWatch } from '../../model/watch.ts';
import { holdersWords } from '../hand.ts';
import { fireDueSteps } from './escalation.ts';
import { breathOf, isSteady } from './flaps.ts';
import { lookAtGate, unlessPaged } from './gate.ts';
import { holdsClosing } from './hold.ts';
import { afterEnd, eachPromise } from './holders.ts';
import { sendDue } from './notify.ts';
import { isOver } from './over.ts';
import { sendReminder } from './reminders.ts';
import { lastFailedAt, resolve } from './resolve.ts';
import { openIncident, type Surroundings, say, type Turn, type WatchInput, withIncident } from './turn.ts';

/** When this watch next wants to be called, in epoch ms; null: it waits for nothing. */
export function nextDue(watch: ComponentWatch): EpochMs | null {
  const incident = openIncident(watch);
  const byHandUntil = watch.byHand?.until ?? null;
  return incident === null ? byHandUntil : earliest([byHandUntil, incident.gateAt, ownDue(watch, incident)]);
}

/** The same without the look at the gate. While it is held back nothing falls due but what somebody asked for by hand. */
function ownDue(watch: ComponentWatch, incident: Incident): EpochMs | null {
  if (incident.recoveredAt !== null) {
    const may = isOver(watch, incident) && isSteady(watch) && !holdsClosing(incident);
    return may ? incident.closeAt : null;
  }
  if (!isTrouble(watch.status)) {
    return null;
  }
  if (incident.held !== null) {
    return incident.state === 'triggered' && incident.snoozedUntil === null
      ? earliest(incident.waiting.filter(({ byHand }) => byHand === true).map(({ at }) => at))
      : null;
  }
  if (incident.state === 'acknowledged') {
    return incident.acknowledgement?.until ?? null;
  }
  if (incident.snoozedUntil !== null) {
    return incident.snoozedUntil;
  }
  return earliest([incident.escalation.nextAt, incident.reminderAt, ...incident.waiting.map(({ at }) => at)]);
}

/** Carries out whatever is due. Safe to call at any time: what is not due stays. */
export function runTimers(turn: Turn, at: EpochMs, surroundings: Surroundings): Turn {
  return unlessPaged(turn, fireDue(lookAtGate(turn, at, surroundings), at, surroundings), at);
}

/** The same look at the gate, but nothing is sent: what is believed may be about to change. */
export function onlyLook(turn: Turn, at: EpochMs, surroundings: Surroundings): Turn {
  const looked = lookAtGate(turn, at, surroundings);
  const due = nextDue(looked.watch);
  return due !== null && due <= at ? looked : unlessPaged(turn, looked, at);
}

function fireDue(turn: Turn, at: EpochMs, surroundings: Surroundings): Turn {
  const incident = openIncident(turn.watch);
  const due = incident === null ? null : ownDue(turn.watch, incident);
  if (due === null || due > at || incident === null) {
    return turn;
  }
  if (incident.recoveredAt !== null) {
    return close(turn, incident, at, surroundings);
  }
  if (incident.state === 'acknowledged') {
    return acknowledgementEnded(turn, incident, at, surroundings);
  }
  if (incident.snoozedUntil !== null) {
    return page(snoozeEnded(turn, incident, at), at, surroundings);
  }
  return page(turn, at, surroundings);
}

function page(turn: Turn, at: EpochMs, surroundings: Surroundings): Turn {
  return sendReminder(fireDueSteps(sendDue(turn, at, surroundings), at, surroundings), at, surroundings);
}

function close(turn: Turn, incident: Incident, at: EpochMs, surroundings: Surroundings): Turn {
  // A single failed try in between does not reopen anything, but it must have been well for the whole time.
  const breath = breathOf(incident, surroundings.component);
  const wellSince = Math.max(lastFailedAt(turn, at) ?? 0, (incident.closeAt ?? at) - breath);
  if (wellSince + breath > at) {
    return withIncident(turn, { closeAt: wellSince + breath });
  }
  const lasted = formatDuration((incident.recoveredAt ?? at) - incident.since);
  return resolve(
    turn,
    at,
    null,
    `Resolved: well for ${formatDuration(at - wellSince)}. The trouble lasted ${lasted}`,
    surroundings,
  );
}

function acknowledgementEnded(turn: Turn, incident: Incident, at: EpochMs, surroundings: Surroundings): Turn {
  const { acknowledgement } = incident;
  const by = acknowledgement?.by ?? 'somebody';
  const left = acknowledgement && afterEnd(acknowledgement, at);
  if (left !== null) {
    return say(
      withIncident(turn, { acknowledgement: left }),
      at,
      'incident-unacknowledged',
      `The time that ${by} asked for is over; ${holdersWords(left)} still has it`,
    );
  }
  const paging = say(
    backToFirstStep(turn, incident, at),
    at,
    'incident-unacknowledged',
    `The time that ${by} asked for is over and it still fails: paging again`,
  );
  return page(paging, at, surroundings);
}

function snoozeEnded(turn: Turn, incident: Incident, at: EpochMs): Turn {
  return say(
    backToFirstStep(turn, incident, at),
    at,
    'incident-snooze-ended',
    'The snooze is over and it still fails: paging whoever is on call now',
  );
}

/** Triggered again, from the first step, now: whoever is on call at this moment hears of it. */
export function backToFirstStep(turn: Turn, incident: Incident, at: EpochMs): Turn {
  return withIncident(turn, {
    state: 'triggered',
    acknowledgement: null,
    snoozedUntil: null,
    reminderAt: null,
    escalation: { ...incident.escalation, step: 0, round: 0, nextAt: incident.escalation.policy === null ? null : at },
  });
}

/** Every due time of the open incident, `byMs` earlier. What lies in the past stays as it was written down. */
export function setBack(turn: Turn, { at, byMs }: Extract<WatchInput, { type: 'clock-set-back' }>): Turn {
  const incident = openIncident(turn.watch);
  if (incident === null) {
    return turn;
  }
  const earlier = (due: EpochMs | null): EpochMs | null => (due === null ? null : due - byMs);
  const { acknowledgement, escalation } = incident;
  const shifted = withIncident(turn, {
    acknowledgement: acknowledgement && eachPromise(acknowledgement, (one) => ({ ...one, until: earlier(one.until) })),
    snoozedUntil: earlier(incident.snoozedUntil),
    escalation: { ...escalation, nextAt: earlier(escalation.nextAt) },
    waiting: incident.waiting.map((waiting) => ({ ...waiting, at: waiting.at - byMs })),
    closeAt: earlier(incident.closeAt),
    reminderAt: earlier(incident.reminderAt),
    held: incident.held && { ...incident.held, since: incident.held.since - byMs, until: earlier(incident.held.until) },
    gateAt: earlier(incident.gateAt),
  });
  return say(
    shifted,
    at,
    'watcher',
    `The clock was set back by ${formatDuration(byMs)}: what is due keeps its distance`,
  );
}

function earliest(times: readonly (EpochMs | null)[]): EpochMs | null {
  const known = times.filter((time) => time !== null);
  return known.length === 0 ? null : Math.min(...known);
}
