/**
 * Wall-clock times of a zone as instants. Every handoff and every local override goes through here.
 *
 * The rule: a wall time means the FIRST instant at which that zone's clock shows it or later. So a skipped time is the first
 * instant after the gap (02:30 -> 03:00, not Temporal's 03:30), and one that comes twice is the first.
 */
import { Temporal } from 'temporal-polyfill';
import type { EpochMs } from '../../model/ids.ts';

/** Ends in Z or an offset: an instant already, whatever the schedule's zone. */
const HAS_OFFSET = /(?:[zZ]|[+-]\d\d:?\d\d)$/;

/** Further than any zone ever was from UTC (Manila's old local time: 15 h 56 min), so that a rough guess errs on the safe side. */
const FURTHEST_OFFSET_MS = 16 * 3_600_000;

/**
 * The instant of a wall time in an IANA zone, by the rule above.
 *
 * Rising wall times never give falling instants, but two may give the same one: both lie in one gap (Apia had no
 * 30 December 2011). A turn between them has no length and disappears.
 */
export function firstInstant(wall: Temporal.PlainDateTime, zone: string): EpochMs {
  const found = wall.toZonedDateTime(zone, { disambiguation: 'compatible' });
  if (found.toPlainDateTime().equals(wall)) {
    return found.epochMilliseconds; // for a time that comes twice, 'compatible' is the first
  }
  // In a gap: read with the offset after the change, the time lies just before the change, which is what we look for.
  const beforeGap = wall.toZonedDateTime(zone, { disambiguation: 'earlier' });
  return (beforeGap.getTimeZoneTransition('next') ?? found).epochMilliseconds;
}

/** What the zone's clock shows at an instant. */
export function wallAt(at: EpochMs, zone: string): Temporal.PlainDateTime {
  return Temporal.Instant.fromEpochMilliseconds(Math.floor(at)).toZonedDateTimeISO(zone).toPlainDateTime();
}

/** A moment of the configuration file (`2026-01-05T09:00` in the zone, or with offset or Z) as an instant. */
export function momentInstant(text: string, zone: string): EpochMs {
  return HAS_OFFSET.test(text)
    ? Temporal.Instant.from(text).epochMilliseconds
    : firstInstant(Temporal.PlainDateTime.from(text), zone);
}

/** True when the moment is surely before `at`, told without any zone arithmetic: old overrides must cost nothing. */
export function surelyBefore(text: string, at: EpochMs): boolean {
  return Date.parse(HAS_OFFSET.test(text) ? text : `${text}Z`) + FURTHEST_OFFSET_MS < at;
}
