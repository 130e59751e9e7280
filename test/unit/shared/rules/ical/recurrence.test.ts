/** Recurrence rules: every example of RFC 5545, section 3.8.5.3, that repeats no more often than hourly; and rules that fit nothing. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ruleOf } from '../../../../../shared/rules/ical/jcal.ts';
import { type Recurrence, recur } from '../../../../../shared/rules/ical/recurrence.ts';

const DAY_MS = 86_400_000;
const wall = (text: string) => Date.parse(`${text.length === 10 ? `${text}T09:00` : text}Z`);
const short = (at: number) => new Date(at).toISOString().slice(0, at % DAY_MS === 9 * 3_600_000 ? 10 : 16);

/** As jCal has it: `FREQ=DAILY;COUNT=10` -> `{ freq: 'DAILY', count: 10 }`. */
function rule(text: string): Recurrence {
  const parts = text.split(';').map((part) => {
    const [name = '', value = ''] = part.split('=');
    const values = value.split(',').map((one) => (/^-?\d+$/.test(one) ? Number(one) : one));
    return [name.toLowerCase(), name === 'UNTIL' || values.length === 1 ? values[0] : values] as const;
  });
  const read = ruleOf(Object.fromEntries(parts), (until) => Date.parse(until.endsWith('Z') ? until : `${until}Z`));
  if (typeof read === 'string') {
    throw new Error(read);
  }
  return read;
}

const days = (text: string, start: string, end = '2010-01-01') =>
  recur(rule(text), wall(start), Number.NEGATIVE_INFINITY, wall(end)).starts.map(short);

