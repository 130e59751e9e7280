/**
 * The roster for calendar programs: addresses that nobody can guess, handed out and taken back, and the text behind each.
 */
import { z } from 'zod';
import type { Replies } from '../../../shared/contract/contract.ts';
import { type EpochMs, PersonId, ScheduleId } from '../../../shared/model/ids.ts';
import type { Schedule } from '../../../shared/model/schedule.ts';
import { CalendarBook, revise } from '../../../shared/rules/ical/book.ts';
import { calendarName, rosterEntries } from '../../../shared/rules/ical/roster.ts';
import { calendarText } from '../../../shared/rules/ical/write.ts';
import { loose } from '../commands.ts';
import type { Core } from '../core.ts';
import type { EngineOptions } from '../options.ts';

const LINKS_KEY = 'calendar-links';
export const CALENDAR_BOOK_KEY = 'calendar-book';

/** Further ahead people plan by the rota, not by the calendar. */
const AHEAD_MS = 120 * 86_400_000;

const Link = z.object({ token: z.string().min(20), schedule: ScheduleId.nullable(), person: PersonId.nullable() });
type Link = z.infer<typeof Link>;

interface CalendarsOutOptions extends Pick<EngineOptions, 'servedAt' | 'secret'> {
  readonly core: Core;
  /** The store's values at the start. */
  readonly restored: ReadonlyMap<string, unknown>;
}

export interface CalendarsOut {
  readonly calendarLink: Replies['calendarLink'];
  calendar(isToken: (known: string) => boolean): string | null;
}

export function createCalendarsOut({ core, restored, servedAt, secret }: CalendarsOutOptions): CalendarsOut {
  let links: readonly Link[] = z.array(Link).safeParse(restored.get(LINKS_KEY)).data ?? [];
  let book = bookIn(restored);

  function textOf({ schedule, person }: Link): string {
    const now = core.clock.now();
    const schedules = schedulesOf(core.config().schedules, schedule);
    const { personName: nameOf } = core;
    const entries = rosterEntries({
      ...{ schedules, person, nameOf, overrides: core.state.overrides },
      ...calendarRange(now),
    });
    const revised = revise(book, entries, now);
    if (revised.book !== book) {
      book = revised.book;
      void core.write({ values: { [CALENDAR_BOOK_KEY]: book }, events: [] });
    }
    return calendarText({ name: calendarName(schedules, person, nameOf), entries: revised.entries, now });
  }

  async function keep(next: readonly Link[], text: string): Promise<void> {
    links = next;
    await core.write({ values: { [LINKS_KEY]: links }, events: [loose(core.clock.now(), 'config', text)] });
  }

  return {
    async calendarLink({ schedule, person, action }, by) {
      const refused = (text: string) => ({ done: { accepted: false, text }, url: null });
      const { schedules, people } = core.config();
      if ((schedule !== null && !schedules.has(schedule)) || (person !== null && !people.has(person))) {
        return refused('There is no such schedule or person in the configuration');
      }
      const known = links.find((link) => link.schedule === schedule && link.person === person);
      const others = links.filter((link) => link !== known);
      const whose = `${person === null ? 'the calendar' : `${core.personName(person)}'s calendar`} of ${schedule ?? 'all schedules'}`;
      if (action === 'remove') {
        if (known === undefined) {
          return refused('There is no such address');
        }
        await keep(others, `${by} withdrew the address of ${whose}`);
        return {
          done: { accepted: true, text: 'Withdrawn: calendar programs that have it find nothing now' },
          url: null,
        };
      }
      const at = servedAt?.() ?? null;
      if (secret === undefined || at === null) {
        return refused('The local server is not running, so no calendar program can ask: the self-check tells why');
      }
      const link = action === 'show' && known !== undefined ? known : { token: secret(), schedule, person };
      if (link !== known) {
        await keep([...others, link], `${by} made an address for ${whose}`);
      }
      const text = 'Whoever has this address can read the roster; give it to your calendar program only';
      return { done: { accepted: true, text }, url: `${at}calendar/${link.token}.ics` };
    },
    calendar(isToken) {
      // Each is compared, whichever it was: the time tells nothing.
      const found = links.filter(({ token }) => isToken(token));
      return found[0] === undefined ? null : textOf(found[0]);
    },
  };
}

/**
 * From when to when a calendar tells, where nobody has asked for another range: what runs and what comes. What is over stands in the
 * record of who really was on call, which may be another thing than today's rota says of it.
 */
export function calendarRange(now: EpochMs): { readonly from: EpochMs; readonly to: EpochMs } {
  return { from: now, to: now + AHEAD_MS };
}

/** What calendars were told of last. */
export function bookIn(values: ReadonlyMap<string, unknown>): CalendarBook {
  return CalendarBook.safeParse(values.get(CALENDAR_BOOK_KEY)).data ?? {};
}

/** One that is gone leaves an empty calendar. */
function schedulesOf(all: ReadonlyMap<ScheduleId, Schedule>, id: ScheduleId | null): readonly Schedule[] {
  const one = id === null ? undefined : all.get(id);
  return id === null ? [...all.values()] : one === undefined ? [] : [one];
}
