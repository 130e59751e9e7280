/**
 * Who is on call, as stretches of time with the same people: preview, calendar and history read this.
 *
 * Shifts tile the asked span without gap or overlap, contain their start and not their end, and never lie about a hole:
 * nobody on call is a shift with nobody in it. `now.ts` answers from the same parts, so the two cannot differ.
 */
import type { EpochMs, OverrideId, PersonId } from '../../model/ids.ts';
import type { Schedule, StoredOverride } from '../../model/schedule.ts';
import {
  type Exception,
  exceptionsOf,
  inForce,
  type OnCallPerson,
  peopleWith,
  removalOf,
  turningPoints,
} from './overrides.ts';
import { type Rota, rotaOf, type TemporaryClock } from './rota.ts';
import { becauseNobody, becauseOf, type NameOf, temporaryWords } from './words.ts';

export interface ShiftPerson {
  readonly personId: PersonId;
  readonly because: string;
  /** What puts them on call: a layer, an override, a temporary shift. One name for as long as it is the same one. */
  readonly source: string;
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

/** What is true at one instant, and until something may change. */
export type Situation = Omit<Shift, 'from' | 'to'>;

/** A schedule with its overrides, ready to be walked along. */
export interface Course {
  /** The only place where it is decided who is on call. Authority: temporary schedule, overrides, layers. */
  at(at: EpochMs): Situation;
  /** The people alone: what a long look ahead needs. */
  peopleAt(at: EpochMs): readonly PersonId[];
  /** The next instant after `at` at which other people may be on call (or, `handoffs`, for another reason); Infinity: never. */
  changeAfter(at: EpochMs, handoffs: boolean): EpochMs;
}

/** @param from what ended before this (epoch ms) is not needed */
export function courseOf(
  schedule: Schedule,
  stored: readonly StoredOverride[],
  from: EpochMs,
  nameOf: NameOf = (person) => person,
): Course {
  const rota = rotaOf(schedule);
  const zone = schedule.timeZone;
  const exceptions = exceptionsOf(schedule, stored, from);
  const points = turningPoints(exceptions, from);
  return {
    at(at) {
      const temporary = rota.temporaryAt(at);
      return temporary === null
        ? ordinary(rota, inForce(exceptions, at), at, zone, nameOf)
        : fixed(temporary, at, zone, nameOf);
    },
    peopleAt(at) {
      const temporary = rota.temporaryAt(at);
      return temporary === null
        ? peopleWith(rota.dutiesAt(at), inForce(exceptions, at)).map(({ personId }) => personId)
        : peopleOf(temporary, at);
    },
    changeAfter: (at, handoffs) =>
      Math.min(points.find((point) => point > at) ?? Number.POSITIVE_INFINITY, rota.changeAfter(at, handoffs)),
  };
}

/** By turns and overrides. */
function ordinary(rota: Rota, active: readonly Exception[], at: EpochMs, zone: string, nameOf: NameOf): Situation {
  const duties = rota.dutiesAt(at);
  const people = peopleWith(duties, active).map((person) => ({
    personId: person.personId,
    because: becauseOf(person, zone, nameOf),
    source: sourceOf(person),
    overrideId: person.exception?.id ?? null,
  }));
  const removal = removalOf(duties, active);
  const byHand = people.find(({ overrideId }) => overrideId !== null)?.overrideId ?? removal?.id ?? null;
  const because =
    people.length === 0 ? becauseNobody(removal, zone, nameOf) : people.map((one) => one.because).join('; ');
  return { people, because, overrideId: byHand };
}

/** By a temporary schedule: its holes stay holes. */
function fixed(temporary: TemporaryClock, at: EpochMs, zone: string, nameOf: NameOf): Situation {
  const why = temporaryWords(temporary, zone);
  const people = peopleOf(temporary, at).map((personId) => ({
    personId,
    because: `${nameOf(personId)}, ${why}`,
    source: `temporary ${temporary.label} ${shiftNumber(temporary, personId, at)}`,
    overrideId: null,
  }));
  const because =
    people.length === 0 ? `nobody: ${why} leaves this time open` : people.map((one) => one.because).join('; ');
  return { people, because, overrideId: null };
}

function peopleOf({ shifts }: TemporaryClock, at: EpochMs): readonly PersonId[] {
  return [...new Set(shifts.filter(({ from, to }) => from <= at && at < to).map(({ personId }) => personId))];
}

function sourceOf({ duty, exception }: OnCallPerson): string {
  if (exception !== null) {
    return `override ${exception.id ?? `${exception.person} ${new Date(exception.from).toISOString()}`}`;
  }
  if (duty === null) {
    return '';
  }
  return duty.kind === 'turn' ? `layer ${duty.layer.label}` : `calendar ${duty.personId}`;
}

/** From 1, in the order of the file. */
function shiftNumber({ shifts }: TemporaryClock, person: PersonId, at: EpochMs): number {
  return 1 + shifts.findIndex(({ personId, from, to }) => personId === person && from <= at && at < to);
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
  const course = courseOf(schedule, stored, from, nameOf);
  const shifts: Shift[] = [];
  for (let at = from; at < to; ) {
    const end = Math.min(to, course.changeAfter(at, true));
    append(shifts, { ...course.at(at), from: at, to: end });
    at = end;
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
