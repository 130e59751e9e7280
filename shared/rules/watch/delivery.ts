/**
 * What the outbox tells of a page: a try begins, a try has ended. Answers whether it is still wanted, and who is tried next.
 *
 * The rule to keep: asked before every try, so that no page goes out after somebody took it, whatever was under way then.
 */
import type { EpochMs } from '../../model/ids.ts';
import type { Incident, Told } from '../../model/incident.ts';
import { isTrouble } from '../../model/status.ts';
import type { ComponentWatch } from '../../model/watch.ts';
import { passOn } from './escalation.ts';
import { recallUnsent } from './gate.ts';
import { closeTold, isSound, needlessClosing } from './ledger.ts';
import { sendDue } from './notify.ts';
import { isHere, quietUntil } from './reach.ts';
import { ARRIVED, HOPEFUL, isUnfinished, withdrawn, withTold } from './told.ts';
import { atOnce, nameOf, openIncident, type Surroundings, type Turn, type WatchInput, withIncident } from './turn.ts';

type Delivered = Extract<WatchInput, { type: 'delivery' }>;

/** Tries without any answer, about a minute of them: nobody is kept waiting for a channel that hangs. */
const HANGS_AFTER_TRIES = 3;

const NEEDLESS = 'nobody needs another try of it';

/** The outbox begins a try, or tells how one ended. Unknown pages (closings) only make history. */
export function onDelivery(turn: Turn, input: Delivered, surroundings: Surroundings): Turn {
  const past = turn.watch.past.find(({ told }) => told.some(({ pageId }) => pageId === input.pageId));
  return past === undefined ? delivered(turn, input, surroundings) : ofPast(turn, past, input, surroundings);
}

/** A page of an incident that is over, while a newer one has taken its place: the same rules, and the newer one is left alone. */
function ofPast({ watch, effects }: Turn, past: Incident, input: Delivered, surroundings: Surroundings): Turn {
  const then = delivered({ watch: { ...watch, incident: past }, effects }, input, surroundings);
  const after = then.watch.incident ?? past;
  const list = watch.past.map((one) => (one === past ? after : one)).filter(isUnfinished);
  return { watch: { ...watch, past: list }, effects: then.effects };
}

function delivered(turn: Turn, input: Delivered, surroundings: Surroundings): Turn {
  const { incident } = turn.watch;
  const told = incident?.told.find(({ pageId }) => pageId === input.pageId);
  if (!incident || told === undefined) {
    return turn;
  }
  if (!isWanted(incident, told) && (input.state === 'trying' || input.state === 'queued')) {
    return giveUp(turn, told, input);
  }
  const { state, attempts, reason, at } = input;
  const updated = afterTry(told, input);
  const known = withTold(turn, told, updated);
  if (ARRIVED.includes(state)) {
    return incident.state === 'resolved'
      ? closeTold(known, at, surroundings)
      : sounding(known, updated, at, surroundings);
  }
  // A first try that did not arrive starts the next channel at once; its own retries go on beside it.
  const failedAgain = reason !== null && (attempts === 1 || (attempts === HANGS_AFTER_TRIES && hangs(updated)));
  const gaveWay = state === 'refused' || state === 'expired' || failedAgain;
  const next = gaveWay ? nextChannel(needlessClosing(known, updated, at), updated, at, surroundings) : known;
  // It was under way when the hold began: its next try waits with the others.
  const held = openIncident(next.watch)?.held ?? null;
  return held !== null && state === 'queued' ? recallUnsent(next, at, held.since) : next;
}

/** A try of it would still tell somebody what they should know. Asked before each try and after each that failed. */
function isWanted(incident: Incident, told: Told): boolean {
  if (told.state === 'withdrawn') {
    return false;
  }
  return told.closedBy === null
    ? incident.state === 'triggered' && incident.snoozedUntil === null
    : told.closedBy === told.pageId;
}

