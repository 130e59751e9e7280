/**
 * Who is on call, as stretches of time with the same people: preview, calendar and history read this.
 *
 * Shifts tile the asked span without gap or overlap, contain their start and not their end, and never lie about a hole:
 * nobody on call is a shift with nobody in it. `now.ts` answers from the same parts, so the two cannot differ.
 */
import type { EpochMs, OverrideId, PersonId } from '../../model/ids.ts';
import type { Schedule, StoredOverride } from '../../model/schedule.ts';
import { type Exception, exceptionsOf, inForce, peopleWith, removalOf, turningPoints } from './overrides.ts';
import { type Turns, turnsOf } from './turns.ts';
import { becauseNobody, becauseOf, type NameOf } from './words.ts';

export interface ShiftPerson {
  readonly personId: PersonId;
  readonly because: string;
  /** The stored override it comes from: one that can be removed by hand. Null for turns and for the file's overrides. */
  readonly overrideId: OverrideId | null;
}

/** Times in epoch ms, `from` < `to`. Empty `people`: nobody. */
export interface Shift {
  readonly from: EpochMs;
  readonly to: EpochMs;
  readonly people: readonly ShiftPerson[];
  /** The people's reasons together, or why there is nobody. */
  readonly because: string;
  /** The first stored override that makes this shift what it is: an addition, a substitute or a removal. */
  readonly overrideId: OverrideId | null;
}

/** What is true during one turn while one set of exceptions is in force. */
export type Situation = Omit<Shift, 'from' | 'to'>;

/** The people of turn `index` under the exceptions in force, with reasons. The only place where a shift's content is decided. */
export function situation(
  schedule: Schedule,
  turns: Turns,
  index: number,
  active: readonly Exception[],
  nameOf: NameOf,
): Situation {
  const base = turns.personOf(index);
  const people = peopleWith(base, active).map((person) => ({
    personId: person.personId,
    because: becauseOf(person, schedule, turns, index, nameOf),
    overrideId: person.exception?.id ?? null,
  }));
  const removal = removalOf(base, active);
  const byHand = people.find(({ overrideId }) => overrideId !== null)?.overrideId ?? removal?.id ?? null;
  const because =
    people.length === 0 ? becauseNobody(removal, turns.zone, nameOf) : people.map((one) => one.because).join('; ');
  return { people, because, overrideId: byHand };
}

/**
 * The shifts of [from, to) in epoch ms; none when the span is empty. A turn is a shift of its own even when the same person
 * has the next one. The span's length is the caller's to bound: a year of daily turns is 365 shifts.
 */
export function shiftsBetween(
  schedule: Schedule,
  stored: readonly StoredOverride[],
  from: EpochMs,
  to: EpochMs,
  nameOf: NameOf = (person) => person,
): readonly Shift[] {
  if (to <= from) {
    return [];
  }
  const turns = turnsOf(schedule);
  const exceptions = exceptionsOf(schedule, stored, from);
  const shifts: Shift[] = [];
  let index = turns.indexAt(from);
  let handoff = turns.startOf(index + 1);
  let at = from;
  for (const point of [...turningPoints(exceptions, from).filter((one) => one < to), to]) {
    const active = inForce(exceptions, at);
    while (at < point) {
      const end = Math.min(handoff, point);
      append(shifts, { from: at, to: end, ...situation(schedule, turns, index, active, nameOf) });
      at = end;
      while (handoff <= at) {
        index += 1;
        handoff = turns.startOf(index + 1);
      }
    }
  }
  return shifts;
}

/** An override that changes nothing (its person is not on call) must not cut a shift in two. */
function append(shifts: Shift[], next: Shift): void {
  const last = shifts.at(-1);
  if (last !== undefined && sameSituation(last, next)) {
    shifts[shifts.length - 1] = { ...last, to: next.to };
  } else {
    shifts.push(next);
  }
}

function sameSituation(a: Situation, b: Situation): boolean {
  return (
    a.because === b.because &&
    a.overrideId === b.overrideId &&
    a.people.length === b.people.length &&
    a.people.every((one, place) => {
      const other = b.people[place];
      return one.personId === other?.personId && one.because === other.because && one.overrideId === other.overrideId;
    })
  );
}
