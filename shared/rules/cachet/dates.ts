/**
 * Dates as Cachet writes them: by the server's own clock on the wall, without a zone.
 */
import type { EpochMs } from '../../model/ids.ts';
import { LocalDateTime } from '../../model/wall-time.ts';
import { DAY_MS, firstInstant, wallAt, wallOf, weekdayOf } from '../oncall/wall.ts';
import { figureOrdinal } from '../words/ordinal.ts';

/** `2026-11-21 04:28:51` */
export function dateOut(at: EpochMs, zone: string): string {
  return new Date(wallAt(at, zone)).toISOString().slice(0, 19).replace('T', ' ');
}

/** The same, with or without its seconds, back to an instant; null: it is no such date. */
export function dateIn(text: string, zone: string): EpochMs | null {
  const read = LocalDateTime.safeParse(text.trim().replace(' ', 'T'));
  return read.success ? firstInstant(wallOf(read.data), zone) : null;
}

const WEEKDAYS = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday'] as const;
const MONTHS = [
  'January',
  'February',
  'March',
  'April',
  'May',
  'June',
  'July',
  'August',
  'September',
  'October',
  'November',
  'December',
] as const;

/** `Saturday 21st November 2026 04:00:00`: how it says when a subscriber was verified. */
export function longDateOut(at: EpochMs, zone: string): string {
  const wall = wallAt(at, zone);
  const date = new Date(wall);
  const time = new Date(((wall % DAY_MS) + DAY_MS) % DAY_MS).toISOString().slice(11, 19);
  return `${WEEKDAYS[weekdayOf(wall)]} ${figureOrdinal(date.getUTCDate())} ${MONTHS[date.getUTCMonth()]} ${date.getUTCFullYear()} ${time}`;
}
