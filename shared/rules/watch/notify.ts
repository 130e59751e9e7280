/**
 * From "this person must know" to pages by channel: personal rules by severity, quiet on this desk, one message per channel.
 *
 * Nothing is dropped silently: what is not sent now has an event with its reason and, where there is one, its new time.
 */
import type { ChannelId, EpochMs, PersonId } from '../../model/ids.ts';
import type { Incident, Told, Waiting } from '../../model/incident.ts';
import { isTrouble } from '../../model/status.ts';
import { presenceAt, presenceWords } from '../presence.ts';
import { WATCHER_ID } from '../watcher.ts';
import { makePage, saidIn } from './make-page.ts';
import { isHere, quietOf, rulesOf } from './reach.ts';
import { ARRIVED, isJustRefused, takeBack } from './told.ts';
import { nameOf, openIncident, type Surroundings, say, type Turn, type WatchInput, withIncident } from './turn.ts';
import { causeOf } from './words.ts';

/**
 * This person must know: their rules for the incident's severity start now. `reached` is false when no channel is left.
 * Asked `byHand`, no hold keeps it back.
 */
export function tellPerson(
  turn: Turn,
  personId: PersonId,
  at: EpochMs,
  because: string,
  surroundings: Surroundings,
  byHand = false,
): { turn: Turn; reached: boolean } {
  const incident = openIncident(turn.watch);
  const person = surroundings.config.people.get(personId);
  if (incident === null) {
    return { turn, reached: false };
  }
  if (person === undefined) {
    const text = `${personId} is not in the configuration any more`;
    return { turn: say(turn, at, 'page-held', text, { personId }), reached: false };
  }
  const presence = presenceAt(person, surroundings.presences, at, surroundings.timeZone);
  if (presence.state === 'away' && !byHand) {
    const text = `${presenceWords(person.name, presence)}, and is not paged`;
    return { turn: say(turn, at, 'page-held', text, { personId, data: { until: presence.until } }), reached: false };
  }
  const own = rulesOf(person, incident.severity, surroundings).filter((rule) =>
    isHere(rule.channel, personId, surroundings),
  );
  const rules = byHand
    ? own
    : own.filter(({ channel }) => !isJustRefused(incident, { personId, channelId: channel }, at));
  if (rules.length === 0) {
    const text =
      own.length === 0
        ? `${person.name} has no channel that works from this machine for severity ${incident.severity}`
        : `${person.name} is not tried again yet: ${own.map(({ channel }) => channel).join(', ')} refused just now`;
    return { turn: say(turn, at, 'page-held', text, { personId }), reached: false };
  }
  const waiting = rules.map(
    (rule): Waiting => ({
      at: at + rule.after,
      personId,
      channelId: rule.channel,
      because,
      ...(byHand && { byHand }),
      ...(rule.after > 0 && { after: rule.after }),
    }),
  );
  return { turn: sendDue(enlist(turn, incident, waiting), at, surroundings), reached: true };
}

/** A channel that belongs to nobody (a team's webhook). `reached` is false when it has just refused. */
export function tellChannel(
  turn: Turn,
  channelId: ChannelId,
  at: EpochMs,
  because: string,
  surroundings: Surroundings,
  byHand = false,
): { turn: Turn; reached: boolean } {
  const incident = openIncident(turn.watch);
  if (incident === null) {
    return { turn, reached: false };
  }
  if (!byHand && isJustRefused(incident, { personId: null, channelId }, at)) {
    const text = `${channelId} is not tried again yet: it refused just now`;
    return { turn: say(turn, at, 'page-held', text, { channelId }), reached: false };
  }
  const waiting: Waiting = { at, personId: null, channelId, because, ...(byHand && { byHand }) };
  return { turn: sendDue(enlist(turn, incident, [waiting]), at, surroundings), reached: true };
}

