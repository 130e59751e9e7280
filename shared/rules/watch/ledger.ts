/**
 * What each person was last told, and what still has to be said when it is over.
 *
 * Every page that was sent gets exactly one closing message, to the same person by the same channel (or a quieter one: see
 * closing-way.ts). A page that was never sent is withdrawn instead. The sound needs no closing: it falls silent.
 */
import { formatDuration } from '../../model/duration.ts';
import type { ChannelId, EpochMs } from '../../model/ids.ts';
import type { Incident, Told } from '../../model/incident.ts';
import { closingChannel } from './closing-way.ts';
import { makePage, saidIn } from './make-page.ts';
import { ARRIVED, HOPEFUL, takeBack, wasSent, withdraw } from './told.ts';
import { nameOf, type Surroundings, say, type Turn, withIncident } from './turn.ts';

/** The closing message waits behind the page that it closes: when that never arrived, there is nothing to close. */
export function needlessClosing(turn: Turn, failed: Told, at: EpochMs): Turn {
  const list = turn.watch.incident?.told ?? [];
  const close = list.find(({ pageId }) => pageId === failed.closedBy && pageId !== failed.pageId);
  const owed = list.some((told) => told !== close && told.closedBy === failed.closedBy && wasSent(told));
  return close === undefined || close.state !== 'queued' || owed
    ? turn
    : withdraw(turn, close, at, 'the page that it closes never arrived');
}

/** Closing messages for everybody who was told, withdrawals for the pages that never went out. */
export function closeTold(turn: Turn, at: EpochMs, surroundings: Surroundings): Turn {
  let current = withdrawUnsent(turn, at, 'it was over before the page was sent');
  for (const [channelId, group] of openGroups(current, surroundings)) {
    current = closing(current, channelId, group, at, surroundings);
  }
  return current;
}

/** Whoever was told by a call alone, and is not called again to hear that it is over: said, for nothing is dropped silently. */
export function sayUntold(turn: Turn, at: EpochMs, surroundings: Surroundings): Turn {
  const incident = turn.watch.incident as Incident;
  const untold = incident.told.filter(
    (told) =>
      told.closedBy === null &&
      wasSent(told) &&
      !isSound(told, surroundings) &&
      closingChannel(told, incident, surroundings) === null,
  );
  const first = untold.filter(
    ({ personId, channelId }, index) =>
      untold.findIndex((other) => other.personId === personId && other.channelId === channelId) === index,
  );
  return first.reduce((current, { personId, channelId }) => {
    const who = personId === null ? channelId : nameOf(surroundings, personId);
    const text = `${who} is not told by ${channelId} that it is over: a call would wake people for good news, and there is no quieter channel`;
    return say(current, at, 'page-held', text, { personId, channelId });
  }, turn);
}

/** Pages that have not gone out yet are not wanted any more; neither is another try of one that had no answer. */
export function withdrawUnsent(turn: Turn, at: EpochMs, reason: string): Turn {
  const open = turn.watch.incident?.told.filter(({ closedBy }) => closedBy === null) ?? [];
  return open.reduce((current, told) => takeBack(current, told, at, reason), turn);
}

/** True when the tone has sounded for this incident. */
export function soundedTo(incident: Incident, surroundings: Surroundings): boolean {
  return incident.told.some((told) => isSound(told, surroundings) && ARRIVED.includes(told.state));
}

function closing(
  turn: Turn,
  channelId: ChannelId,
  group: readonly Told[],
  at: EpochMs,
  surroundings: Surroundings,
): Turn {
  const incident = turn.watch.incident as Incident;
  const { personId } = group[0] as Told;
  const already = group.every((told) => told.channelId !== channelId) && closingTo(incident, personId, channelId);
  if (already) {
    // A call that arrived late: the quieter channel has said it already.
    return withClosed(turn, group, already.pageId);
  }
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
  const told = withClosed(turn, group, page.id).watch.incident?.told ?? [];
  const who = personId === null ? channelId : `${nameOf(surroundings, personId)} by ${channelId}`;
  const said = say(withIncident(turn, { told: [...told, entry] }), at, 'page-queued', `Closing message to ${who}`, {
    personId,
    channelId,
    data: saidIn(page),
  });
  return { ...said, effects: [...said.effects, { type: 'page', page }] };
}

function closingTo({ told }: Incident, personId: Told['personId'], channelId: ChannelId): Told | undefined {
  return told.find(
    (one) =>
      one.closedBy === one.pageId &&
      one.personId === personId &&
      one.channelId === channelId &&
      HOPEFUL.includes(one.state),
  );
}

function withClosed(turn: Turn, group: readonly Told[], closedBy: Told['pageId']): Turn {
  const list = turn.watch.incident?.told ?? [];
  return withIncident(turn, { told: list.map((other) => (group.includes(other) ? { ...other, closedBy } : other)) });
}

/** Sent and not closed yet, by person and by the channel that is to say it. */
function openGroups(turn: Turn, surroundings: Surroundings): readonly (readonly [ChannelId, readonly Told[]])[] {
  const incident = turn.watch.incident;
  const groups = new Map<string, readonly [ChannelId, readonly Told[]]>();
  for (const told of incident?.told ?? []) {
    const way = incident && !isSound(told, surroundings) ? closingChannel(told, incident, surroundings) : null;
    if (told.closedBy === null && wasSent(told) && way !== null) {
      const key = `${told.personId} ${way}`;
      groups.set(key, [way, [...(groups.get(key)?.[1] ?? []), told]]);
    }
  }
  return [...groups.values()];
}

export function isSound(told: Told, surroundings: Surroundings): boolean {
  return surroundings.config.channels.get(told.channelId)?.type === 'sound';
}
