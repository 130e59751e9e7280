import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Schedule, StoredOverride } from '../../../../../shared/model/schedule.ts';
import { onCallAt, shiftsBetween } from '../../../../../shared/rules/oncall/oncall.ts';
import { oracleInstant, override, schedule, utc } from './build.ts';
import { FIRST, LAST, QUARTER_MS, ZONES } from './zones.ts';

const DAY_MS = 86_400_000;
const PEOPLE = ['kim', 'ann', 'lee', 'sam', 'joe'] as const;

const person = fc.constantFrom(...PEOPLE);
const instant = fc.integer({ min: FIRST, max: LAST });
/** A wall time on a quarter of an hour, often at midnight or in the small hours, where clocks change. */
const wallTime = fc
  .tuple(
    fc.integer({ min: FIRST / DAY_MS, max: LAST / DAY_MS }),
    fc.oneof(fc.constantFrom(0, 1, 2, 8, 9, 10, 92, 95), fc.nat({ max: 95 })),
  )
  .map(([day, quarter]) => new Date(day * DAY_MS + quarter * QUARTER_MS).toISOString().slice(0, 16));

const rotation = fc.record({
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

interface Case {
  readonly of: Schedule;
  readonly stored: readonly StoredOverride[];
  readonly from: number;
  readonly to: number;
  readonly at: number;
}

/** A schedule with overrides of both kinds, a span of up to 40 days, and an instant in it. */
const aCase: fc.Arbitrary<Case> = fc
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

const ids = (people: readonly { readonly personId: string }[]) => people.map(({ personId }) => personId).sort();
const withoutUntil = ({ people, because }: ReturnType<typeof onCallAt>) => ({
  people: people.map(({ until: _, ...rest }) => rest),
  because,
});

describe('over 30 zones and 10 years', () => {
  it('shifts tile the span without gap or overlap', () => {
    fc.assert(
      fc.property(aCase, ({ of, stored, from, to }) => {
        const shifts = shiftsBetween(of, stored, from, to);
        expect(shifts[0]?.from).toBe(from);
        expect(shifts.at(-1)?.to).toBe(to);
        for (const [place, shift] of shifts.entries()) {
          expect(shift.from).toBeLessThan(shift.to);
          expect(shifts[place + 1]?.from ?? to).toBe(shift.to);
        }
      }),
      { numRuns: 300 },
    );
  });

  it('now is what the preview says, at any instant', () => {
    fc.assert(
      fc.property(aCase, ({ of, stored, from, to, at }) => {
        const shift = shiftsBetween(of, stored, from, to).find((one) => one.from <= at && at < one.to);
        expect(withoutUntil(onCallAt(of, stored, at))).toEqual({ people: shift?.people, because: shift?.because });
      }),
      { numRuns: 300 },
    );
  });

  it('a shift contains its start and not its end', () => {
    fc.assert(
      fc.property(aCase, ({ of, stored, from, to }) => {
        const shifts = shiftsBetween(of, stored, from, to);
        for (const [place, shift] of shifts.slice(0, 8).entries()) {
          expect(ids(onCallAt(of, stored, shift.from).people)).toEqual(ids(shift.people));
          expect(ids(onCallAt(of, stored, shift.to - 1).people)).toEqual(ids(shift.people));
          const next = shifts[place + 1];
          if (next !== undefined) {
            expect(ids(onCallAt(of, stored, shift.to).people)).toEqual(ids(next.people));
          }
        }
      }),
      { numRuns: 150 },
    );
  });

  it('“until” and “next” are the first change that the preview shows', () => {
    const horizon = 120 * DAY_MS;
    fc.assert(
      fc.property(aCase, ({ of, stored, at }) => {
        const { people, next } = onCallAt(of, stored, at);
        const preview = shiftsBetween(of, stored, at, at + horizon);
        const now = ids(people);
        const change = preview.find((shift) => ids(shift.people).join() !== now.join());
        if (change !== undefined || (next !== null && next.at < at + horizon)) {
          expect(next?.at).toBe(change?.from);
          expect([...(next?.people ?? [])].sort()).toEqual(ids(change?.people ?? []));
        }
        for (const { personId, until } of people) {
          const end = preview.find((shift) => !ids(shift.people).includes(personId))?.from;
          if (end !== undefined || (until !== null && until < at + horizon)) {
            expect(until).toBe(end);
          }
        }
      }),
      { numRuns: 150 },
    );
  });

  it('every handoff is where the wall clock of the zone first shows its time or later', () => {
    fc.assert(
      fc.property(rotation, instant, (fields, from) => {
        const to = from + 25 * DAY_MS;
        const step = fields.every * (fields.turn === 'weekly' ? 7 : 1) * DAY_MS;
        const start = utc(`${fields.start}Z`);
        const expected = new Set<number>();
        for (
          let turn = Math.ceil((from - DAY_MS * 2 - start) / step);
          start + turn * step < to + DAY_MS * 2;
          turn += 1
        ) {
          const at = oracleInstant(new Date(start + turn * step).toISOString().slice(0, 16), fields.zone);
          if (at > from && at < to) {
            expected.add(at);
          }
        }
        const shifts = shiftsBetween(schedule(fields), [], from, to);
        expect(shifts.slice(1).map((shift) => shift.from)).toEqual([...expected]);
      }),
      { numRuns: 60 },
    );
  });
});

describe('looking far', () => {
  it('costs at most a millisecond however long ago the rotation began and however far an override reaches', () => {
    const at = utc('2026-03-28T12:00Z');
    const took = Array.from({ length: 1_000 }, (_, place) => {
      const of = schedule({
        zone: ZONES[place % ZONES.length] ?? 'UTC',
        turn: place % 2 === 0 ? 'daily' : 'weekly',
        start: '1985-01-07T09:00',
        people: PEOPLE.slice(0, 1 + (place % PEOPLE.length)),
        overrides: [
          { person: 'kim', by: 'joe', from: '2001-01-01T00:00', to: '2001-02-01T00:00' },
          { person: 'kim', by: 'joe', from: '2026-03-01T00:00', to: '9999-01-01T00:00' },
        ],
      });
      const began = performance.now();
      onCallAt(of, [], at);
      return performance.now() - began;
    });
    // The median: this machine also does other things, and one of a thousand always meets the garbage collector.
    expect(took.sort((a, b) => a - b)[500]).toBeLessThanOrEqual(1);
  });
});
