/**
 * "I am on call from now on" and "you are": which overrides come of it, or why it cannot be, with the remedy.
 *
 * It lasts until the running shift ends (a turn, or what took its place), never longer: what comes after is somebody's own shift.
 * What was moved before is cut where this begins, not laid over: overrides do not chain.
 */
import type { EpochMs, OverrideId, PersonId } from '../../model/ids.ts';
import type { Schedule, StoredOverride } from '../../model/schedule.ts';
import { wallClock } from '../wall-clock.ts';
import { onCallAt } from './now.ts';
import { overrideRefusal } from './refusal.ts';
import { rotaOf } from './rota.ts';
import { stintsBetween } from './stints.ts';
import type { NameOf } from './words.ts';

export interface MoveWish {
  readonly kind: 'take-over' | 'hand-over';
  /** Whose place it is. Null: whoever is on call, where that is one person, or nobody. */
  readonly giver: PersonId | null;
  readonly taker: PersonId;
  /** Epoch ms. Null: the end of the running shift. */
  readonly until: EpochMs | null;
  readonly note: string;
  readonly author: string;
  /** Names for new overrides. */
  readonly newId: (place: number) => OverrideId;
}

export type Move =
  | {
      readonly ok: true;
      /** Null: nobody was on call. */
      readonly giver: PersonId | null;
      readonly until: EpochMs;
      /** New ones, and old ones as they are from now on. All of them or none. */
      readonly changed: readonly StoredOverride[];
    }
  | { readonly ok: false; readonly refusal: string };

/** Where nobody is on call and nobody will be, a take-over must end by itself. */
const OPEN_END_MS = 8 * 3_600_000;

/** @param stored the overrides of this schedule */
export function moveOf(
  schedule: Schedule,
  stored: readonly StoredOverride[],
  wish: MoveWish,
  now: EpochMs,
  nameOf: NameOf = (person) => person,
): Move {
  const { taker, until } = wish;
  const { people, next } = onCallAt(schedule, stored, now, nameOf);
  const ids = people.map(({ personId }) => personId);
  const impossible =
    (until !== null && until <= now ? 'that time has passed already' : null) ?? whyNot(wish, ids, nameOf);
  if (impossible !== null) {
    return no(impossible);
  }
  const temporary = rotaOf(schedule).temporaryAt(now);
  if (temporary !== null) {
    const end = wallClock(temporary.to, now, schedule.timeZone);
    return no(`until ${end} a temporary schedule of the configuration file says who is on call; change it there`);
  }
  const giver = wish.giver ?? ids[0] ?? null;
  if (giver === null) {
    const open = next?.at ?? now + OPEN_END_MS;
    return checked(
      schedule,
      stored,
      now,
      taker,
      null,
      [anOverride(schedule, wish, now, { kind: 'add', person: taker, by: null, to: Math.min(until ?? open, open) }, 0)],
      nameOf,
    );
  }
  const shift = stintsBetween(schedule, stored, now, now + 1, nameOf).find(({ personId }) => personId === giver);
  const end = Math.min(until ?? Number.POSITIVE_INFINITY, shift?.to ?? now + OPEN_END_MS);
  const overrideId = people.find(({ personId }) => personId === giver)?.overrideId ?? null;
  const earlier = stored.find(({ id }) => id === overrideId);
  if (earlier !== undefined) {
    return checked(schedule, stored, now, taker, giver, afterOverride(schedule, wish, now, end, earlier), nameOf);
  }
  if (
    !rotaOf(schedule)
      .dutiesAt(now)
      .some(({ personId }) => personId === giver)
  ) {
    return no(`${nameOf(giver)} is on call by an override in the configuration file; change that one`);
  }
  const own = anOverride(schedule, wish, now, { kind: 'replace', person: giver, by: taker, to: end }, 0);
  return checked(schedule, stored, now, taker, giver, [own], nameOf);
}

/** What the people alone make impossible. */
function whyNot({ kind, giver, taker }: MoveWish, onCall: readonly PersonId[], nameOf: NameOf): string | null {
  const names = onCall.map(nameOf).join(' and ');
  if (giver === taker) {
    return `${nameOf(taker)} cannot take over from ${nameOf(taker)}; name somebody else`;
  }
  if (onCall.includes(taker)) {
    return `${nameOf(taker)} is on call already`;
  }
  if (onCall.length === 0 && (kind === 'hand-over' || giver !== null)) {
    return 'nobody is on call, so there is nothing to hand over; take over instead, or put in an override';
  }
  if (giver !== null && !onCall.includes(giver)) {
    return `${nameOf(giver)} is not on call now, ${names} is; put in an override for another time`;
  }
  return giver === null && onCall.length > 1 ? `${names} are on call together; say whose place it is` : null;
}

/** The giver is here by an override: that one ends now, and what of it comes after goes on. Giving back needs no new one. */
function afterOverride(
  schedule: Schedule,
  wish: MoveWish,
  now: EpochMs,
  end: EpochMs,
  earlier: StoredOverride,
): readonly StoredOverride[] {
  const { taker } = wish;
  const cut = { ...earlier, to: now };
  const rest = end < earlier.to ? [{ ...earlier, id: wish.newId(1), from: end }] : [];
  const own =
    earlier.kind === 'add'
      ? [anOverride(schedule, wish, now, { kind: 'add', person: taker, by: null, to: end }, 0)]
      : earlier.person === taker
        ? []
        : [anOverride(schedule, wish, now, { kind: 'replace', person: earlier.person, by: taker, to: end }, 0)];
  return [cut, ...own, ...rest];
}

function anOverride(
  schedule: Schedule,
  { kind, note, author, newId }: MoveWish,
  now: EpochMs,
  own: Pick<StoredOverride, 'kind' | 'person' | 'by' | 'to'>,
  place: number,
): StoredOverride {
  return { ...own, id: newId(place), scheduleId: schedule.id, from: now, note, author, createdAt: now, move: kind };
}

/** Refused where it would clash with another override, or would not do what was asked. */
function checked(
  schedule: Schedule,
  stored: readonly StoredOverride[],
  now: EpochMs,
  taker: PersonId,
  giver: PersonId | null,
  changed: readonly StoredOverride[],
  nameOf: NameOf,
): Move {
  const others = stored.filter(({ id }) => !changed.some((one) => one.id === id));
  const clash = changed
    .filter(({ from, to }) => from < to)
    .map((draft) => overrideRefusal(schedule, others, draft, nameOf))
    .find((reason) => reason !== null);
  if (clash !== undefined) {
    return no(clash);
  }
  const after = onCallAt(schedule, [...others, ...changed], now, nameOf);
  const ids = after.people.map(({ personId }) => personId);
  if (!ids.includes(taker) || (giver !== null && ids.includes(giver))) {
    return no(
      `another override would keep ${ids.map(nameOf).join(' and ') || 'nobody'} on call; remove that one first`,
    );
  }
  const until = after.people.find(({ personId }) => personId === taker)?.until ?? now + OPEN_END_MS;
  return {
    ok: true,
    giver,
    until: Math.min(until, changed.find((one) => one.from === now && one.to > now)?.to ?? until),
    changed,
  };
}

const no = (refusal: string): Move => ({ ok: false, refusal: refusal.charAt(0).toUpperCase() + refusal.slice(1) });

/** All overrides once these are in. */
export function withChanged(
  all: readonly StoredOverride[],
  changed: readonly StoredOverride[],
): readonly StoredOverride[] {
  const known = all.map((one) => changed.find(({ id }) => id === one.id) ?? one);
  return [...known, ...changed.filter(({ id }) => !all.some((one) => one.id === id))];
}
