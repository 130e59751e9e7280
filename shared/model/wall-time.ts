/**
 * Times as they stand on a clock on the wall, in the words of the configuration file.
 */
import { z } from 'zod';

/** An IANA zone that this machine knows. */
export const TimeZone = z.string().superRefine((zone, context) => {
  try {
    new Intl.DateTimeFormat('en', { timeZone: zone });
  } catch {
    context.addIssue({
      code: 'custom',
      message: `unknown time zone ${JSON.stringify(zone)}; use a name like Europe/Berlin`,
    });
  }
});

/** Wall-clock date and time without a zone, as in `2026-01-05T09:00`. */
export const LocalDateTime = z
  .string()
  .regex(/^\d{4}-\d\d-\d\dT\d\d:\d\d(?::\d\d)?$/, 'a local time like 2026-01-05T09:00')
  .refine(isOnTheCalendar, 'no such date or time; a local time looks like 2026-01-05T09:00');

/** `Date` turns 31 February into 3 March; on-call rules would rather not. */
function isOnTheCalendar(text: string): boolean {
  const parsed = new Date(`${text}Z`);
  return !Number.isNaN(parsed.getTime()) && parsed.toISOString().startsWith(text);
}
/** Either local (read in the schedule's zone) or with an offset/Z. */
export const Moment = z.union([LocalDateTime, z.iso.datetime({ offset: true })], {
  error: 'a time like 2026-01-05T09:00 or 2026-01-05T08:00:00Z',
});

export const WEEKDAYS = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] as const;
export type Weekday = (typeof WEEKDAYS)[number];

export const ClockTime = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'a time of day like 02:30');