function afterTry(told: Told, { state, attempts, reason }: Delivered): Told {
  const noAnswer = state === 'trying' && reason !== null;
  const cutOff = state === 'trying' && reason === null && told.state === 'trying';
  return { ...told, state, attempts, reason, ...((noAnswer || cutOff) && { unanswered: true }) };
}

/** No further try. What never arrived for certain is withdrawn; what may have arrived stays to be closed. */
function giveUp(turn: Turn, told: Told, input: Delivered): Turn {
  const ended: Told = { ...afterTry(told, input), state: 'withdrawn', reason: input.reason ?? told.reason ?? NEEDLESS };
  return withdrawn(needlessClosing(withTold(turn, told, ended), ended, input.at), told.pageId, NEEDLESS);
}

function sounding(turn: Turn, told: Told, at: EpochMs, surroundings: Surroundings): Turn {
  const incident = openIncident(turn.watch);
  const audible =
    incident !== null &&
    incident.state === 'triggered' &&
    incident.snoozedUntil === null &&
    incident.recoveredAt === null;
  return audible && isSound(told, surroundings)
    ? withIncident(turn, { soundingSince: incident.soundingSince ?? at })
    : turn;
}

/** A channel failed: the person's next one goes now; when none is left, the next person is not kept waiting. */
function nextChannel(turn: Turn, failed: Told, at: EpochMs, surroundings: Surroundings): Turn {
  const incident = openIncident(turn.watch);
  if (incident === null || !isWanted(incident, failed) || !mayPage(turn.watch)) {
    return turn;
  }
  const { personId } = failed;
  const own = (other: { personId: Told['personId'] }) => other.personId === personId;
  const because = `${failed.channelId} failed (${failed.reason ?? failed.state})`;
  const waiting = incident.waiting
    .filter((other) => own(other) && quietUntil(other, incident.severity, at, surroundings) === null)
    .toSorted((a, b) => a.at - b.at)[0];
  if (waiting !== undefined) {
    const { after: _inTheirOwnTime, ...rest } = waiting;
    const hurried = { ...rest, at: atOnce(incident, at), because: `${waiting.because}; ${because}` };
    const list = incident.waiting.map((other) => (other === waiting ? hurried : other));
    return sendDue(withIncident(turn, { waiting: list }), at, surroundings);
  }
  // Of this run through the steps: what was tried before that may work again.
  const { began = 0 } = incident.escalation;
  const tried = incident.told.filter((told) => told.at >= began);
  const untried = (personId === null ? [] : (surroundings.config.people.get(personId)?.channels ?? [])).find(
    (channel) =>
      personId !== null &&
      isHere(channel, personId, surroundings) &&
      ![...tried, ...incident.waiting].some((other) => own(other) && other.channelId === channel),
  );
  if (untried !== undefined) {
    const list = [...incident.waiting, { at: atOnce(incident, at), personId, channelId: untried, because }];
    return sendDue(withIncident(turn, { waiting: list }), at, surroundings);
  }
  const latest = lastStepAt(incident) ?? at;
  const hopeful = tried.some(
    (told) =>
      (own(told) || told.at >= latest) && told.closedBy === null && HOPEFUL.includes(told.state) && !hangs(told),
  );
  const who = personId === null ? failed.channelId : nameOf(surroundings, personId);
  return hopeful ? turn : passOn(turn, `${who} cannot be reached by any channel`, personId, at, surroundings);
}

/** It may have arrived, but nothing says so, and there is no sign that its channel lives. */
function hangs({ state, attempts, unanswered }: Told): boolean {
  return !ARRIVED.includes(state) && unanswered === true && attempts >= HANGS_AFTER_TRIES;
}

function mayPage({ status, incident }: ComponentWatch): boolean {
  return isTrouble(status) && incident?.recoveredAt === null;
}

/** When the latest step fired: whoever it reached is enough, also when a colleague's phone is broken. */
function lastStepAt({ escalation: { policy, step, nextAt } }: Incident): EpochMs | null {
  const latest = policy?.steps.at(step - 1);
  return nextAt === null || latest === undefined ? null : nextAt - latest.delay;
}
