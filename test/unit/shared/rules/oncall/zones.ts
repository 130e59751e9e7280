/**
 * Zones with every kind of trouble, and the instants at which their clocks are changed, found with Intl alone.
 */
import fc from 'fast-check';
import { utc, wallMs } from './build.ts';

/** Changes at midnight, by half an hour, by two hours, twice a year around Ramadan, on Friday, none at all. */
export const ZONES = [
  'Africa/Cairo',
  'Africa/Casablanca',
  'America/Asuncion',
  'America/Caracas',
  'America/Havana',
  'America/New_York',
  'America/Nuuk',
  'America/Santiago',
  'America/Sao_Paulo',
  'America/St_Johns',
  'Antarctica/Troll',
  'Asia/Amman',
  'Asia/Beirut',
  'Asia/Gaza',
  'Asia/Kathmandu',
  'Asia/Kolkata',
  'Asia/Pyongyang',
  'Asia/Tehran',
  'Asia/Tokyo',
  'Atlantic/Azores',
  'Australia/Lord_Howe',
  'Australia/Sydney',
  'Europe/Berlin',
  'Europe/Dublin',
  'Europe/London',
  'Europe/Volgograd',
  'Pacific/Apia',
  'Pacific/Chatham',
  'Pacific/Easter',
  'UTC',
] as const;

export const FIRST = utc('2017-01-01T00:00Z');
export const LAST = utc('2027-01-01T00:00Z');
export const QUARTER_MS = 15 * 60_000;
const DAY_MS = 86_400_000;
const YEAR_MS = 365 * DAY_MS;

const found = new Map<string, readonly number[]>();

/** The instants of a year from `from` at which the zone's offset changes, to the quarter of an hour. */
export function changesIn(zone: string, from: number): readonly number[] {
  const key = `${zone} ${from}`;
  let changes = found.get(key);
  if (changes === undefined) {
    const offset = (at: number) => wallMs(at, zone) - at;
    const seen: number[] = [];
    for (let day = from; day < from + YEAR_MS; day += DAY_MS) {
      if (offset(day) !== offset(day + DAY_MS)) {
        let at = day;
        while (offset(at + QUARTER_MS) === offset(day)) {
          at += QUARTER_MS;
        }
        seen.push(at + QUARTER_MS);
      }
    }
    changes = seen;
    found.set(key, changes);
  }
  return changes;
}

/** A zone, and an instant in ten years of it: as often as not within hours of a change of its clock. */
export const zoneAndInstant = fc
  .tuple(
    fc.constantFrom(...ZONES),
    fc.integer({ min: FIRST, max: LAST - 1 }),
    fc.boolean(),
    fc.integer({ min: -30 * 4, max: 30 * 4 }),
  )
  .map(([zone, any, near, quarters]) => {
    const year = FIRST + Math.floor((any - FIRST) / YEAR_MS) * YEAR_MS;
    const changes = near ? changesIn(zone, year) : [];
    const change = changes[any % Math.max(1, changes.length)];
    return { zone, at: change === undefined ? any : change + quarters * QUARTER_MS };
  });
