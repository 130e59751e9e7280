/**
 * A roster as calendar entries: whoever is on call, one entry for each time and reason, with a name that outlives edits.
 */
import type { EpochMs, PersonId } from '../../model/ids.ts';
import type { Schedule, StoredOverride } from '../../model/schedule.ts';
import { type NameOf, type Stint, stintsBetween } from '../oncall/oncall.ts';
import type { CalendarEntry } from './write.ts';

/** Of one schedule; more belong to no calendar that anybody reads. */
const MOST_ENTRIES = 2_000;

export interface RosterQuestion {
  readonly schedules: readonly Schedule[];
  readonly overrides: readonly StoredOverride[];
  /** Only this person's. Null: everybody's. */
  readonly person: PersonId | null;
  readonly from: EpochMs;
  readonly to: EpochMs;
  readonly nameOf: NameOf;
}

/** By their beginning, schedule after schedule. */
export function rosterEntries(question: RosterQuestion): readonly CalendarEntry[] {
  const { schedules, overrides, person, from, to, nameOf } = question;
  return schedules.flatMap((schedule) => {
    const own = overrides.filter(({ scheduleId }) => scheduleId === schedule.id);
    return named(stintsBetween(schedule, own, from, to, nameOf), schedule)
      .filter(([, { personId }]) => person === null || personId === person)
      .slice(0, MOST_ENTRIES)
      .map(([uid, stint]) => ({
        uid,
        from: stint.from,
        to: stint.to,
        title: `On call: ${schedule.name} (${nameOf(stint.personId)})`,
        description: stint.because,
      }));
  });
}

/** "On call", or whose calendar it is. */
export function calendarName(schedules: readonly Schedule[], person: PersonId | null, nameOf: NameOf): string {
  const [first] = schedules;
  const what = schedules.length === 1 && first !== undefined ? `On call: ${first.name}` : 'On call';
  return person === null ? what : `${what} (${nameOf(person)})`;
}

/**
 * Schedule, source and beginning: not the person, so that another one in the same turn is the same entry changed. No machine's
 * name either: two desktops of a team show the same roster.
 */
function named(stints: readonly Stint[], { id }: Schedule): readonly (readonly [string, Stint])[] {
  const seen = new Map<string, number>();
  return stints.map((stint) => {
    const name = `${id}/${stint.source}/${new Date(stint.from).toISOString()}`.replaceAll(' ', '-');
    const count = (seen.get(name) ?? 0) + 1;
    seen.set(name, count);
    return [`${name}${count === 1 ? '' : `/${count}`}@watchbell`, stint];
  });
}
