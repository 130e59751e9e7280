/**
 * One shared calendar: read now and then, the last good copy kept for as long as it cannot be read. Trouble is said once, and its end.
 */
import type { SelfCheckRow } from '../../../shared/contract/contract.ts';
import type { CalendarFile, ImportedShift } from '../../../shared/model/calendar.ts';
import { formatDuration } from '../../../shared/model/duration.ts';
import type { EpochMs } from '../../../shared/model/ids.ts';
import type { Schedule } from '../../../shared/model/schedule.ts';
import type { CalendarEvent } from '../../../shared/rules/ical/event.ts';
import { loose } from '../commands.ts';
import type { CalendarReader } from '../ports/calendars.ts';
import type { Cancel, Clock } from '../ports/clock.ts';
import type { JournalEntry } from '../ports/store.ts';
import { row } from '../self-check-row.ts';
import { type Copy, copyKey, placeOf, readAtKey, shiftsAround } from './kept.ts';

/** What cannot be read is tried again no later than this: it may be back before the next shift. */
const SOON_MS = 5 * 60_000;
/** A copy that is older than so many turns is old. */
const OLD_TURNS = 4;

export type WithCalendar = Schedule & { readonly calendar: CalendarFile };

export interface OneCalendar {
  /** Null: it was never read. */
  shifts(): readonly ImportedShift[] | null;
  /** Other people, another zone: what stands in it is read anew. A calendar at another place is another calendar. */
  configure(schedule: WithCalendar): void;
  /** From the copy of an earlier run. */
  resume(copy: Copy, readAt: EpochMs | null): Promise<void>;
  start(): void;
  row(): SelfCheckRow;
  stop(): void;
}

export interface OneCalendarOptions {
  readonly schedule: WithCalendar;
  readonly reader: CalendarReader;
  readonly clock: Clock;
  readonly write: (entry: JournalEntry) => Promise<void>;
  /** Others are on call now, or will be. */
  readonly onChange: () => void;
}

export function createOneCalendar({
  schedule: first,
  reader,
  clock,
  write,
  onChange,
}: OneCalendarOptions): OneCalendar {
  let schedule = first;
  let text: string | null = null;
  let events: readonly CalendarEvent[] | null = null;
  let shifts: readonly ImportedShift[] | null = null;
  let readAt: EpochMs | null = null;
  let trouble: string | null = null;
  /** Of the reading, and of what was made of it. */
  let readNotes: readonly string[] = [];
  let notes: readonly string[] = [];
  /** Null: whatever it is now has been said. */
  let saidNotes: string | null = '';
  let cancel: Cancel = () => undefined;
  let stopped = false;

  const say = (words: string) =>
    void write({ events: [loose(clock.now(), 'config', `The calendar of ${schedule.name} ${words}`)] });

  /** Time goes on: other events are near now. */
  function work(): void {
    if (events === null) {
      return;
    }
    const found = shiftsAround(events, schedule.calendar.people, clock.now());
    notes = [...readNotes, ...found.notes];
    const changed = JSON.stringify(found.shifts) !== JSON.stringify(shifts);
    shifts = found.shifts;
    const words = notes.join('. ');
    const isNews = saidNotes !== null && words !== saidNotes;
    saidNotes = words;
    if (isNews) {
      say(words === '' ? 'is understood as a whole again' : `is not understood as a whole: ${words}`);
    }
    if (changed) {
      onChange();
    }
  }

  async function take(next: string): Promise<string | null> {
    if (next !== text) {
      const read = await reader.read(next, schedule.timeZone);
      if (!read.ok) {
        return read.reason;
      }
      text = next;
      events = read.events;
      readNotes = read.notes;
    }
    return null;
  }

  /** Null: it was read. */
  async function attempt(): Promise<string | null> {
    try {
      const fetched = await reader.fetch(schedule.calendar);
      const wrong = fetched.ok ? await take(fetched.text) : fetched.reason;
      if (!stopped) {
        work();
      }
      return wrong;
    } catch (error) {
      // Ours, and no reason to stop reading: it may be another text next time.
      return `a bug of ours (${error instanceof Error ? error.message : String(error)})`;
    }
  }

  async function refresh(): Promise<void> {
    const before = text;
    const wrong = await attempt();
    if (stopped) {
      return;
    }
    if (wrong === null) {
      readAt = clock.now();
      const copy = text === before ? {} : { [copyKey(schedule.id)]: { place: placeOf(schedule.calendar), text } };
      void write({ values: { ...copy, [readAtKey(schedule.id)]: readAt }, events: [] });
    }
    if ((wrong === null) !== (trouble === null)) {
      say(wrong === null ? 'can be read again' : `cannot be read: ${wrong}. ${instead()}`);
    }
    trouble = wrong;
    const { refresh: turn } = schedule.calendar;
    cancel();
    cancel = clock.after(wrong === null ? turn : Math.min(turn, SOON_MS), () => void refresh());
  }

  function instead(): string {
    return readAt === null
      ? 'There is no copy of it: nobody is on call by it'
      : `The copy of ${formatDuration(clock.now() - readAt)} ago is used`;
  }

  return {
    shifts: () => shifts,
    configure(next) {
      const sameZone = next.timeZone === schedule.timeZone;
      schedule = next;
      if (!sameZone && text !== null) {
        const again = text;
        text = null;
        void take(again).then(work);
      } else {
        work();
      }
    },
    async resume(copy, at) {
      readAt = at;
      const read = await reader.read(copy.text, schedule.timeZone);
      if (read.ok) {
        text = copy.text;
        events = read.events;
        readNotes = read.notes;
        // What there was to say of it was said by the run that read it.
        saidNotes = null;
        work();
      }
    },
    start: () => void refresh(),
    row() {
      const name = `Calendar of ${schedule.name}`;
      const id = `calendar:${schedule.id}`;
      const age = readAt === null ? null : clock.now() - readAt;
      if (trouble !== null) {
        const level = age === null ? 'red' : 'amber';
        return row(
          id,
          name,
          level,
          `It cannot be read: ${trouble}. ${instead()}`,
          'Look at its `url` or `path`, and whether it is still shared',
        );
      }
      if (age === null) {
        return row(id, name, 'amber', 'It has not been read yet', 'Wait a moment');
      }
      const ago = `Read ${formatDuration(age)} ago`;
      if (age > OLD_TURNS * schedule.calendar.refresh) {
        return row(id, name, 'amber', ago, 'It should have been read again since; start Watchbell again');
      }
      return notes.length > 0
        ? row(id, name, 'amber', `${ago}. ${notes.join('. ')}`, 'Name them in `people`, or mend the events')
        : row(id, name, 'green', `${ago}: ${shifts?.length ?? 0} times on call in the year to come`);
    },
    stop() {
      stopped = true;
      cancel();
    },
  };
}
