/**
 * A calendar as text (RFC 5545, with the names that RFC 7986 and common programs know): one VEVENT for each entry, all times in UTC.
 *
 * Published, not sent: nobody is invited, nobody's calendar is blocked.
 */
import type { EpochMs } from '../../model/ids.ts';
import { plainLine, textLine, utcTime } from './lines.ts';

export interface CalendarEntry {
  /** The same for as long as it is the same one, on every machine of the team. */
  readonly uid: string;
  readonly from: EpochMs;
  readonly to: EpochMs;
  readonly title: string;
  readonly description: string;
}

/** How often an entry has changed, and when it did last. Null: it is not known ever to have been different. */
export interface Revision {
  readonly sequence: number;
  readonly changedAt: EpochMs | null;
}

export interface CalendarText {
  readonly name: string;
  readonly entries: readonly (CalendarEntry & Revision)[];
  /** When this text is made. */
  readonly now: EpochMs;
}

/** Programs that heed it ask again after this: overrides are made minutes before they are needed. */
const REFRESH = 'PT15M';

/** With CR LF after each line, also the last. */
export function calendarText({ name, entries, now }: CalendarText): string {
  return [
    'BEGIN:VCALENDAR',
    'VERSION:2.0',
    'PRODID:-//Watchbell//Watchbell//EN',
    'CALSCALE:GREGORIAN',
    'METHOD:PUBLISH',
    textLine('NAME', name),
    textLine('X-WR-CALNAME', name),
    `REFRESH-INTERVAL;VALUE=DURATION:${REFRESH}`,
    `X-PUBLISHED-TTL:${REFRESH}`,
    ...entries.flatMap((entry) => entryLines(entry, now)),
    'END:VCALENDAR',
    '',
  ].join('\r\n');
}

function entryLines(
  { uid, from, to, title, description, sequence, changedAt }: CalendarEntry & Revision,
  now: EpochMs,
): readonly string[] {
  return [
    'BEGIN:VEVENT',
    textLine('UID', uid),
    plainLine('DTSTAMP', utcTime(now)),
    plainLine('DTSTART', utcTime(from)),
    plainLine('DTEND', utcTime(to)),
    textLine('SUMMARY', title),
    textLine('DESCRIPTION', description),
    plainLine('SEQUENCE', sequence),
    ...(changedAt === null ? [] : [plainLine('LAST-MODIFIED', utcTime(changedAt))]),
    'TRANSP:TRANSPARENT',
    'END:VEVENT',
  ];
}
