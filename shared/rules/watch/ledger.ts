/**
 * What each person was last told, and what still has to be said: deliveries come in, closings and next channels go out.
 *
 * Every page that was sent gets exactly one closing message, to the same person by the same channel. A page that was never
 * sent is withdrawn instead. The sound needs no closing: it falls silent.
 */
import { formatDuration } from '../../model/duration.ts';
import type { EpochMs } from '../../model/ids.ts';
import type { Incident, Told } from '../../model/incident.ts';
import type { PageState } from '../../model/page.ts';
import { fireNextNow } from './escalation.ts';
import { isHere, makePage, sendDue } from './notify.ts';
import { nameOf, openIncident, type Surroundings, say, type Turn, type WatchInput, withIncident } from './turn.ts';

/** It went out, or may have: the receiver must hear the end as well. */
const SENT: readonly PageState[] = ['trying', 'accepted', 'delivered'];
const ARRIVED: readonly PageState[] = ['accepted', 'delivered'];

/** The outbox begins a try, or tells how one ended. Unknown pages (closings) only make history. */
export function onDelivery(
  turn: Turn,
  input: Extract<WatchInput, { type: 'delivery' }>,
  surroundings: Surroundings,
): Turn {
  const { incident } = turn.watch;
  const told = incident?.told.find(({ pageId }) => pageId === input.pageId);
  if (!incident || told === undefined) {
    return turn;
  }
  const { state, attempts, reason, at } = input;
  const updated: Told = { ...told, state, attempts, reason };
  const known = withIncident(turn, { told: incident.told.map((other) => (other === told ? updated : other)) });
  if (ARRIVED.includes(state)) {
    return sounding(known, updated, at, surroundings);
  }
  // A first try that did not arrive starts the next channel at once; its own retries go on beside it.
  const over = told.closedBy === null ? incident.state !== 'triggered' : told.closedBy !== told.pageId;
  if (reason !== null && over && (state === 'queued' || state === 'trying')) {
    const needless = 'nobody needs another try of it';
    // A definite failure never arrived; a try that timed out may have, so it stays to be closed.
    const ended = state === 'queued' ? { ...updated, state: 'withdrawn' as const } : updated;
    const final = withIncident(turn, { told: incident.told.map((other) => (other === told ? ended : other)) });
    return { ...final, effects: [...final.effects, { type: 'withdraw', pageId: told.pageId, reason: needless }] };
  }
  const gaveWay = state === 'refused' || state === 'expired' || (attempts === 1 && reason !== null);
  return gaveWay ? nextChannel(known, updated, at, surroundings) : known;
}

/** Closing messages for everybody who was told, withdrawals for the pages that never went out. */
export function closeTold(turn: Turn, at: EpochMs, surroundings: Surroundings): Turn {
  let current = withdrawUnsent(turn, at, 'it was over before the page was sent');
  for (const group of openGroups(current, surroundings)) {
    current = closing(current, group, at, surroundings);
  }
  return current;
}

/** Pages that have not gone out yet are not wanted any more. */
export function withdrawUnsent(turn: Turn, at: EpochMs, reason: string): Turn {
  const unsent = turn.watch.incident?.told.filter((told) => told.state === 'queued' && told.closedBy === null) ?? [];
  return unsent.reduce((current, told) => withdraw(current, told, at, reason), turn);
}

/** True when the tone has sounded for this incident. */
export function soundedTo(incident: Incident, surroundings: Surroundings): boolean {
  return incident.told.some((told) => isSound(told, surroundings) && ARRIVED.includes(told.state));
}

