/**
 * What each person was last told, and what still has to be said when it is over.
 *
 * Every page that was sent gets exactly one closing message, to the same person by the same channel. A page that was never
 * sent is withdrawn instead. The sound needs no closing: it falls silent.
 */
import { formatDuration } from '../../model/duration.ts';
import type { EpochMs } from '../../model/ids.ts';
import type { Incident, Told } from '../../model/incident.ts';
import { makePage, saidIn } from './make-page.ts';
import { ARRIVED, takeBack, wasSent, withdraw } from './told.ts';
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
  for (const group of openGroups(current, surroundings)) {
    current = closing(current, group, at, surroundings);
  }
  return current;
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
    data: saidIn(page),
  });
  return { ...said, effects: [...said.effects, { type: 'page', page }] };
}

/** Sent and not closed yet, by person and channel. */
function openGroups(turn: Turn, surroundings: Surroundings): readonly (readonly Told[])[] {
  const groups = new Map<string, Told[]>();
  for (const told of turn.watch.incident?.told ?? []) {
    if (told.closedBy === null && wasSent(told) && !isSound(told, surroundings)) {
      const key = `${told.personId} ${told.channelId}`;
      groups.set(key, [...(groups.get(key) ?? []), told]);
    }
  }
  return [...groups.values()];
}

export function isSound(told: Told, surroundings: Surroundings): boolean {
  return surroundings.config.channels.get(told.channelId)?.type === 'sound';
}
