/**
 * Nights and weekends, and how a schedule shared them out. By the clock on the wall, so a night of a change is as long as it was.
 */
import type { EpochMs, PersonId } from '../../model/ids.ts';
import type { Shift } from '../oncall/oncall.ts';
import { DAY_MS, dayOf, firstInstant, HOUR_MS, type WallMs, wallAt, weekdayOf } from '../oncall/wall.ts';

const NIGHT_FROM_MS = 22 * HOUR_MS;
const NIGHT_TO_MS = 7 * HOUR_MS;

/** Time on call, in ms. A weekend is Saturday and Sunday, nights in it included. */
export interface ShiftLoad {
  readonly totalMs: number;
  readonly nightMs: number;
  readonly weekendMs: number;
}

/** The night in which this lies, named by the day on which it began (`2026-01-05`); null: it is day. */
export function isNight(at: EpochMs, zone: string): string | null {
  const wall = wallAt(at, zone);
  const day = dayOf(wall);
  const time = wall - day;
  if (time >= NIGHT_FROM_MS) {
    return dateOf(day);
  }
  return time < NIGHT_TO_MS ? dateOf(day - DAY_MS) : null;
}

/** Each person's share of these shifts, whoever was on call longest first. */
export function loadOf(shifts: readonly Shift[], zone: string): readonly (ShiftLoad & { personId: PersonId })[] {
  const loads = new Map<PersonId, { totalMs: number; nightMs: number; weekendMs: number }>();
  for (const { from, to, people } of shifts) {
    const part = partsOf(from, to, zone);
    for (const { personId } of people) {
      const load = loads.get(personId) ?? { totalMs: 0, nightMs: 0, weekendMs: 0 };
      load.totalMs += to - from;
      load.nightMs += part.nightMs;
      load.weekendMs += part.weekendMs;
      loads.set(personId, load);
    }
  }
  return [...loads].map(([personId, load]) => ({ personId, ...load })).toSorted((a, b) => b.totalMs - a.totalMs);
}

function partsOf(from: EpochMs, to: EpochMs, zone: string): { readonly nightMs: number; readonly weekendMs: number } {
  let nightMs = 0;
  let weekendMs = 0;
  for (let day = dayOf(wallAt(from, zone)) - DAY_MS; day <= wallAt(to, zone); day += DAY_MS) {
    nightMs += overlap(from, to, day + NIGHT_FROM_MS, day + DAY_MS + NIGHT_TO_MS, zone);
    weekendMs += weekdayOf(day) >= 5 ? overlap(from, to, day, day + DAY_MS, zone) : 0;
  }
  return { nightMs, weekendMs };
}

function overlap(from: EpochMs, to: EpochMs, begin: WallMs, end: WallMs, zone: string): number {
  return Math.max(0, Math.min(to, firstInstant(end, zone)) - Math.max(from, firstInstant(begin, zone)));
}

const dateOf = (day: WallMs): string => new Date(day).toISOString().slice(0, 10);
