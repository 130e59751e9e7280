/**
 * Times as people give them to a command: ISO 8601, or a duration from now like `3d`. Pure.
 *
 * Nothing is guessed: "7" is no year, and 30 February is no day.
 */
import { Temporal } from 'temporal-polyfill';
import { parseDuration } from '../../../shared/model/duration.ts';
import type { EpochMs } from '../../../shared/model/ids.ts';

export interface RangeOptions {
  readonly at?: string;
  readonly from?: string;
  readonly to?: string;
}

export type Range = { readonly at: EpochMs } | { readonly from: EpochMs; readonly to: EpochMs };

const TWO_WEEKS_MS = 14 * 86_400_000;

/** `--at`, or `--from`/`--to`; a text says what is wrong with them. `zone`: of times that name none. */
export function rangeOf({ at, from, to }: RangeOptions, now: EpochMs, zone: string): Range | string {
  if (from === undefined && to === undefined) {
    const instant = at === undefined ? now : instantOf(at, now, zone);
    return instant === null ? notATime('--at', at) : { at: instant };
  }
  const start = from === undefined ? now : instantOf(from, now, zone);
  if (start === null) {
    return notATime('--from', from);
  }
  const end = to === undefined ? start + TWO_WEEKS_MS : instantOf(to, now, zone);
  if (end === null) {
    return notATime('--to', to);
  }
  return end > start ? { from: start, to: end } : '--to must be later than --from';
}

/** Null when it is not a time. */
export function instantOf(text: string, now: EpochMs, zone: string): EpochMs | null {
  const ahead = parseDuration(text);
  if (ahead !== null) {
    return now + ahead;
  }
  if (!/^\d{4}-\d\d-\d\d(?:T|$)/i.test(text)) {
    return null;
  }
  try {
    if (text.includes('[')) {
      return Temporal.ZonedDateTime.from(text).epochMilliseconds;
    }
    return /T.*(?:z|[+-]\d\d(?::?\d\d)?)$/i.test(text)
      ? Temporal.Instant.from(text).epochMilliseconds
      : Temporal.PlainDateTime.from(text).toZonedDateTime(zone).epochMilliseconds;
  } catch {
    return null;
  }
}

const notATime = (option: string, text: string | undefined): string =>
  `${option} ${JSON.stringify(text ?? '')} is not a time; write it like 2026-12-24T18:00:00Z, or a duration from now like 3d`;
