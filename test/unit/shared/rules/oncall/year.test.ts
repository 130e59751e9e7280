/**
 * Proof 4 of the issue: a year of a weekly rotation, every handoff, across both changes of the clock.
 *
 * The expected instants are written down, not computed by the rules: the UTC time of the first handoff after each change,
 * and seven days of exactly 24 hours from there on. Changes: Berlin 29 March 01:00Z (+1 h) and 25 October 01:00Z (-1 h);
 * Santiago 5 April 03:00Z (24:00 becomes 23:00) and 6 September 04:00Z (00:00 becomes 01:00).
 */
import { describe, expect, it } from 'vitest';
import { onCallAt, shiftsBetween } from '../../../../../shared/rules/oncall/oncall.ts';
import { iso, schedule, utc } from './build.ts';

const WEEK_MS = 7 * 86_400_000;
const PEOPLE = ['kim', 'ann', 'lee'] as const;

/** From this instant on, this many handoffs, a week of 168 hours apart. */
type Run = readonly [first: string, handoffs: number];

const YEARS: readonly { zone: string; handoff: string; start: string; runs: readonly Run[] }[] = [
  {
    zone: 'Europe/Berlin',
    handoff: 'Monday 09:00',
    start: '2026-01-05T09:00',
    runs: [
      ['2026-01-05T08:00:00Z', 12], // to 23 March, UTC+1
      ['2026-03-30T07:00:00Z', 30], // to 19 October, UTC+2
      ['2026-10-26T08:00:00Z', 11], // to 4 January
    ],
  },
  {
    zone: 'Europe/Berlin',
    handoff: 'Sunday 02:30, which is skipped in March and comes twice in October',
    start: '2026-01-04T02:30',
    runs: [
      ['2026-01-04T01:30:00Z', 12], // to 22 March
      ['2026-03-29T01:00:00Z', 1], // 02:30 is skipped: 03:00 summer time
      ['2026-04-05T00:30:00Z', 30], // to 25 October, where the first of the two 02:30 counts
      ['2026-11-01T01:30:00Z', 10], // to 3 January
    ],
  },
  {
    zone: 'America/Santiago',
    handoff: 'Monday 09:00',
    start: '2026-01-05T09:00',
    runs: [
      ['2026-01-05T12:00:00Z', 13], // to 30 March, UTC-3
      ['2026-04-06T13:00:00Z', 22], // to 31 August, UTC-4
      ['2026-09-07T12:00:00Z', 18], // to 4 January
    ],
  },
  {
    zone: 'America/Santiago',
    handoff: 'Sunday 00:00, which is skipped in September',
    start: '2026-01-04T00:00',
    runs: [
      ['2026-01-04T03:00:00Z', 13], // to 29 March
      ['2026-04-05T04:00:00Z', 22], // the midnight after 23:00 came twice, to 30 August
      ['2026-09-06T04:00:00Z', 1], // 00:00 is skipped: 01:00 summer time
      ['2026-09-13T03:00:00Z', 17], // to 3 January
    ],
  },
  {
    zone: 'America/Santiago',
    handoff: 'Saturday 23:30, which comes twice in April',
    start: '2026-01-03T23:30',
    runs: [
      ['2026-01-04T02:30:00Z', 14], // to 4 April, where the first of the two 23:30 counts
      ['2026-04-12T03:30:00Z', 21], // to 29 August
      ['2026-09-06T03:30:00Z', 1], // half an hour before the clock jumps
      ['2026-09-13T02:30:00Z', 17], // to 2 January
    ],
  },
];

describe('a year of a weekly rotation, right across both changes of the clock', () => {
  it.each(YEARS)('$zone, handed over on $handoff', ({ zone, start, runs }) => {
    const expected = runs.flatMap(([first, handoffs]) =>
      Array.from({ length: handoffs }, (_, week) => utc(first) + week * WEEK_MS),
    );
    expect(expected).toHaveLength(53);
    const of = schedule({ zone, start, people: PEOPLE });

    const end = (expected.at(-1) ?? 0) + 1;
    const shifts = shiftsBetween(of, [], utc(runs[0]?.[0] ?? ''), end);
    expect(shifts.map((shift) => `${iso(shift.from)} ${shift.people.map((one) => one.personId).join('+')}`)).toEqual(
      expected.map((at, week) => `${iso(at)} ${PEOPLE[week % 3]}`),
    );

    for (const [week, at] of expected.entries()) {
      expect(onCallAt(of, [], at).people).toMatchObject([{ personId: PEOPLE[week % 3] }]);
      expect(onCallAt(of, [], at - 1)).toMatchObject({
        people: [{ personId: PEOPLE[(week + 2) % 3], until: at }],
        next: { at, people: [PEOPLE[week % 3]] },
      });
    }
  });
});
