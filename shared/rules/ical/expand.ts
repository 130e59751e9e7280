/**
 * When the events of a calendar are: repetitions, further and lifted dates, and single ones that were moved, as instants.
 *
 * Bounded: nothing outside the window is looked at, and no more than a roster can have.
 */
import type { EpochMs } from '../../model/ids.ts';
import { DAY_MS, dayOf, firstInstant, type WallMs, wallAt } from '../oncall/wall.ts';
import type { CalendarEvent, CalendarTime } from './event.ts';
import { type Budget, recur } from './recurrence.ts';

/** More than anybody's roster has in the time that is looked at. */
const MOST = 2_000;
/** A fifth of a second at most, in which everything else waits. */
const MOST_DAYS = 200_000;

/** One time of an event, [from, to). */
export interface Occurrence {
  readonly event: CalendarEvent;
  readonly from: EpochMs;
  readonly to: EpochMs;
}

export interface Occurrences {
  /** By their beginning. */
  readonly occurrences: readonly Occurrence[];
  /** What could not be taken as it stands, in sentences. */
  readonly notes: readonly string[];
}

/** Those that touch [from, to). */
export function occurrencesOf(events: readonly CalendarEvent[], from: EpochMs, to: EpochMs): Occurrences {
  const notes: string[] = [];
  const budget: Budget = { days: MOST_DAYS };
  const all = [...byUid(events)].flatMap((group) => groupOccurrences(group, from, to, notes, budget));
  const within = all.filter((one) => one.from < one.to && one.from < to && one.to > from);
  const ordered = within.sort((a, b) => a.from - b.from);
  if (ordered.length > MOST) {
    notes.push(`It has ${ordered.length} times on call, more than any roster: only the first ${MOST} count`);
  }
  return { occurrences: ordered.slice(0, MOST), notes };
}

/** An event without a name of its own is one alone. */
function byUid(events: readonly CalendarEvent[]): Iterable<readonly CalendarEvent[]> {
  const groups = new Map<string, CalendarEvent[]>();
  for (const [place, event] of events.entries()) {
    const key = event.uid === '' ? `\0${place}` : event.uid;
    groups.set(key, [...(groups.get(key) ?? []), event]);
  }
  return groups.values();
}

function groupOccurrences(
  group: readonly CalendarEvent[],
  from: EpochMs,
  to: EpochMs,
  notes: string[],
  budget: Budget,
): readonly Occurrence[] {
  const moved = latest(
    group.filter(({ replaces }) => replaces !== null),
    ({ replaces }) => String(replaces === null ? 0 : instantOf(replaces)),
  );
  const masters = latest(
    group.filter(({ replaces }) => replaces === null),
    () => '',
  );
  for (const { title } of moved.filter(({ replacesRest }) => replacesRest)) {
    notes.push(`“${title}” was changed from one of its times on: only that one is taken as changed`);
  }
  const own = masters
    .filter(({ cancelled }) => !cancelled)
    .flatMap((event) => {
      const lifted = [...event.except, ...moved.flatMap(({ replaces }) => replaces ?? [])];
      return startsOf(event, from, to, notes, budget)
        .filter((start) => !lifted.some((time) => isAt(time, start, event.start.zone)))
        .map((start) => occurrence(event, start));
    });
  return [...own, ...moved.filter(({ cancelled }) => !cancelled).map((event) => occurrence(event, event.start.wall))];
}

/** Of those with one key the one with the highest number; of equal ones all: somebody rather than nobody. */
function latest(events: readonly CalendarEvent[], keyOf: (event: CalendarEvent) => string): readonly CalendarEvent[] {
  const highest = new Map<string, number>();
  for (const event of events) {
    const key = keyOf(event);
    highest.set(key, Math.max(highest.get(key) ?? event.sequence, event.sequence));
  }
  return events.filter((event) => event.sequence === highest.get(keyOf(event)));
}

/** On the wall clock of the event's own zone. */
function startsOf(
  event: CalendarEvent,
  from: EpochMs,
  to: EpochMs,
  notes: string[],
  budget: Budget,
): readonly WallMs[] {
  const { start, rule, also, length, title } = event;
  const more = also.map((time) => (time.zone === start.zone ? time.wall : wallAt(instantOf(time), start.zone)));
  if (rule === null) {
    return [...new Set([start.wall, ...more])];
  }
  // A day more on both sides, for what the zone's clock may do meanwhile.
  const begin = wallAt(from, start.zone) - Math.max(0, length) - DAY_MS;
  const { starts, isCut } = recur(rule, start.wall, begin, wallAt(to, start.zone) + DAY_MS, budget);
  if (isCut) {
    notes.push(`“${title}” repeats too often, or since too long ago, to be read to its end`);
  }
  return [...new Set([...starts, ...more])];
}

/** A day lifts whatever begins on it. */
function isAt(time: CalendarTime, start: WallMs, zone: string): boolean {
  return time.isDay ? dayOf(start) === time.wall : instantOf(time) === firstInstant(start, zone);
}

const instantOf = ({ wall, zone }: CalendarTime): EpochMs => firstInstant(wall, zone);

function occurrence(event: CalendarEvent, start: WallMs): Occurrence {
  const { zone } = event.start;
  return { event, from: firstInstant(start, zone), to: firstInstant(start + event.length, zone) };
}
