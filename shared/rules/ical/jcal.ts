/**
 * One VEVENT in the JSON form of iCalendar (jCal, RFC 7265) as an event. Parsed, for it comes from outside; a text says what is wrong.
 */
import { z } from 'zod';
import { firstInstant, type WallMs, wallAt } from '../oncall/wall.ts';
import type { CalendarEvent, CalendarTime } from './event.ts';
import { FREQUENCIES, type Recurrence } from './recurrence.ts';

/** Name, parameters, type, values. */
const Property = z.tuple([z.string(), z.record(z.string(), z.unknown()), z.string()]).rest(z.unknown());
type Property = z.infer<typeof Property>;
export const JcalEvent = z.tuple([z.literal('vevent'), z.array(Property)]).rest(z.unknown());

const WEEKDAYS = ['MO', 'TU', 'WE', 'TH', 'FR', 'SA', 'SU'];
const DAY_MS = 86_400_000;

/** For ever, as calendars go; beyond it there are no dates to reckon with. */
const LONGEST_MS = 200 * 366 * DAY_MS;

/** One value, or a list of them. */
const many = <T>(one: z.ZodType<T>) =>
  z
    .union([one, z.array(one)])
    .transform((value) => (Array.isArray(value) ? value : [value]))
    .default([]);
const numbers = (least: number, most: number) => many(z.number().int().min(least).max(most));

/** Strict: a part that is not understood would make another rule of it. */
const Rule = z.strictObject({
  freq: z.enum(FREQUENCIES),
  interval: z.number().int().min(1).max(10_000).default(1),
  count: z.number().int().min(1).nullable().default(null),
  until: z.string().nullable().default(null),
  bymonth: numbers(1, 12),
  bymonthday: numbers(-31, 31),
  byyearday: numbers(-366, 366),
  byweekno: numbers(-53, 53),
  byday: many(z.string().regex(/^[+-]?\d{0,2}(?:MO|TU|WE|TH|FR|SA|SU)$/)),
  byhour: numbers(0, 23),
  byminute: numbers(0, 59),
  bysetpos: numbers(-366, 366),
  wkst: z.union([z.enum(['MO', 'TU', 'WE', 'TH', 'FR', 'SA', 'SU']), z.number().int().min(1).max(7)]).default('MO'),
});

/** @param untilOf the wall time, in the event's own zone, that an UNTIL means; null: it is no time */
export function ruleOf(value: unknown, untilOf: (text: string) => WallMs | null): Recurrence | string {
  const read = Rule.safeParse(value);
  if (!read.success) {
    const [issue] = read.error.issues;
    const part = issue?.code === 'unrecognized_keys' ? issue.keys.join(', ') : (issue?.path.join('.') ?? '');
    return `its rule of repetition is not understood (${part})`;
  }
  const { freq, interval, count, until, ...by } = read.data;
  const last = until === null ? null : untilOf(until);
  if (until !== null && last === null) {
    return 'the end of its repetition is no time';
  }
  return {
    ...{ freq, interval, count, until: last },
    byMonth: by.bymonth,
    byMonthDay: by.bymonthday,
    byYearDay: by.byyearday,
    byWeekNo: by.byweekno,
    byDay: by.byday.map((text) => ({ nth: Number.parseInt(text, 10) || 0, day: WEEKDAYS.indexOf(text.slice(-2)) })),
    byHour: by.byhour,
    byMinute: by.byminute,
    bySetPos: by.bysetpos,
    // ical.js numbers days from Sunday.
    weekStart: typeof by.wkst === 'number' ? (by.wkst + 5) % 7 : WEEKDAYS.indexOf(by.wkst),
  };
}

