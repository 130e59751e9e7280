/**
 * Who is on call at an instant, until when, and who is next. What the pager, the tray and the command line ask.
 *
 * Made of the same parts as `shifts.ts`. Looks ahead from change to change, and not further than people plan.
 */
import type { EpochMs, PersonId } from '../../model/ids.ts';
import type { Schedule, StoredOverride } from '../../model/schedule.ts';
import { type Course, courseOf, type ShiftPerson } from './shifts.ts';
import { DAY_MS } from './wall.ts';
import type { NameOf } from './words.ts';

/** Beyond this nothing is looked for: "no end in sight". */
const LOOK_AHEAD_MS = 400 * DAY_MS;
const MOST_CHANGES = 1_000;

export interface OnCallNow {
  /** Empty: nobody. */
  readonly people: readonly (ShiftPerson & {
    /** When this person stops being on call, epoch ms; turns that follow one another count as one. Null: none in sight (400 days, 1,000 changes). */
    readonly until: EpochMs | null;
  })[];
  /** The people's reasons together, or why there is nobody. */
  readonly because: string;
  /** The next instant at which other people are on call (or nobody). Null: none in sight. */
  readonly next: { readonly at: EpochMs; readonly people: readonly PersonId[] } | null;
}

/** The answer for instant `at` (epoch ms). Exactly at a handoff it is the new person's. */
export function onCallAt(
  schedule: Schedule,
  stored: readonly StoredOverride[],
  at: EpochMs,
  nameOf: NameOf = (person) => person,
): OnCallNow {
  const course = courseOf(schedule, stored, at, nameOf);
  const { people, because } = course.at(at);
  const { ends, next } = aheadOf(schedule, stored, at, course);
  return {
    people: people.map((person) => ({ ...person, until: ends.get(person.personId) ?? null })),
    because,
    next,
  };
}

/** What is to come, seen from an instant. */
interface Ahead {
  readonly from: EpochMs;
  /** The first change: until then everything stays as it was seen. */
  readonly to: EpochMs;
  readonly stored: readonly StoredOverride[];
  /** When each of those who are on call ends being it. */
  readonly ends: ReadonlyMap<PersonId, EpochMs>;
  readonly next: OnCallNow['next'];
}

/** The last look ahead of each schedule: asked every second, it changes a few times a day. */
const looks = new WeakMap<Schedule, Ahead>();

function aheadOf(schedule: Schedule, stored: readonly StoredOverride[], at: EpochMs, course: Course): Ahead {
  const known = looks.get(schedule);
  if (known !== undefined && known.from <= at && at < known.to && sameOverrides(known.stored, stored)) {
    return known;
  }
  const ahead = { ...lookAhead(at, course), stored };
  looks.set(schedule, ahead);
  return ahead;
}

function lookAhead(at: EpochMs, course: Course): Omit<Ahead, 'stored'> {
  const now = new Set(course.peopleAt(at));
  const ends = new Map<PersonId, EpochMs>();
  const to = course.changeAfter(at, false);
  let next: OnCallNow['next'] = null;
  let then = to;
  for (let changes = 0; changes < MOST_CHANGES && then <= at + LOOK_AHEAD_MS; changes += 1) {
    const ids = course.peopleAt(then);
    for (const id of now) {
      if (!ends.has(id) && !ids.includes(id)) {
        ends.set(id, then);
      }
    }
    if (next === null && (ids.length !== now.size || ids.some((id) => !now.has(id)))) {
      next = { at: then, people: ids };
    }
    if (next !== null && ends.size === now.size) {
      break;
    }
    then = course.changeAfter(then, false);
  }
  return { from: at, to, ends, next };
}

function sameOverrides(some: readonly StoredOverride[], others: readonly StoredOverride[]): boolean {
  return some === others || (some.length === others.length && some.every((one, place) => one === others[place]));
}
