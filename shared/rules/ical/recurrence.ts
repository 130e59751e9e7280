/**
 * Recurrence rules (RFC 5545, section 3.3.10) on the wall clock: period by period, each day of it asked whether it belongs.
 *
 * Our own, because what decides who is woken must not be wrong: the common libraries take 30 February for 2 March, ignore BYWEEKNO,
 * or never come back from a rule that fits no day (tried: ical.js 2.2, rrule 2.8). Here a rule costs what its periods cost.
 */
import { DAY_MS, dayOf, HOUR_MS, type WallMs, weekdayOf } from '../oncall/wall.ts';
import { isAmong, monthLength, weekOne, yearDay, yearLength } from './dates.ts';

export const FREQUENCIES = ['HOURLY', 'DAILY', 'WEEKLY', 'MONTHLY', 'YEARLY'] as const;

export interface Recurrence {
  readonly freq: (typeof FREQUENCIES)[number];
  readonly interval: number;
  readonly count: number | null;
  /** The last wall time at which it may begin. */
  readonly until: WallMs | null;
  readonly byMonth: readonly number[];
  readonly byMonthDay: readonly number[];
  readonly byYearDay: readonly number[];
  readonly byWeekNo: readonly number[];
  /** `nth` 0: each such weekday; 2: the second of the month or year; -1: the last. `day` 0 is Monday. */
  readonly byDay: readonly { readonly nth: number; readonly day: number }[];
  readonly byHour: readonly number[];
  readonly byMinute: readonly number[];
  readonly bySetPos: readonly number[];
  /** 0 is Monday. */
  readonly weekStart: number;
}

/** Looked at no further: whatever repeats more often, or since longer ago, is no roster. */
const MOST_DAYS = 20_000;

/** What may still be looked at, in days; shared by all rules of a calendar, for they take their time from everything else. */
export interface Budget {
  days: number;
}

export interface Recurred {
  /** Rising. The beginning itself is the first, whether the rule fits it or not. */
  readonly starts: readonly WallMs[];
  /** There are more than could be looked at. */
  readonly isCut: boolean;
}

/** All beginnings up to `end` (wall time) that are not before `from`. */
export function recur(
  rule: Recurrence,
  start: WallMs,
  from: WallMs,
  end: WallMs,
  budget: Budget = { days: MOST_DAYS },
): Recurred {
  const least = Math.max(0, budget.days - MOST_DAYS);
  const starts: WallMs[] = start >= from && start <= end ? [start] : [];
  let left = rule.count === null ? Number.POSITIVE_INFINITY : rule.count - 1;
  const last = Math.min(end, rule.until ?? end);
  // Without a count nothing depends on what came before.
  const first = rule.count === null ? Math.max(0, Math.floor((from - start) / longest(rule)) - 1) : 0;
  for (let period = first; budget.days > least; period += 1) {
    const begin = periodStart(rule, start, period);
    if (begin > last || left <= 0) {
      return { starts, isCut: false };
    }
    budget.days -= DAYS_IN[rule.freq];
    for (const at of inPeriod(rule, start, begin)) {
      if (at > start && at <= last && left > 0) {
        left -= 1;
        if (at >= from) {
          starts.push(at);
        }
      }
    }
  }
  return { starts, isCut: true };
}

/** Days that are looked at for a period; none is longer, but that an hour needs a look as well. */
const DAYS_IN: Readonly<Record<Recurrence['freq'], number>> = {
  HOURLY: 1,
  DAILY: 1,
  WEEKLY: 7,
  MONTHLY: 31,
  YEARLY: 366,
};

/** No period of it is longer, in ms. */
function longest({ freq, interval }: Recurrence): number {
  return (freq === 'HOURLY' ? HOUR_MS : DAYS_IN[freq] * DAY_MS) * interval;
}

function periodStart({ freq, interval, weekStart }: Recurrence, start: WallMs, period: number): WallMs {
  const date = new Date(start);
  const ahead = period * interval;
  switch (freq) {
    case 'HOURLY':
      return Math.floor(start / HOUR_MS) * HOUR_MS + ahead * HOUR_MS;
    case 'DAILY':
      return dayOf(start) + ahead * DAY_MS;
    case 'WEEKLY':
      return dayOf(start) - ((weekdayOf(start) - weekStart + 7) % 7) * DAY_MS + ahead * 7 * DAY_MS;
    case 'MONTHLY':
      return Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + ahead, 1);
    case 'YEARLY':
      return Date.UTC(date.getUTCFullYear() + ahead, 0, 1);
  }
}

