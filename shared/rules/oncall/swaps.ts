/**
 * Swaps with consent: which can be proposed, until when a proposal stands, and which overrides come of it once both agree.
 *
 * A swap replaces only the owner of a shift. A shift that an override has given to somebody else already is not the owner's to give,
 * and nobody may come to be on call twice at a time: one of the two places would be empty.
 */
import type { EpochMs, OverrideId, PersonId } from '../../model/ids.ts';
import type { Schedule, StoredOverride } from '../../model/schedule.ts';
import type { Swap, SwapShift } from '../../model/swap.ts';
import { wallClock } from '../wall-clock.ts';
import { onCallAt } from './now.ts';
import { type OverrideDraft, overrideRefusal } from './refusal.ts';
import { rotaOf } from './rota.ts';
import { shiftsBetween } from './shifts.ts';
import { stintsBetween } from './stints.ts';
import type { NameOf } from './words.ts';

export interface SwapWish {
  readonly asker: PersonId;
  readonly other: PersonId;
  /** Any instant of the asker's shift, and of the other's; null: nothing in exchange. */
  readonly give: EpochMs;
  readonly take: EpochMs | null;
}

export type Proposal =
  | { readonly ok: true; readonly gives: SwapShift; readonly wants: SwapShift | null }
  | { readonly ok: false; readonly refusal: string };

/** @param stored the overrides of this schedule */
export function swapProposal(
  schedule: Schedule,
  stored: readonly StoredOverride[],
  { asker, other, give, take }: SwapWish,
  now: EpochMs,
  nameOf: NameOf = (person) => person,
): Proposal {
  if (asker === other) {
    return { ok: false, refusal: `${nameOf(asker)} cannot swap with ${nameOf(asker)}; name somebody else` };
  }
  const gives = shiftOf(schedule, stored, asker, give, now, nameOf);
  const wants = take === null ? null : shiftOf(schedule, stored, other, take, now, nameOf);
  if (typeof gives === 'string' || typeof wants === 'string') {
    return { ok: false, refusal: typeof gives === 'string' ? gives : String(wants) };
  }
  const refusal = whyImpossible(schedule, stored, { asker, other, gives, wants }, now, nameOf);
  return refusal === null ? { ok: true, gives, wants } : { ok: false, refusal };
}

/** A proposal stands until then: the earlier shift begins. Epoch ms. */
export function swapLapsesAt({ gives, wants }: Pick<Swap, 'gives' | 'wants'>): EpochMs {
  return Math.min(gives.from, wants?.from ?? gives.from);
}

/** Why the proposal does not stand any more; null: it does. */
export function swapLapsed(
  schedule: Schedule,
  stored: readonly StoredOverride[],
  swap: Swap,
  now: EpochMs,
  nameOf: NameOf = (person) => person,
): string | null {
  if (swapLapsesAt(swap) <= now) {
    return 'the shift has begun without an answer';
  }
  const changed = [
    { person: swap.asker, shift: swap.gives },
    ...(swap.wants === null ? [] : [{ person: swap.other, shift: swap.wants }]),
  ].find(({ person, shift }) => !isStill(schedule, stored, person, shift));
  if (changed !== undefined) {
    const from = wallClock(changed.shift.from, now, schedule.timeZone);
    return `the shift of ${nameOf(changed.person)} from ${from} is another one now`;
  }
  const refusal = whyImpossible(schedule, stored, swap, now, nameOf);
  return refusal === null ? null : `it cannot be any more: ${refusal}`;
}

/** What agreeing puts into the schedule: both together or nothing. */
export function swapOverrides(
  swap: Swap,
  now: EpochMs,
  author: string,
  newId: (place: number) => OverrideId,
): readonly StoredOverride[] {
  const rest = { scheduleId: swap.scheduleId, note: swap.note, author, createdAt: now, move: 'swap' as const };
  return draftsOf(swap).map((draft, place) => ({ ...draft, ...rest, id: newId(place) }));
}

type Pair = Pick<Swap, 'asker' | 'other' | 'gives' | 'wants'>;

function draftsOf({ asker, other, gives, wants }: Pair): readonly OverrideDraft[] {
  return [
    { kind: 'replace', person: asker, by: other, from: gives.from, to: gives.to },
    ...(wants === null ? [] : [{ kind: 'replace' as const, person: other, by: asker, from: wants.from, to: wants.to }]),
  ];
}

/** The person's own shift at an instant, or why there is none to swap. */
function shiftOf(
  schedule: Schedule,
  stored: readonly StoredOverride[],
  person: PersonId,
  at: EpochMs,
  now: EpochMs,
  nameOf: NameOf,
): SwapShift | string {
  const when = wallClock(at, now, schedule.timeZone);
  const name = nameOf(person);
  const shift = stintsBetween(schedule, stored, at, at + 1).find(({ personId }) => personId === person);
  const isTurn = rotaOf(schedule)
    .dutiesAt(at)
    .some(({ personId }) => personId === person);
  if (shift === undefined) {
    const others = onCallAt(schedule, stored, at)
      .people.map(({ personId }) => nameOf(personId))
      .join(' and ');
    return isTurn
      ? `the shift of ${name} at ${when} was given to ${others || 'nobody'} already; undo that first`
      : `${name} has no shift at ${when}: ${others || 'nobody'} is on call then; name a time within a shift of ${name}`;
  }
  if (!isTurn || rotaOf(schedule).temporaryAt(at) !== null) {
    return `${name} is on call at ${when} in the place of somebody else or by a temporary schedule; only one's own shift can be swapped`;
  }
  const { from, to, source } = shift;
  return from <= now ? `the shift of ${name} at ${when} has begun already; hand it over instead` : { from, to, source };
}

/** What of the calendar or of other overrides stands against it. */
function whyImpossible(
  schedule: Schedule,
  stored: readonly StoredOverride[],
  pair: Pair,
  now: EpochMs,
  nameOf: NameOf,
): string | null {
  for (const { by, from, to } of draftsOf(pair)) {
    const twice = shiftsBetween(schedule, stored, from, to).find(({ people }) =>
      people.some(({ personId }) => personId === by),
    );
    if (by !== null && twice !== undefined) {
      const when = wallClock(twice.from, now, schedule.timeZone);
      return `${nameOf(by)} is on call at ${when} as well, and cannot be there for two; choose another shift`;
    }
  }
  let before = stored;
  for (const draft of draftsOf(pair)) {
    const refusal = overrideRefusal(schedule, before, draft, nameOf);
    if (refusal !== null) {
      return refusal;
    }
    before = [
      ...before,
      {
        ...draft,
        id: 'draft' as OverrideId,
        scheduleId: schedule.id,
        note: '',
        author: nameOf(pair.asker),
        createdAt: now,
      },
    ];
  }
  return null;
}

/** From, to and what puts the owner on call are what they were. */
function isStill(
  schedule: Schedule,
  stored: readonly StoredOverride[],
  person: PersonId,
  { from, to, source }: SwapShift,
): boolean {
  return stintsBetween(schedule, stored, from, from + 1).some(
    (one) => one.personId === person && one.from === from && one.to === to && one.source === source,
  );
}
