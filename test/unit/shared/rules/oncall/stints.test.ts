/** One person's time for one reason: whole however little of it is asked for, and together the same as the shifts. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Stint, shiftsBetween, stintsBetween } from '../../../../../shared/rules/oncall/oncall.ts';
import { iso, override, schedule, utc } from './build.ts';
import { aCase, DAY_MS } from './cases.ts';

const told = (stints: readonly Stint[]) =>
  stints.map(({ personId, source, from, to }) => `${personId} ${iso(from)} ${iso(to)} ${source}`);
const TWO_LAYERS = schedule({
  layers: [
    { name: 'Weeks', turn: 'weekly', start: '2026-01-05T09:00', people: ['kim', 'sam'] },
    { turn: 'daily', start: '2026-01-05T09:00', people: ['ann', 'lee'] },
  ],
});

describe('the stints of a schedule', () => {
  it('are not cut by what others do beside them', () => {
    expect(told(stintsBetween(TWO_LAYERS, [], utc('2026-01-05T08:00Z'), utc('2026-01-07T08:00Z')))).toEqual([
      'kim 2026-01-05T08:00:00Z 2026-01-12T08:00:00Z layer Weeks',
      'ann 2026-01-05T08:00:00Z 2026-01-06T08:00:00Z layer 2',
      'lee 2026-01-06T08:00:00Z 2026-01-07T08:00:00Z layer 2',
    ]);
  });

  it('are whole, however small a part is asked for', () => {
    const year = schedule({
      layers: [{ turn: 'monthly', every: 12, start: '2026-01-01T00:00', people: ['kim', 'sam'] }],
    });
    expect(told(stintsBetween(year, [], utc('2026-06-01T00:00Z'), utc('2026-06-01T00:01Z')))).toEqual([
      'kim 2025-12-31T23:00:00Z 2026-12-31T23:00:00Z layer 1',
    ]);
  });

  it('are of their own for each turn, also when the same person has the next one', () => {
    const alone = schedule({ people: ['kim'] });
    expect(stintsBetween(alone, [], utc('2026-01-05T08:00Z'), utc('2026-01-19T08:00Z'))).toHaveLength(2);
  });

  it('end where an override takes the place, and begin anew after it', () => {
    const swap = override({
      kind: 'replace',
      person: 'kim',
      by: 'lee',
      from: '2026-01-06T08:00Z',
      to: '2026-01-07T08:00Z',
    });
    expect(told(stintsBetween(schedule({}), [swap], utc('2026-01-05T08:00Z'), utc('2026-01-12T08:00Z')))).toEqual([
      'kim 2026-01-05T08:00:00Z 2026-01-06T08:00:00Z layer 1',
      `lee 2026-01-06T08:00:00Z 2026-01-07T08:00:00Z override ${swap.id}`,
      'kim 2026-01-07T08:00:00Z 2026-01-12T08:00:00Z layer 1',
    ]);
  });

  it('of a temporary schedule are its own shifts', () => {
    const temporary = [
      {
        name: 'Holidays',
        from: '2026-01-06T00:00',
        to: '2026-01-09T00:00',
        shifts: [
          { person: 'lee', from: '2026-01-06T00:00', to: '2026-01-07T00:00' },
          { person: 'ann', from: '2026-01-08T00:00', to: '2026-01-09T00:00' },
        ],
      },
    ];
    const stints = stintsBetween(schedule({ temporary }), [], utc('2026-01-06T00:00Z'), utc('2026-01-08T12:00Z'));
    expect(stints.map(({ personId, source }) => `${personId} ${source}`)).toEqual([
      'lee temporary Holidays 1',
      'ann temporary Holidays 2',
    ]);
  });

  it('say of every instant the same people as the shifts, in any zone, with any overrides', () => {
    fc.assert(
      fc.property(aCase, ({ of, stored, from, to }) => {
        const stints = stintsBetween(of, stored, from, to);
        for (const shift of shiftsBetween(of, stored, from, to)) {
          const at = stints.filter((one) => one.from <= shift.from && shift.from < one.to);
          expect(at.map(({ personId }) => personId).sort()).toEqual(
            shift.people.map(({ personId }) => personId).sort(),
          );
          expect(at.every((one) => one.to >= shift.to)).toBe(true);
        }
      }),
      { numRuns: 150 },
    );
  });

  it('are the same stints in a part of the time as in the whole', () => {
    fc.assert(
      fc.property(aCase, fc.integer({ min: 0, max: 20 * DAY_MS }), ({ of, stored, from, to, at }, more) => {
        const wide = told(stintsBetween(of, stored, from - more, to + more));
        const narrow = told(stintsBetween(of, stored, at, Math.min(to, at + DAY_MS)));
        expect(narrow.filter((one) => !wide.includes(one))).toEqual([]);
      }),
      { numRuns: 150 },
    );
  });
});
