/** Small questions about days of the calendar, for rules of repetition. Dates are wall times, as though they stood in UTC. */
import { DAY_MS, dayOf, type WallMs, weekdayOf } from '../oncall/wall.ts';

/** The beginning of the first week that has four days of the year. `weekStart` 0 is Monday. */
export function weekOne(year: number, weekStart: number): WallMs {
  const fourth = Date.UTC(year, 0, 4);
  return fourth - ((weekdayOf(fourth) - weekStart + 7) % 7) * DAY_MS;
}

/** Places from 1; -1 is the last. */
export const isAmong = (wanted: readonly number[], place: number, length: number): boolean =>
  wanted.some((one) => one === place || one === place - length - 1);

/** In days. */
export const monthLength = (date: Date): number =>
  new Date(Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + 1, 0)).getUTCDate();
/** From 1. */
export const yearDay = (date: Date): number =>
  1 + (dayOf(date.getTime()) - Date.UTC(date.getUTCFullYear(), 0, 1)) / DAY_MS;
export const yearLength = (date: Date): number =>
  (Date.UTC(date.getUTCFullYear() + 1, 0, 1) - Date.UTC(date.getUTCFullYear(), 0, 1)) / DAY_MS;
