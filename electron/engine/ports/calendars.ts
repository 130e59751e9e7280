/**
 * Shared calendars, which somebody else keeps.
 */
import type { CalendarFile } from '../../../shared/model/calendar.ts';
import type { CalendarEvent } from '../../../shared/rules/ical/event.ts';

/** A shared calendar, read. Not ok: it is none. */
export type ReadCalendar =
  | { readonly ok: true; readonly events: readonly CalendarEvent[]; readonly notes: readonly string[] }
  | { readonly ok: false; readonly reason: string };

export type FetchedCalendar =
  | { readonly ok: true; readonly text: string }
  | { readonly ok: false; readonly reason: string };

/** Shared calendars, at an address or in a file. */
export interface CalendarReader {
  /** Bounded in size and time. Never rejects; no reason quotes the address. */
  fetch(place: Pick<CalendarFile, 'url' | 'path'>): Promise<FetchedCalendar>;
  /** `zone`: of times that name none. Never rejects. */
  read(text: string, zone: string): Promise<ReadCalendar>;
  close(): Promise<void>;
}