/** @param zoneOf the IANA zone that a TZID means; null: the time names none */
export function eventOf(
  jcal: z.infer<typeof JcalEvent>,
  zoneOf: (tzid: string | null) => string,
): CalendarEvent | string {
  const [, properties] = jcal;
  const all = (name: string): readonly Property[] => properties.filter(([own]) => own === name);
  const text = (name: string): string => String(all(name)[0]?.[3] ?? '').trim();
  const times = (name: string): readonly CalendarTime[] =>
    all(name).flatMap((property) => property.slice(3).flatMap((value) => timeOf(property, value, zoneOf) ?? []));
  const start = times('dtstart')[0];
  if (start === undefined) {
    return 'it has no beginning';
  }
  const length = lengthOf(start, times('dtend')[0], text('duration'));
  if (length === null) {
    return 'its length is not understood';
  }
  const rules = all('rrule').map(([, , , value]) => ruleOf(value, (until) => untilOf(until, start)));
  const wrong =
    rules.find((rule) => typeof rule === 'string') ??
    (rules.length > 1 ? 'it has two rules' : undefined) ??
    (all('exrule').length > 0 ? 'it leaves out times by a rule' : undefined);
  if (typeof wrong === 'string') {
    return wrong;
  }
  return {
    uid: text('uid'),
    title: text('summary'),
    ...{ start, length },
    attendees: all('attendee').flatMap(attendeeOf),
    rule: (rules[0] as Recurrence | undefined) ?? null,
    also: times('rdate'),
    except: times('exdate'),
    replaces: times('recurrence-id')[0] ?? null,
    replacesRest: all('recurrence-id').some(([, { range }]) => range !== undefined),
    cancelled: text('status').toUpperCase() === 'CANCELLED',
    sequence: Number.parseInt(text('sequence'), 10) || 0,
  };
}

/** A period (of an RDATE) begins with its time. */
function timeOf([, { tzid }]: Property, value: unknown, zoneOf: (tzid: string | null) => string): CalendarTime | null {
  const written = Array.isArray(value) ? value[0] : value;
  // A day that forgot to say that it is one comes as `2026-01-05T::`.
  const found = /^(\d{4}-\d\d-\d\d)(?:T(?:(\d\d:\d\d:\d\d)(Z?)|::))?$/.exec(String(written));
  const wall = found === null ? Number.NaN : Date.parse(`${found[1]}T${found[2] ?? '00:00:00'}Z`);
  if (found === null || Number.isNaN(wall) || new Date(wall).toISOString().slice(0, 10) !== found[1]) {
    return null;
  }
  const zone = found[3] === 'Z' ? 'UTC' : zoneOf(typeof tzid === 'string' ? tzid : null);
  return { wall, isDay: found[2] === undefined, zone };
}

/** An UNTIL in UTC is an instant; a plain one is on the event's own clock, and a day is included. */
function untilOf(text: string, { zone }: CalendarTime): WallMs | null {
  const time = timeOf(['', {}, ''], text, () => zone);
  if (time === null) {
    return null;
  }
  if (time.isDay) {
    return time.wall + DAY_MS - 1;
  }
  return time.zone === zone ? time.wall : wallAt(firstInstant(time.wall, time.zone), zone);
}

/** Null: it makes no sense. */
function lengthOf(start: CalendarTime, end: CalendarTime | undefined, duration: string): number | null {
  if (end !== undefined) {
    const same = end.zone === start.zone;
    return (same ? end.wall : wallAt(firstInstant(end.wall, end.zone), start.zone)) - start.wall;
  }
  if (duration === '') {
    return start.isDay ? DAY_MS : 0;
  }
  const found = /^\+?P(?:(\d+)W)?(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)S)?)?$/.exec(duration);
  if (found === null) {
    return null;
  }
  const [weeks = 0, days = 0, hours = 0, minutes = 0, seconds = 0] = found.slice(1).map((part) => Number(part ?? 0));
  const length = (weeks * 7 + days) * DAY_MS + ((hours * 60 + minutes) * 60 + seconds) * 1_000;
  return length <= LONGEST_MS ? length : null;
}

function attendeeOf([, { cn, partstat }, , address]: Property): readonly string[] {
  if (String(partstat).toUpperCase() === 'DECLINED') {
    return [];
  }
  const mail = String(address)
    .replace(/^mailto:/i, '')
    .toLowerCase();
  return typeof cn === 'string' && cn !== '' ? [mail, cn] : [mail];
}
