/**
 * Windows of time by the clock on the wall, once or again and again: what maintenance and silences have in common.
 */
import { z } from 'zod';
import { Duration } from './duration.ts';
import { ClockTime, Moment, TimeZone, WEEKDAYS } from './wall-time.ts';

/** How long, on the wall clock: from 22:00 for 8h is until 06:00, also in a night of 7 or 9 hours. */
const lasts = Duration;
/** Zone of its wall-clock times. Default: the machine's. */
const timeZone = TimeZone.optional();

/** The fields of each kind, for the file's own objects. */
export const TIMES = {
  once: { timeZone, kind: z.literal('once'), from: Moment, to: Moment },
  weekly: {
    timeZone,
    kind: z.literal('weekly'),
    days: z.array(z.enum(WEEKDAYS)).min(1, 'name at least one day'),
    at: ClockTime,
    lasts,
  },
  /** `day` 29 to 31: the last day of a shorter month. */
  monthly: { timeZone, kind: z.literal('monthly'), day: z.number().int().min(1).max(31), at: ClockTime, lasts },
  /** A cron pattern (minute hour day month weekday) of wall times in the zone. */
  cron: { timeZone, kind: z.literal('cron'), cron: z.string().min(1), lasts },
} as const;

type TimesOf<Kind extends keyof typeof TIMES> = z.infer<z.ZodObject<(typeof TIMES)[Kind]>>;

/** The times of any window. */
export type Times = TimesOf<'once'> | TimesOf<'weekly'> | TimesOf<'monthly'> | TimesOf<'cron'>;
