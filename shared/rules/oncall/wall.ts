/**
 * Wall-clock times of a zone as instants. Every handoff, every window and every local override goes through here.
 *
 * The rule: a wall time means the FIRST instant at which that zone's clock shows it or later. So a skipped time is the first
 * instant after the gap (02:30 -> 03:00, not Temporal's 03:30), and one that comes twice is the first.
 *
 * A wall time is a number: what the clock shows, as ms since 1970 as though it stood in UTC. A year of handoffs is then a
 * thousand additions; the zone's own rules are asked once a stretch between two of its changes.
 */
import { Temporal } from 'temporal-polyfill';
import type { EpochMs } from '../../model/ids.ts';

/** What a clock on the wall shows, read as if it were UTC: ms since 1970. */
export type WallMs = number;

export const HOUR_MS = 3_600_000;
export const DAY_MS = 86_400_000;

/** Ends in Z or an offset: an instant already, whatever the schedule's zone. */
const HAS_OFFSET = /(?:[zZ]|[+-]\d\d:?\d\d)$/;

/** Further than any zone ever was from UTC (Manila's old local time: 15 h 56 min), so that a rough guess errs on the safe side. */
const FURTHEST_OFFSET_MS = 16 * HOUR_MS;

/** [from, to) in which the zone's offset is one. */
interface Stretch {
  readonly from: EpochMs;
  readonly to: EpochMs;
  readonly offsetMs: number;
}

/** Two a year and zone, as they are asked for. */
const known = new Map<string, Stretch[]>();

/**
 * The instant of a wall time in an IANA zone, by the rule above.
 *
 * Rising wall times never give falling instants, but two may give the same one: both lie in one gap (Apia had no
 * 30 December 2011). A turn between them has no length and disappears.
 */
export function firstInstant(wall: WallMs, zone: string): EpochMs {
  for (let stretch = stretchAt(wall - FURTHEST_OFFSET_MS, zone); ; stretch = stretchAt(stretch.to, zone)) {
    const at = Math.max(stretch.from, wall - stretch.offsetMs);
    if (at < stretch.to) {
      return at;
    }
  }
}

/** What the zone's clock shows at an instant. */
export function wallAt(at: EpochMs, zone: string): WallMs {
  const whole = Math.floor(at);
  return whole + stretchAt(whole, zone).offsetMs;
}

/** `2026-01-05T09:00` as a wall time. */
export function wallOf(text: string): WallMs {
  return Date.parse(`${text}Z`);
}

/** `09:30` as ms since midnight. */
export function clockMs(text: string): number {
  const [hour = 0, minute = 0] = text.split(':').map(Number);
  return (hour * 60 + minute) * 60_000;
}

/** Midnight of the day that a wall time lies in. */
export function dayOf(wall: WallMs): WallMs {
  return Math.floor(wall / DAY_MS) * DAY_MS;
}

/** 0 is Monday. */
export function weekdayOf(wall: WallMs): number {
  return (((Math.floor(wall / DAY_MS) + 3) % 7) + 7) % 7;
}

/** A moment of the configuration file (`2026-01-05T09:00` in the zone, or with offset or Z) as an instant. */
export function momentInstant(text: string, zone: string): EpochMs {
  return HAS_OFFSET.test(text) ? Temporal.Instant.from(text).epochMilliseconds : firstInstant(wallOf(text), zone);
}

function stretchAt(at: EpochMs, zone: string): Stretch {
  let stretches = known.get(zone);
  if (stretches === undefined) {
    stretches = [];
    known.set(zone, stretches);
  }
  let low = 0;
  let high = stretches.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    const { from, to } = stretches[middle] as Stretch;
    if (at < from) {
      high = middle;
    } else if (at >= to) {
      low = middle + 1;
    } else {
      return stretches[middle] as Stretch;
    }
  }
  const found = askZone(at, zone);
  stretches.splice(low, 0, found);
  return found;
}

function askZone(at: EpochMs, zone: string): Stretch {
  const here = Temporal.Instant.fromEpochMilliseconds(at).toZonedDateTimeISO(zone);
  // "Previous" is strictly before: asked a millisecond later, a change at this very instant is found too.
  const before = here.add({ milliseconds: 1 }).getTimeZoneTransition('previous');
  return {
    from: before?.epochMilliseconds ?? Number.NEGATIVE_INFINITY,
    to: here.getTimeZoneTransition('next')?.epochMilliseconds ?? Number.POSITIVE_INFINITY,
    offsetMs: here.offsetNanoseconds / 1e6,
  };
}
