/**
 * Schedules with overrides of both kinds, over thirty zones and ten years, for properties of who is on call.
 */
import fc from 'fast-check';
import type { Schedule, StoredOverride } from '../../../../../shared/model/schedule.ts';
import { override, schedule } from './build.ts';
import { FIRST, LAST, QUARTER_MS, ZONES } from './zones.ts';

export const DAY_MS = 86_400_000;
export const PEOPLE = ['kim', 'ann', 'lee', 'sam', 'joe'] as const;

const person = fc.constantFrom(...PEOPLE);
export const instant = fc.integer({ min: FIRST, max: LAST });
/** A wall time on a quarter of an hour, often at midnight or in the small hours, where clocks change. */
const wallTime = fc
  .tuple(
    fc.integer({ min: FIRST / DAY_MS, max: LAST / DAY_MS }),
    fc.oneof(fc.constantFrom(0, 1, 2, 8, 9, 10, 92, 95), fc.nat({ max: 95 })),
  )
  .map(([day, quarter]) => new Date(day * DAY_MS + quarter * QUARTER_MS).toISOString().slice(0, 16));

export const rotation = fc.record({
  zone: fc.constantFrom(...ZONES),
  turn: fc.constantFrom('daily' as const, 'weekly' as const),
  every: fc.oneof(fc.constant(1), fc.integer({ min: 1, max: 5 })),
  start: wallTime,
  people: fc.array(person, { minLength: 1, maxLength: 5 }),
});

/** An override near `around`, from minutes to weeks long. */
const overrideNear = (around: number) =>
  fc
    .record({
      kind: fc.constantFrom('add' as const, 'remove' as const, 'replace' as const),
      person,
      by: person,
      from: fc.integer({ min: around - 20 * DAY_MS, max: around + 20 * DAY_MS }),
      length: fc.oneof(fc.integer({ min: 0, max: DAY_MS }), fc.integer({ min: 1, max: 15 * DAY_MS })),
    })
    .map(({ length, ...rest }) =>
      override({ ...rest, from: new Date(rest.from).toISOString(), to: new Date(rest.from + length).toISOString() }),
    );

export interface Case {
  readonly of: Schedule;
  readonly stored: readonly StoredOverride[];
  readonly from: number;
  readonly to: number;
  readonly at: number;
}

/** A schedule with overrides of both kinds, a span of up to 40 days, and an instant in it. */
export const aCase: fc.Arbitrary<Case> = fc
  .tuple(rotation, instant, fc.integer({ min: 1, max: 40 * DAY_MS }), fc.double({ min: 0, max: 1, noNaN: true }))
  .chain(([fields, from, length, place]) =>
    fc
      .tuple(fc.array(overrideNear(from), { maxLength: 4 }), fc.array(overrideNear(from), { maxLength: 2 }))
      .map(([stored, inFile]) => ({
        of: schedule({
          ...fields,
          overrides: inFile.map((one) => ({
            kind: one.kind,
            person: one.person,
            by: one.by,
            from: new Date(one.from).toISOString(),
            to: new Date(one.to).toISOString(),
          })),
        }),
        stored,
        from,
        to: from + length,
        at: from + Math.min(length - 1, Math.floor(place * length)),
      })),
  );