function closing(turn: Turn, group: readonly Told[], at: EpochMs, surroundings: Surroundings): Turn {
  const incident = turn.watch.incident as Incident;
  const { personId, channelId } = group[0] as Told;
  const number = incident.told.length + 1;
  const lasted = formatDuration((incident.recoveredAt ?? at) - incident.since);
  const because =
    incident.resolvedBy === null ? `closes the page: it lasted ${lasted}` : `resolved by ${incident.resolvedBy}`;
  const page = makePage(
    turn.watch,
    incident,
    { personId, channelId },
    { kind: 'close', number, at, because },
    surroundings,
  );
  const entry: Told = {
    pageId: page.id,
    personId,
    channelId,
    at,
    state: 'queued',
    attempts: 0,
    reason: null,
    closedBy: page.id,
  };
  const told = incident.told.map((other) => (group.includes(other) ? { ...other, closedBy: page.id } : other));
  const who = personId === null ? channelId : `${nameOf(surroundings, personId)} by ${channelId}`;
  const said = say(withIncident(turn, { told: [...told, entry] }), at, 'page-queued', `Closing message to ${who}`, {
    personId,
    channelId,
    data: { page: page.id, kind: 'close' },
  });
  // A try that timed out may have arrived: it is closed like the others, and not tried again.
  const uncertain = group.filter(({ state }) => state === 'trying');
  const withdrawn = uncertain.map(({ pageId }) => ({
    type: 'withdraw' as const,
    pageId,
    reason: 'its closing message follows',
  }));
  return { ...said, effects: [...said.effects, ...withdrawn, { type: 'page', page }] };
}

function withdraw(turn: Turn, told: Told, at: EpochMs, reason: string): Turn {
  const incident = turn.watch.incident as Incident;
  const list = incident.told.map((other) =>
    other === told ? { ...other, state: 'withdrawn' as const, reason } : other,
  );
  const said = say(
    withIncident(turn, { told: list }),
    at,
    'page-withdrawn',
    `Page by ${told.channelId} withdrawn: ${reason}`,
    {
      personId: told.personId,
      channelId: told.channelId,
      data: { page: told.pageId },
    },
  );
  return { ...said, effects: [...said.effects, { type: 'withdraw', pageId: told.pageId, reason }] };
}

/** Sent and not closed yet, by person and channel. */
function openGroups(turn: Turn, surroundings: Surroundings): readonly (readonly Told[])[] {
  const groups = new Map<string, Told[]>();
  for (const told of turn.watch.incident?.told ?? []) {
    if (told.closedBy === null && SENT.includes(told.state) && !isSound(told, surroundings)) {
      const key = `${told.personId} ${told.channelId}`;
      groups.set(key, [...(groups.get(key) ?? []), told]);
    }
  }
  return [...groups.values()];
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
  if (
    incident === null ||
    incident.state !== 'triggered' ||
    incident.recoveredAt !== null ||
    failed.closedBy !== null
  ) {
    return turn;
  }
  const own = (other: { personId: Told['personId'] }) => other.personId === failed.personId;
  const because = `${failed.channelId} failed (${failed.reason ?? failed.state})`;
  const waiting = incident.waiting.filter(own).toSorted((a, b) => a.at - b.at)[0];
  if (waiting !== undefined) {
    const hurried = { ...waiting, at, because: `${waiting.because}; ${because}` };
    const list = incident.waiting.map((other) => (other === waiting ? hurried : other));
    return sendDue(withIncident(turn, { waiting: list }), at, surroundings);
  }
  const { personId } = failed;
  const untried = (personId === null ? [] : (surroundings.config.people.get(personId)?.channels ?? [])).find(
    (channel) =>
      personId !== null &&
      isHere(channel, personId, surroundings) &&
      !incident.told.some((told) => own(told) && told.channelId === channel),
  );
  if (untried !== undefined) {
    const list = [...incident.waiting, { at, personId, channelId: untried, because }];
    return sendDue(withIncident(turn, { waiting: list }), at, surroundings);
  }
  const hopeful = incident.told.some(
    (told) => own(told) && told.closedBy === null && (SENT.includes(told.state) || told.state === 'queued'),
  );
  if (hopeful || incident.escalation.nextAt === null) {
    return turn;
  }
  const who = personId === null ? failed.channelId : nameOf(surroundings, personId);
  return fireNextNow(
    say(turn, at, 'nobody', `${who} cannot be reached by any channel: going on at once`, { personId }),
    at,
    surroundings,
  );
}

function isSound(told: Told, surroundings: Surroundings): boolean {
  return surroundings.config.channels.get(told.channelId)?.type === 'sound';
}