describe('the examples of the standard', () => {
  it.each<{ rule: string; start?: string; end?: string; gives: string }>([
    { rule: 'FREQ=DAILY;COUNT=10', gives: '1997-09-02 09-03 09-04 09-05 09-06 09-07 09-08 09-09 09-10 09-11' },
    { rule: 'FREQ=DAILY;INTERVAL=10;COUNT=5', gives: '1997-09-02 09-12 09-22 10-02 10-12' },
    { rule: 'FREQ=DAILY;INTERVAL=2', end: '1997-09-09', gives: '1997-09-02 09-04 09-06 09-08' },
    { rule: 'FREQ=WEEKLY;COUNT=10', gives: '1997-09-02 09-09 09-16 09-23 09-30 10-07 10-14 10-21 10-28 11-04' },
    {
      rule: 'FREQ=WEEKLY;INTERVAL=2;WKST=SU',
      end: '1997-12-01',
      gives: '1997-09-02 09-16 09-30 10-14 10-28 11-11 11-25',
    },
    {
      rule: 'FREQ=WEEKLY;COUNT=10;WKST=SU;BYDAY=TU,TH',
      gives: '1997-09-02 09-04 09-09 09-11 09-16 09-18 09-23 09-25 09-30 10-02',
    },
    {
      rule: 'FREQ=WEEKLY;INTERVAL=2;UNTIL=1997-12-24T00:00:00;WKST=SU;BYDAY=MO,WE,FR',
      start: '1997-09-01',
      gives:
        '1997-09-01 09-03 09-05 09-15 09-17 09-19 09-29 10-01 10-03 10-13 10-15 10-17 10-27 10-29 10-31 11-10 11-12 11-14 11-24 11-26 11-28 12-08 12-10 12-12 12-22',
    },
    {
      rule: 'FREQ=WEEKLY;INTERVAL=2;COUNT=8;WKST=SU;BYDAY=TU,TH',
      gives: '1997-09-02 09-04 09-16 09-18 09-30 10-02 10-14 10-16',
    },
    {
      rule: 'FREQ=MONTHLY;COUNT=10;BYDAY=1FR',
      start: '1997-09-05',
      gives: '1997-09-05 10-03 11-07 12-05 1998-01-02 02-06 03-06 04-03 05-01 06-05',
    },
    {
      rule: 'FREQ=MONTHLY;INTERVAL=2;COUNT=10;BYDAY=1SU,-1SU',
      start: '1997-09-07',
      gives: '1997-09-07 09-28 11-02 11-30 1998-01-04 01-25 03-01 03-29 05-03 05-31',
    },
    {
      rule: 'FREQ=MONTHLY;COUNT=6;BYDAY=-2MO',
      start: '1997-09-22',
      gives: '1997-09-22 10-20 11-17 12-22 1998-01-19 02-16',
    },
    {
      rule: 'FREQ=MONTHLY;BYMONTHDAY=-3',
      start: '1997-09-28',
      end: '1998-03-01',
      gives: '1997-09-28 10-29 11-28 12-29 1998-01-29 02-26',
    },
    {
      rule: 'FREQ=MONTHLY;COUNT=10;BYMONTHDAY=2,15',
      gives: '1997-09-02 09-15 10-02 10-15 11-02 11-15 12-02 12-15 1998-01-02 01-15',
    },
    {
      rule: 'FREQ=MONTHLY;COUNT=10;BYMONTHDAY=1,-1',
      start: '1997-09-30',
      gives: '1997-09-30 10-01 10-31 11-01 11-30 12-01 12-31 1998-01-01 01-31 02-01',
    },
    {
      rule: 'FREQ=MONTHLY;INTERVAL=18;COUNT=10;BYMONTHDAY=10,11,12,13,14,15',
      start: '1997-09-10',
      gives: '1997-09-10 09-11 09-12 09-13 09-14 09-15 1999-03-10 03-11 03-12 03-13',
    },
    {
      rule: 'FREQ=MONTHLY;INTERVAL=2;BYDAY=TU',
      end: '1998-01-10',
      gives: '1997-09-02 09-09 09-16 09-23 09-30 11-04 11-11 11-18 11-25 1998-01-06',
    },
    {
      rule: 'FREQ=YEARLY;COUNT=10;BYMONTH=6,7',
      start: '1997-06-10',
      gives: '1997-06-10 07-10 1998-06-10 07-10 1999-06-10 07-10 2000-06-10 07-10 2001-06-10 07-10',
    },
    {
      rule: 'FREQ=YEARLY;INTERVAL=2;COUNT=10;BYMONTH=1,2,3',
      start: '1997-03-10',
      gives: '1997-03-10 1999-01-10 02-10 03-10 2001-01-10 02-10 03-10 2003-01-10 02-10 03-10',
    },
    {
      rule: 'FREQ=YEARLY;INTERVAL=3;COUNT=10;BYYEARDAY=1,100,200',
      start: '1997-01-01',
      gives: '1997-01-01 04-10 07-19 2000-01-01 04-09 07-18 2003-01-01 04-10 07-19 2006-01-01',
    },
    {
      rule: 'FREQ=YEARLY;BYDAY=20MO',
      start: '1997-05-19',
      end: '1999-12-31',
      gives: '1997-05-19 1998-05-18 1999-05-17',
    },
    {
      rule: 'FREQ=YEARLY;BYWEEKNO=20;BYDAY=MO',
      start: '1997-05-12',
      end: '1999-12-31',
      gives: '1997-05-12 1998-05-11 1999-05-17',
    },
    {
      rule: 'FREQ=YEARLY;BYMONTH=3;BYDAY=TH',
      start: '1997-03-13',
      end: '1999-12-31',
      gives: '1997-03-13 03-20 03-27 1998-03-05 03-12 03-19 03-26 1999-03-04 03-11 03-18 03-25',
    },
    {
      rule: 'FREQ=MONTHLY;BYDAY=FR;BYMONTHDAY=13',
      start: '1998-02-13',
      end: '2000-12-31',
      gives: '1998-02-13 03-13 11-13 1999-08-13 2000-10-13',
    },
    {
      rule: 'FREQ=MONTHLY;BYDAY=SA;BYMONTHDAY=7,8,9,10,11,12,13',
      start: '1997-09-13',
      end: '1998-06-14',
      gives: '1997-09-13 10-11 11-08 12-13 1998-01-10 02-07 03-07 04-11 05-09 06-13',
    },
    {
      rule: 'FREQ=YEARLY;INTERVAL=4;BYMONTH=11;BYDAY=TU;BYMONTHDAY=2,3,4,5,6,7,8',
      start: '1996-11-05',
      end: '2005-01-01',
      gives: '1996-11-05 2000-11-07 2004-11-02',
    },
    { rule: 'FREQ=MONTHLY;COUNT=3;BYDAY=TU,WE,TH;BYSETPOS=3', start: '1997-09-04', gives: '1997-09-04 10-07 11-06' },
    {
      rule: 'FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-2',
      start: '1997-09-29',
      end: '1998-04-01',
      gives: '1997-09-29 10-30 11-27 12-30 1998-01-29 02-26 03-30',
    },
    {
      rule: 'FREQ=WEEKLY;INTERVAL=2;COUNT=4;BYDAY=TU,SU;WKST=MO',
      start: '1997-08-05',
      gives: '1997-08-05 08-10 08-19 08-24',
    },
    {
      rule: 'FREQ=WEEKLY;INTERVAL=2;COUNT=4;BYDAY=TU,SU;WKST=SU',
      start: '1997-08-05',
      gives: '1997-08-05 08-17 08-19 08-31',
    },
    { rule: 'FREQ=MONTHLY;BYMONTHDAY=15,30;COUNT=5', start: '2007-01-15', gives: '2007-01-15 01-30 02-15 03-15 03-30' },
  ])('$rule', ({ rule: text, start = '1997-09-02', end, gives }) => {
    let year = '';
    const expected = gives.split(' ').map((one) => {
      year = one.length === 10 ? one.slice(0, 4) : year;
      return one.length === 10 ? one : `${year}-${one}`;
    });
    expect(days(text, start, end)).toEqual(expected);
  });

  it('FREQ=HOURLY;INTERVAL=3', () => {
    expect(days('FREQ=HOURLY;INTERVAL=3;UNTIL=1997-09-02T13:00:00', '1997-09-02')).toEqual([
      '1997-09-02',
      '1997-09-02T12:00',
    ]);
  });
});

