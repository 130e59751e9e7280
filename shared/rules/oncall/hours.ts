/**
 * The hours of a layer: on which days and between which times of day it holds.
 *
 * A day of the mask begins at the handoff's time of day and lasts until the next; with `between` it is that span, and one that
 * wraps midnight belongs to the day on which it begins. Ends by the same rule as it begins, so that neighbours touch.
 */
import type { EpochMs } from '../../model/ids.ts';
import type { Layer } from '../../model/schedule.ts';
import { WEEKDAYS } from '../../model/wall-time.ts';
import { clockMs, DAY_MS, dayOf, firstInstant, type WallMs, wallAt, wallOf, weekdayOf } from './wall.ts';

export interface Hours {
  /** The layer holds at this instant: from the start of a span, not at its end. */
  holds(at: EpochMs): boolean;
  /** The next instant after `at` at which this may change. Null: it holds always. */
  changeAfter(at: EpochMs): EpochMs | null;
}

/** Hours of a week without a layer: from one time of day to another, on the days on which they begin. */
export interface WeekHours {
  readonly from: string;
  readonly to: string;
  readonly days?: Layer['days'];
}

const kept = new WeakMap<WeekHours, { readonly zone: string; readonly hours: Hours }>();

/** The same hours are worked out once, for as long as their settings live. */
export function weekHours(settings: WeekHours, zone: string): Hours {
  let found = kept.get(settings);
  if (found === undefined || found.zone !== zone) {
    const { days, from, to } = settings;
    found = { zone, hours: hoursOf({ days, between: { from, to }, start: '1970-01-01T00:00' }, zone) };
    kept.set(settings, found);
  }
  return found.hours;
}

interface Span {
  readonly from: EpochMs;
  readonly to: EpochMs;
}

const ALWAYS: Hours = { holds: () => true, changeAfter: () => null };

/** Any week has a day of the mask, and a week in which a zone skipped one has the next. */
const DAYS_AHEAD = 15;

export function hoursOf({ days, between, start }: Pick<Layer, 'days' | 'between' | 'start'>, zone: string): Hours {
  if (days === undefined && between === undefined) {
    return ALWAYS;
  }
  const mask = new Set((days ?? WEEKDAYS).map((day) => WEEKDAYS.indexOf(day)));
  const begin = between === undefined ? wallOf(start) - dayOf(wallOf(start)) : clockMs(between.from);
  const stop = between === undefined ? begin : clockMs(between.to);
  const length = stop > begin ? stop - begin : stop - begin + DAY_MS;

  const known = new Map<WallMs, Span | null>();

  /** The span that begins on this day of the calendar; null: the day is not in the mask. */
  function spanOf(day: WallMs): Span | null {
    let span = known.get(day);
    if (span === undefined) {
      span = mask.has(weekdayOf(day))
        ? { from: firstInstant(day + begin, zone), to: firstInstant(day + begin + length, zone) }
        : null;
      known.set(day, span);
    }
    return span;
  }

  return {
    holds(at) {
      const today = dayOf(wallAt(at, zone));
      // Two days back: a span may wrap midnight, and on the night of a change the clock may show yesterday once more.
      for (let day = today - 2 * DAY_MS; day <= today + DAY_MS; day += DAY_MS) {
        const span = spanOf(day);
        if (span !== null && span.from <= at && at < span.to) {
          return true;
        }
      }
      return false;
    },
    changeAfter(at) {
      const today = dayOf(wallAt(at, zone));
      let next = Number.POSITIVE_INFINITY;
      for (let day = today - 2 * DAY_MS; day <= today + DAYS_AHEAD * DAY_MS; day += DAY_MS) {
        const span = spanOf(day);
        if (span !== null) {
          next = Math.min(next, span.from > at ? span.from : next, span.to > at ? span.to : next);
        }
        if (next < Number.POSITIVE_INFINITY && day > wallAt(next, zone) + DAY_MS) {
          break;
        }
      }
      return next;
    },
  };
}
