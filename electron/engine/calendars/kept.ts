/**
 * The last good copy of each shared calendar, as the store has it, and the configuration with what stands in them.
 */
import { z } from 'zod';
import type { CalendarFile, ImportedShift } from '../../../shared/model/calendar.ts';
import type { Config } from '../../../shared/model/config.ts';
import type { EpochMs, ScheduleId } from '../../../shared/model/ids.ts';
import type { Schedule } from '../../../shared/model/schedule.ts';
import type { CalendarEvent } from '../../../shared/rules/ical/event.ts';
import { type CalendarShifts, calendarShifts } from '../../../shared/rules/ical/shifts.ts';
import type { CalendarReader } from '../ports/calendars.ts';

export const copyKey = (id: ScheduleId): string => `calendar:${id}`;
/** Apart from the copy, which changes rarely and is large. */
export const readAtKey = (id: ScheduleId): string => `calendar-read:${id}`;

const Copy = z.object({ place: z.string(), text: z.string() });
export type Copy = z.infer<typeof Copy>;

const DAY_MS = 86_400_000;
/** As far as anybody asks who is on call: a look back at last night, and as far ahead as looks for the next change go. */
const BACK_MS = 8 * DAY_MS;
const AHEAD_MS = 400 * DAY_MS;

/** Where a calendar is: a copy of another one is no copy of it. */
export const placeOf = ({ url, path }: CalendarFile): string => JSON.stringify([url ?? null, path ?? null]);

/** Null: nothing was kept, or it is of another place. */
export function copyIn(values: ReadonlyMap<string, unknown>, id: ScheduleId, place: string): Copy | null {
  const copy = Copy.safeParse(values.get(copyKey(id))).data;
  return copy?.place === place ? copy : null;
}

export function readAtIn(values: ReadonlyMap<string, unknown>, id: ScheduleId): EpochMs | null {
  return z.number().safeParse(values.get(readAtKey(id))).data ?? null;
}

/** What counts around `now`. */
export function shiftsAround(
  events: readonly CalendarEvent[],
  people: CalendarFile['people'],
  now: EpochMs,
): CalendarShifts {
  return calendarShifts(events, people, now - BACK_MS, now + AHEAD_MS);
}

/** The configuration with these shifts in its schedules. Schedules without any stay the same objects. */
export function withShifts(config: Config, shifts: ReadonlyMap<ScheduleId, readonly ImportedShift[]>): Config {
  if (shifts.size === 0) {
    return config;
  }
  const schedules = [...config.schedules].map(([id, schedule]): [ScheduleId, Schedule] => {
    const imported = schedule.calendar === undefined ? undefined : shifts.get(id);
    return [id, imported === undefined ? schedule : { ...schedule, imported }];
  });
  return { ...config, schedules: new Map(schedules) };
}

export interface WithKept {
  readonly config: Config;
  /** Schedules whose calendar nobody has read yet. */
  readonly unread: readonly Schedule[];
}

/** By the copies in the store, for whoever has no engine. */
export async function withKeptCalendars(
  config: Config,
  values: ReadonlyMap<string, unknown>,
  reader: Pick<CalendarReader, 'read'>,
  now: EpochMs,
): Promise<WithKept> {
  const shifts = new Map<ScheduleId, readonly ImportedShift[]>();
  const unread: Schedule[] = [];
  for (const schedule of config.schedules.values()) {
    const { id, calendar, timeZone } = schedule;
    if (calendar !== undefined) {
      const copy = copyIn(values, id, placeOf(calendar));
      const read = copy === null ? null : await reader.read(copy.text, timeZone);
      if (read?.ok === true) {
        shifts.set(id, shiftsAround(read.events, calendar.people, now).shifts);
      } else {
        unread.push(schedule);
      }
    }
  }
  return { config: withShifts(config, shifts), unread };
}
