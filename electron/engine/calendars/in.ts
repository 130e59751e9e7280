/**
 * Shared calendars in schedules: the configuration as the rest of the house sees it, with what stands in them.
 */
import type { SelfCheckRow } from '../../../shared/contract/contract.ts';
import type { ImportedShift } from '../../../shared/model/calendar.ts';
import type { Config } from '../../../shared/model/config.ts';
import type { ScheduleId } from '../../../shared/model/ids.ts';
import type { ConfigSource } from '../options.ts';
import type { CalendarReader } from '../ports/calendars.ts';
import type { Clock } from '../ports/clock.ts';
import type { JournalEntry } from '../ports/store.ts';
import { copyIn, copyKey, placeOf, readAtIn, readAtKey, withShifts } from './kept.ts';
import { createOneCalendar, type OneCalendar, type WithCalendar } from './one.ts';

export interface CalendarsInOptions {
  readonly source: ConfigSource;
  /** Absent: no calendar can be read here, and the self-check says so. */
  readonly reader: CalendarReader | undefined;
  /** The store's values at the start. */
  readonly restored: ReadonlyMap<string, unknown>;
  readonly clock: Clock;
  readonly write: (entry: JournalEntry) => Promise<void>;
  /** Others are on call now, or will be. */
  readonly onChange: () => void;
}

export interface CalendarsIn {
  readonly source: ConfigSource;
  /** Reads them for the first time, and from then on by itself. */
  start(): void;
  rows(): readonly SelfCheckRow[];
  stop(): Promise<void>;
}

interface Kept {
  readonly place: string;
  readonly calendar: OneCalendar;
}

/** Resolves when the copies of an earlier run have been read: whoever was on call stays it. */
export async function openCalendarsIn(options: CalendarsInOptions): Promise<CalendarsIn> {
  const { source, reader, restored, clock, write } = options;
  const known = new Map<ScheduleId, Kept>();
  let version = 0;
  let seen: { readonly config: Config; readonly version: number; readonly with: Config } | null = null;
  let started = false;

  function changed(): void {
    version += 1;
    if (started) {
      options.onChange();
    }
  }

  function add(schedule: WithCalendar): Kept | null {
    if (reader === undefined) {
      return null;
    }
    const calendar = createOneCalendar({ schedule, reader, clock, write, onChange: changed });
    const kept = { place: placeOf(schedule.calendar), calendar };
    known.set(schedule.id, kept);
    return kept;
  }

  function remove(id: ScheduleId): void {
    known.get(id)?.calendar.stop();
    known.delete(id);
    changed();
  }

  /** The configuration is another one. */
  function configure(): void {
    const wanted = schedulesIn(source.current());
    for (const [id, { place }] of [...known]) {
      const schedule = wanted.get(id);
      if (schedule === undefined || placeOf(schedule.calendar) !== place) {
        remove(id);
        void write({ values: { [copyKey(id)]: null, [readAtKey(id)]: null }, events: [] });
      }
    }
    for (const schedule of wanted.values()) {
      const kept = known.get(schedule.id);
      if (kept === undefined) {
        add(schedule)?.calendar.start();
      } else {
        kept.calendar.configure(schedule);
      }
    }
  }

  for (const schedule of schedulesIn(source.current()).values()) {
    const copy = copyIn(restored, schedule.id, placeOf(schedule.calendar));
    const kept = add(schedule);
    if (copy !== null) {
      await kept?.calendar.resume(copy, readAtIn(restored, schedule.id));
    }
  }
  const stopSource = source.subscribe(configure);

  return {
    source: {
      ...source,
      current() {
        const config = source.current();
        if (seen === null || seen.config !== config || seen.version !== version) {
          seen = { config, version, with: withShifts(config, shiftsIn(known)) };
        }
        return seen.with;
      },
    },
    start() {
      started = true;
      for (const { calendar } of known.values()) {
        calendar.start();
      }
    },
    rows: () => [...known.values()].map(({ calendar }) => calendar.row()),
    async stop() {
      stopSource();
      for (const { calendar } of known.values()) {
        calendar.stop();
      }
      await reader?.close();
    },
  };
}

function schedulesIn({ schedules }: Config): ReadonlyMap<ScheduleId, WithCalendar> {
  return new Map(
    [...schedules.values()].flatMap((schedule): [ScheduleId, WithCalendar][] =>
      schedule.calendar === undefined ? [] : [[schedule.id, { ...schedule, calendar: schedule.calendar }]],
    ),
  );
}

function shiftsIn(known: ReadonlyMap<ScheduleId, Kept>): ReadonlyMap<ScheduleId, readonly ImportedShift[]> {
  return new Map(
    [...known].flatMap(([id, { calendar }]): [ScheduleId, readonly ImportedShift[]][] => {
      const shifts = calendar.shifts();
      return shifts === null ? [] : [[id, shifts]];
    }),
  );
}
