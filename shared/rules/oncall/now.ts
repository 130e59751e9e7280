/**
 * Who is on call at an instant, until when, and who is next. What the pager, the tray and the command line ask.
 *
 * Made of the same parts as `shifts.ts`. Looks ahead by counting turns, not by walking them, so that an override until 2036
 * costs no more than one until tonight.
 */
import type { EpochMs, PersonId } from '../../model/ids.ts';
import type { Schedule, StoredOverride } from '../../model/schedule.ts';
import { type Exception, exceptionsOf, inForce, peopleWith, turningPoints } from './overrides.ts';
import { type ShiftPerson, situation } from './shifts.ts';
import { type Turns, turnsOf } from './turns.ts';
import type { NameOf } from './words.ts';

export interface OnCallNow {
  /** Empty: nobody. */
  readonly people: readonly (ShiftPerson & {
    /** When this person stops being on call, epoch ms; turns that follow one another count as one. Null: no end in sight. */
    readonly until: EpochMs | null;
  })[];
  /** The people's reasons together, or why there is nobody. */
  readonly because: string;
  /** The next instant at which other people are on call (or nobody). Null: never. */
  readonly next: { readonly at: EpochMs; readonly people: readonly PersonId[] } | null;
}

/** The answer for instant `at` (epoch ms). Exactly at a handoff it is the new person's. */
export function onCallAt(
  schedule: Schedule,
  stored: readonly StoredOverride[],
  at: EpochMs,
  nameOf: NameOf = (person) => person,
): OnCallNow {
  const turns = turnsOf(schedule);
  const exceptions = exceptionsOf(schedule, stored, at);
  const ahead = stretchesFrom(turns, exceptions, at);
  const { people, because } = situation(schedule, turns, turns.indexAt(at), inForce(exceptions, at), nameOf);
  const now = new Set(people.map(({ personId }) => personId));
  const change = firstWhen(turns, ahead, (ids) => ids.length !== now.size || ids.some((id) => !now.has(id)));
  return {
    people: people.map((person) => ({
      ...person,
      until: firstWhen(turns, ahead, (ids) => !ids.includes(person.personId))?.at ?? null,
    })),
    because,
    next: change,
  };
}

/** Time in which the same exceptions are in force: who is on call then depends on the turn's person alone. */
interface Stretch {
  readonly from: EpochMs;
  readonly to: EpochMs;
  /** Computed when asked: most answers lie in the first stretch or two. */
  readonly firstTurn: () => number;
  readonly peopleIn: (turn: number) => readonly PersonId[];
}

function stretchesFrom(turns: Turns, exceptions: readonly Exception[], at: EpochMs): readonly Stretch[] {
  const starts = [at, ...turningPoints(exceptions, at)];
  return starts.map((from, place) => {
    const active = inForce(exceptions, from);
    const peopleIn = (turn: number) => peopleWith(turns.personOf(turn), active).map(({ personId }) => personId);
    return { from, to: starts[place + 1] ?? Number.POSITIVE_INFINITY, firstTurn: () => turns.indexAt(from), peopleIn };
  });
}

/**
 * The first instant at which the people on call are as wanted, and those people; null if that never comes.
 *
 * One round of the list tells all about a stretch; the second round is for a turn without length (both its ends in one gap
 * of the clock), which nobody ever has.
 */
function firstWhen(
  turns: Turns,
  ahead: readonly Stretch[],
  wanted: (people: readonly PersonId[]) => boolean,
): { readonly at: EpochMs; readonly people: readonly PersonId[] } | null {
  for (const { from, to, firstTurn, peopleIn } of ahead) {
    const first = firstTurn();
    for (let turn = first; turn <= first + 2 * turns.count; turn += 1) {
      const people = peopleIn(turn);
      if (!wanted(people)) {
        continue;
      }
      const start = turn === first ? from : turns.startOf(turn);
      if (start >= to) {
        break;
      }
      if (turn === first || start < turns.startOf(turn + 1)) {
        return { at: start, people };
      }
    }
  }
  return null;
}