/** All beginnings of one period, rising. */
function inPeriod(rule: Recurrence, start: WallMs, begin: WallMs): readonly WallMs[] {
  const days = daysOf(rule, begin).filter((day) => fits(rule, start, day, begin));
  const date = new Date(start);
  const hours = rule.freq === 'HOURLY' ? [new Date(begin).getUTCHours()] : or(rule.byHour, date.getUTCHours());
  const allowed = rule.byHour.length === 0 ? hours : hours.filter((hour) => rule.byHour.includes(hour));
  const minutes = or(rule.byMinute, date.getUTCMinutes());
  const rest = start % 60_000;
  const all = days
    .flatMap((day) => allowed.flatMap((hour) => minutes.map((minute) => day + hour * HOUR_MS + minute * 60_000 + rest)))
    .sort((a, b) => a - b);
  return rule.bySetPos.length === 0
    ? all
    : all.filter((_, place) => rule.bySetPos.some((wanted) => wanted === place + 1 || wanted === place - all.length));
}

const or = (values: readonly number[], otherwise: number): readonly number[] =>
  values.length === 0 ? [otherwise] : values;

/** The days of the calendar that a period has. Weeks of a year may reach into its neighbours. */
function daysOf({ freq, byWeekNo }: Recurrence, begin: WallMs): readonly WallMs[] {
  const date = new Date(begin);
  switch (freq) {
    case 'HOURLY':
      return [dayOf(begin)];
    case 'DAILY':
      return [begin];
    case 'WEEKLY':
      return days(begin, 7);
    case 'MONTHLY':
      return days(begin, (Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + 1, 1) - begin) / DAY_MS);
    case 'YEARLY': {
      const length = (Date.UTC(date.getUTCFullYear() + 1, 0, 1) - begin) / DAY_MS;
      return byWeekNo.length === 0 ? days(begin, length) : days(begin - 7 * DAY_MS, length + 14);
    }
  }
}

const days = (first: WallMs, count: number): readonly WallMs[] =>
  Array.from({ length: count }, (_, place) => first + place * DAY_MS);

/** The day belongs to the rule; where the rule says nothing of days, it is the day of the beginning. */
function fits(rule: Recurrence, start: WallMs, day: WallMs, period: WallMs): boolean {
  const { freq, byMonth, byMonthDay, byYearDay, byWeekNo, byDay } = rule;
  const [date, first] = [new Date(day), new Date(start)];
  if (byMonth.length > 0 && !byMonth.includes(date.getUTCMonth() + 1)) {
    return false;
  }
  if (byWeekNo.length > 0 && !isInWeeks(rule, day, new Date(period).getUTCFullYear())) {
    return false;
  }
  if (byMonthDay.length > 0 && !isAmong(byMonthDay, date.getUTCDate(), monthLength(date))) {
    return false;
  }
  if (byYearDay.length > 0 && !isAmong(byYearDay, yearDay(date), yearLength(date))) {
    return false;
  }
  if (byDay.length > 0) {
    return byDay.some((wanted) => isWeekday(rule, day, wanted));
  }
  if (byMonthDay.length > 0 || byYearDay.length > 0) {
    return true;
  }
  switch (freq) {
    case 'HOURLY':
    case 'DAILY':
      return true;
    case 'WEEKLY':
      return weekdayOf(day) === weekdayOf(start);
    case 'MONTHLY':
      return date.getUTCDate() === first.getUTCDate();
    case 'YEARLY':
      return byWeekNo.length > 0
        ? weekdayOf(day) === weekdayOf(start)
        : date.getUTCDate() === first.getUTCDate() &&
            (byMonth.length > 0 || date.getUTCMonth() === first.getUTCMonth());
  }
}

/** `nth` counts in the month, or in the year where the rule is yearly and names no month. */
function isWeekday(rule: Recurrence, day: WallMs, { nth, day: weekday }: Recurrence['byDay'][number]): boolean {
  const counts = rule.freq === 'MONTHLY' || rule.freq === 'YEARLY';
  if (weekdayOf(day) !== weekday) {
    return false;
  }
  if (nth === 0 || !counts || rule.byWeekNo.length > 0) {
    return true;
  }
  const date = new Date(day);
  const inYear = rule.freq === 'YEARLY' && rule.byMonth.length === 0;
  const [place, length] = inYear ? [yearDay(date), yearLength(date)] : [date.getUTCDate(), monthLength(date)];
  return nth > 0 ? Math.ceil(place / 7) === nth : Math.ceil((length - place + 1) / 7) === -nth;
}

/** Of the weeks of `year`: week 1 is the first that has four days of it (ISO 8601 where the week begins on Monday). */
function isInWeeks({ byWeekNo, weekStart }: Recurrence, day: WallMs, year: number): boolean {
  const firstWeek = weekOne(year, weekStart);
  const weeks = Math.round((weekOne(year + 1, weekStart) - firstWeek) / (7 * DAY_MS));
  const week = Math.floor((day - firstWeek) / (7 * DAY_MS)) + 1;
  return week >= 1 && week <= weeks && isAmong(byWeekNo, week, weeks);
}