/** Sends every waiting page that is due and may go. */
export function sendDue(turn: Turn, at: EpochMs, surroundings: Surroundings): Turn {
  let current = turn;
  for (const waiting of turn.watch.incident?.waiting ?? []) {
    const incident = openIncident(current.watch);
    if (incident === null || incident.state !== 'triggered' || waiting.at > at || !isTrouble(current.watch.status)) {
      continue;
    }
    if (incident.held !== null && waiting.byHand !== true) {
      continue;
    }
    const rest = incident.waiting.filter((other) => other !== waiting);
    const quiet = quietOf(waiting, incident.severity, at, surroundings);
    if (quiet === null) {
      current = send(withIncident(current, { waiting: rest }), waiting, at, surroundings);
    } else {
      const { until: heldUntil, why } = quiet;
      const text = `Held back: ${why}; sent when that ends if it still fails`;
      current = say(
        withIncident(current, { waiting: [...rest, { ...waiting, at: heldUntil, quiet: true }] }),
        at,
        'page-held',
        text,
        {
          personId: waiting.personId,
          channelId: waiting.channelId,
          data: { until: heldUntil },
        },
      );
    }
  }
  return current;
}

/** Quiet ended before its time: what was to wait for its end is due now. */
export function releaseHeld(turn: Turn, { at, until }: Extract<WatchInput, { type: 'quiet-ended' }>): Turn {
  const incident = openIncident(turn.watch);
  if (incident === null || !incident.waiting.some((waiting) => waiting.at === until)) {
    return turn;
  }
  return withIncident(turn, {
    waiting: incident.waiting.map((waiting) => (waiting.at === until ? { ...waiting, at } : waiting)),
  });
}

/** Of ourselves a page tells what is wrong now: a summary lists those that joined after it was begun. */
function withLatestWords(turn: Turn, { component }: Surroundings): Turn {
  const cause = component.id === WATCHER_ID ? causeOf(turn.watch, component) : null;
  return cause === null ? turn : withIncident(turn, { cause });
}

function send(before: Turn, waiting: Waiting, at: EpochMs, surroundings: Surroundings): Turn {
  const { personId, channelId, because, byHand = false, after = 0 } = waiting;
  const same = (before.watch.incident as Incident).told.filter(
    (told) => told.personId === personId && told.channelId === channelId && told.closedBy === null,
  );
  // The newest replaces what could not be delivered yet: a channel that works again after hours says it once.
  const replaced = same.reduce((current, told) => takeBack(current, told, at, 'a newer page replaces it'), before);
  const turn = withLatestWords(replaced, surroundings);
  const incident = openIncident(turn.watch) as Incident;
  const number = incident.told.length + 1;
  const page = makePage(
    turn.watch,
    incident,
    { personId, channelId },
    { kind: same.some(({ state }) => ARRIVED.includes(state)) ? 'reminder' : 'trigger', number, at, because },
    surroundings,
  );
  const told: Told = {
    pageId: page.id,
    personId,
    channelId,
    at,
    state: 'queued',
    attempts: 0,
    reason: null,
    closedBy: null,
  };
  const queued = withIncident(turn, { told: [...incident.told, told] });
  const who = personId === null ? channelId : `${nameOf(surroundings, personId)} by ${channelId}`;
  const said = say(queued, at, 'page-queued', `Page to ${who}: ${because}`, {
    personId,
    channelId,
    data: { ...saidIn(page), byHand, afterMs: after },
  });
  return { ...said, effects: [...said.effects, { type: 'page', page }] };
}

/** One message per person and channel, the earliest time wins. */
function enlist(turn: Turn, incident: Incident, more: readonly Waiting[]): Turn {
  const byKey = new Map<string, Waiting>();
  for (const waiting of [...incident.waiting, ...more]) {
    const key = `${waiting.personId} ${waiting.channelId}`;
    const known = byKey.get(key);
    if (known === undefined || waiting.at < known.at) {
      byKey.set(key, waiting);
    }
  }
  return withIncident(turn, { waiting: [...byKey.values()] });
}
