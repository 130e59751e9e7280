/**
 * An instant in the words of a clock on the wall: "14:05" today, "Mon 09:00" within the week, "24 Nov 09:00" beyond.
 *
 * The zone is an argument: what a machine believes about its zone is part of the world, and this room has none.
 */
import type { EpochMs } from '../model/ids.ts';

const DAY_MS = 86_400_000;

/** Beyond six days a weekday would be read as the wrong week. */
const WEEKDAY_IS_CLEAR_MS = 6 * DAY_MS;

/** @param zone an IANA zone, e.g. "Europe/Berlin" */
export function wallClock(at: EpochMs, now: EpochMs, zone: string): string {
  const time = format(at, zone, { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' });
  if (dayOf(at, zone) === dayOf(now, zone)) {
    return time;
  }
  const near = Math.abs(at - now) < WEEKDAY_IS_CLEAR_MS;
  return `${format(at, zone, near ? { weekday: 'short' } : { day: 'numeric', month: 'short' })} ${time}`;
}

function dayOf(at: EpochMs, zone: string): string {
  return format(at, zone, { year: 'numeric', month: '2-digit', day: '2-digit' });
}

/** Making one costs a hundred times as much as using it, and a menu has dozens of times in it. */
const formatters = new Map<string, Intl.DateTimeFormat>();

function format(at: EpochMs, zone: string, options: Intl.DateTimeFormatOptions): string {
  const key = `${zone} ${Object.entries(options).join()}`;
  const formatter = formatters.get(key) ?? new Intl.DateTimeFormat('en-GB', { timeZone: zone, ...options });
  formatters.set(key, formatter);
  return formatter.format(at);
}
