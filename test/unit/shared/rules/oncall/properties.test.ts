import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { onCallAt, shiftsBetween } from '../../../../../shared/rules/oncall/oncall.ts';
import { workMs } from '../../../../harness/cpu-time.ts';
import { oracleInstant, schedule, utc } from './build.ts';
import { aCase, DAY_MS, instant, PEOPLE, rotation } from './cases.ts';
import { ZONES } from './zones.ts';

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
      const began = workMs();
      onCallAt(of, [], at);
      return workMs() - began;
    });
    // Of work, and the median: one of a thousand always meets the garbage collector.
    expect(took.sort((a, b) => a - b)[500]).toBeLessThanOrEqual(1);
  });
});