describe('rules that libraries stumble over', () => {
  it.each([
    ['FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30', '2026-01-31'],
    ['FREQ=DAILY;BYMONTHDAY=31;BYMONTH=2', '2026-01-31'],
    ['FREQ=HOURLY;BYHOUR=3;BYMONTH=2;BYMONTHDAY=30', '2026-01-31'],
    ['FREQ=MONTHLY;BYMONTHDAY=31;BYMONTH=2,4', '2026-01-31'],
  ])('%s fits no day, and comes to an end', (text, start) => {
    expect(days(text, start, '2027-06-01')).toEqual([start]);
  });

  it('of months on the 31st skip those that have none, of years on 29 February those that have none', () => {
    expect(days('FREQ=MONTHLY;COUNT=4', '2026-01-31', '2027-01-01')).toEqual([
      '2026-01-31',
      '2026-03-31',
      '2026-05-31',
      '2026-07-31',
    ]);
    expect(days('FREQ=YEARLY;COUNT=3', '2024-02-29', '2040-01-01')).toEqual(['2024-02-29', '2028-02-29', '2032-02-29']);
  });

  it('give the same from any point on as from the beginning', () => {
    const part = fc.constantFrom('', ';BYDAY=MO,FR', ';BYMONTHDAY=1,-1', ';BYMONTH=2,7', ';BYDAY=MO,TU,WE;BYSETPOS=-1');
    const text = fc.tuple(
      fc.constantFrom('HOURLY', 'DAILY', 'WEEKLY', 'MONTHLY', 'YEARLY'),
      fc.integer({ min: 1, max: 5 }),
      part,
    );
    fc.assert(
      fc.property(text, fc.nat(700), fc.nat(60), ([freq, interval, by], from, length) => {
        const start = wall('2024-01-31');
        const [begin, end] = [start + from * DAY_MS, start + (from + length) * DAY_MS];
        const one = rule(`FREQ=${freq};INTERVAL=${interval}${by}`);
        const all = recur(one, start, start, end).starts;
        expect(recur(one, start, begin, end).starts).toEqual(all.filter((at) => at >= begin));
      }),
      { numRuns: 200 },
    );
  });

  it('that have gone on for longer than anybody looks are cut, and that is said', () => {
    const { starts, isCut } = recur(
      rule('FREQ=DAILY;COUNT=999999'),
      wall('1900-01-01'),
      wall('2026-01-01'),
      wall('2027-01-01'),
    );
    expect([starts, isCut]).toEqual([[], true]);
  });
});
