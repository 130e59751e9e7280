/**
 * One person's time on call for one reason: a turn, an override, a temporary shift. What calendars show, one entry each.
 *
 * Unlike a shift it is not cut by what others do beside it, and it has its true beginning and end, however small a part was asked for:
 * so the same one is the same tomorrow.
 */
import type { EpochMs, PersonId } from '../../model/ids.ts';
import type { Schedule, StoredOverride } from '../../model/schedule.ts';
import { shiftsBetween } from './shifts.ts';
import { DAY_MS } from './wall.ts';
import type { NameOf } from './words.ts';

/** Times in epoch ms, `from` < `to`. */
export interface Stint {
  readonly personId: PersonId;
  readonly from: EpochMs;
  readonly to: EpochMs;
  readonly because: string;
  /** What puts them on call; with the beginning it names the stint. */
  readonly source: string;
}

/** So far around the span it is looked where a stint really begins and ends; beyond the last nobody asks. */
const LOOKS_MS = [8, 32, 128, 512].map((days) => days * DAY_MS);

/** Those that touch [from, to) in epoch ms, by their beginning. The span's length is the caller's to bound. */
export function stintsBetween(
  schedule: Schedule,
  stored: readonly StoredOverride[],
  from: EpochMs,
  to: EpochMs,
  nameOf: NameOf = (person) => person,
): readonly Stint[] {
  if (to <= from) {
    return [];
  }
  const look = (begin: EpochMs, end: EpochMs): readonly Stint[] =>
    stintsWithin(schedule, stored, begin, end, nameOf).filter((one) => one.from < to && one.to > from);
  let begin = from;
  let end = to;
  let found = look(begin, end);
  for (const further of LOOKS_MS) {
    const isCutBefore = found.some((one) => one.from === begin);
    const isCutAfter = found.some((one) => one.to === end);
    if (!isCutBefore && !isCutAfter) {
      break;
    }
    begin = isCutBefore ? from - further : begin;
    end = isCutAfter ? to + further : end;
    found = look(begin, end);
  }
  return found;
}

function stintsWithin(
  schedule: Schedule,
  stored: readonly StoredOverride[],
  from: EpochMs,
  to: EpochMs,
  nameOf: NameOf,
): readonly Stint[] {
  const stints: Stint[] = [];
  /** Those that run at the end of the shift before, with their place. */
  let running = new Map<string, number>();
  for (const shift of shiftsBetween(schedule, stored, from, to, nameOf)) {
    const now = new Map<string, number>();
    for (const { personId, because, source } of shift.people) {
      const key = JSON.stringify([personId, source, because]);
      const place = running.get(key) ?? stints.length;
      const known = stints[place];
      stints[place] =
        known === undefined
          ? { personId, because, source, from: shift.from, to: shift.to }
          : { ...known, to: shift.to };
      now.set(key, place);
    }
    running = now;
  }
  return stints;
}
