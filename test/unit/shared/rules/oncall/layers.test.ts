import { describe, expect, it } from 'vitest';
import { onCallAt, shiftsBetween } from '../../../../../shared/rules/oncall/oncall.ts';
import { iso, override, schedule, utc } from './build.ts';

type Fields = Parameters<typeof schedule>[0];

/** Shifts as lines: "from..to people", in UTC without seconds. */
function lines(fields: Fields, from: string, to: string, stored: Parameters<typeof shiftsBetween>[1] = []): string[] {
  const short = (at: number) => iso(at).slice(0, 16);
  const merged: { from: number; to: number; who: string }[] = [];
  for (const shift of shiftsBetween(schedule(fields), stored, utc(from), utc(to))) {
    const who = shift.people.map((one) => one.personId).join('+') || 'nobody';
    const last = merged.at(-1);
    if (last !== undefined && last.who === who) {
      last.to = shift.to;
    } else {
      merged.push({ from: shift.from, to: shift.to, who });
    }
  }
  return merged.map((one) => `${short(one.from)}..${short(one.to)} ${one.who}`);
}

const UTC = { zone: 'UTC' };
const layer = (more: object) => ({ turn: 'weekly', start: '2026-01-05T09:00', people: ['kim'], ...more });

describe('layers', () => {
  it('a higher one hides the lower while it has somebody', () => {
    const nights = layer({ priority: 1, people: ['sam'], turn: 'daily', between: { from: '22:00', to: '06:00' } });
    expect(lines({ ...UTC, layers: [layer({}), nights] }, '2026-01-06T12:00Z', '2026-01-07T12:00Z')).toEqual([
      '2026-01-06T12:00..2026-01-06T22:00 kim',
      '2026-01-06T22:00..2026-01-07T06:00 sam',
      '2026-01-07T06:00..2026-01-07T12:00 kim',
    ]);
  });

  it('equal ones are on call together, each person once', () => {
    const fields = { ...UTC, layers: [layer({}), layer({ people: ['ann', 'kim'] })] };
    expect(lines(fields, '2026-01-05T09:00Z', '2026-01-19T09:00Z')).toEqual([
      '2026-01-05T09:00..2026-01-12T09:00 kim+ann',
      '2026-01-12T09:00..2026-01-19T09:00 kim',
    ]);
  });

  it('hold from one moment until another', () => {
    const fields = {
      ...UTC,
      layers: [layer({ until: '2026-01-07T00:00' }), layer({ people: ['sam'], from: '2026-01-08T00:00' })],
    };
    expect(lines(fields, '2026-01-06T00:00Z', '2026-01-09T00:00Z')).toEqual([
      '2026-01-06T00:00..2026-01-07T00:00 kim',
      '2026-01-07T00:00..2026-01-08T00:00 nobody',
      '2026-01-08T00:00..2026-01-09T00:00 sam',
    ]);
  });

  it('say which one it is, and that it is nobody’s turn', () => {
    const of = schedule({
      ...UTC,
      layers: [layer({ name: 'Night', people: ['sam', 'kim'], between: { from: '22:00', to: '06:00' } })],
    });
    expect(onCallAt(of, [], utc('2026-01-06T23:00Z')).because).toBe(
      'sam, layer Night, turn 1 of 2 (week of Mon 5 Jan)',
    );
    expect(onCallAt(of, [], utc('2026-01-06T12:00Z')).because).toBe('nobody: no layer has anybody at this time');
  });
});

describe('turns', () => {
  it.each<{ story: string; fields: Fields; from: string; to: string; shifts: readonly string[] }>([
    {
      story: 'of eight hours keep their times of day when the clock changes',
      fields: {
        layers: [layer({ turn: 'hourly', every: 8, start: '2026-01-05T02:00', people: ['kim', 'ann', 'lee'] })],
      },
      from: '2026-03-28T01:00Z',
      to: '2026-03-29T16:00Z',
      // 02:00, 10:00, 18:00 in Berlin; the 02:00 of 29 March is the end of the gap.
      shifts: [
        '2026-03-28T01:00..2026-03-28T09:00 kim',
        '2026-03-28T09:00..2026-03-28T17:00 ann',
        '2026-03-28T17:00..2026-03-29T01:00 lee',
        '2026-03-29T01:00..2026-03-29T08:00 kim',
        '2026-03-29T08:00..2026-03-29T16:00 ann',
      ],
    },
    {
      story: 'of one hour: the skipped one disappears',
      fields: { layers: [layer({ turn: 'hourly', start: '2026-03-29T00:00', people: ['kim', 'ann', 'lee', 'sam'] })] },
      from: '2026-03-28T23:00Z',
      to: '2026-03-29T03:00Z',
      // 00:00 kim, 01:00 ann, 02:00 lee (skipped), 03:00 sam
      shifts: [
        '2026-03-28T23:00..2026-03-29T00:00 kim',
        '2026-03-29T00:00..2026-03-29T01:00 ann',
        '2026-03-29T01:00..2026-03-29T02:00 sam',
        '2026-03-29T02:00..2026-03-29T03:00 kim',
      ],
    },
    {
      story: 'of one hour: the one that comes twice lasts two',
      fields: { layers: [layer({ turn: 'hourly', start: '2026-10-25T01:00', people: ['kim', 'ann', 'lee'] })] },
      from: '2026-10-24T23:00Z',
      to: '2026-10-25T03:00Z',
      shifts: [
        '2026-10-24T23:00..2026-10-25T00:00 kim',
        '2026-10-25T00:00..2026-10-25T02:00 ann',
        '2026-10-25T02:00..2026-10-25T03:00 lee',
      ],
    },
    {
      story: 'of a month that begin on the 31st begin on the last day of a shorter one, and then on the 31st again',
      fields: {
        ...UTC,
        layers: [layer({ turn: 'monthly', start: '2026-01-31T09:00', people: ['kim', 'ann', 'lee', 'sam'] })],
      },
      from: '2026-01-31T09:00Z',
      to: '2026-05-31T09:00Z',
      shifts: [
        '2026-01-31T09:00..2026-02-28T09:00 kim',
        '2026-02-28T09:00..2026-03-31T09:00 ann',
        '2026-03-31T09:00..2026-04-30T09:00 lee',
        '2026-04-30T09:00..2026-05-31T09:00 sam',
      ],
    },
    {
      story: 'of a month go backwards over leap years too',
      fields: { ...UTC, layers: [layer({ turn: 'monthly', start: '2024-03-31T00:00', people: ['kim', 'ann'] })] },
      from: '2024-01-31T00:00Z',
      to: '2024-03-31T00:00Z',
      shifts: ['2024-01-31T00:00..2024-02-29T00:00 kim', '2024-02-29T00:00..2024-03-31T00:00 ann'],
    },
    {
      story: 'of four and three days split the week',
      fields: {
        ...UTC,
        layers: [layer({ turn: 'custom', lengths: ['4d', '3d'], people: ['kim', 'ann', 'lee'] })],
      },
      from: '2026-01-01T00:00Z',
      to: '2026-01-16T09:00Z',
      shifts: [
        '2026-01-01T00:00..2026-01-02T09:00 ann',
        '2026-01-02T09:00..2026-01-05T09:00 lee',
        '2026-01-05T09:00..2026-01-09T09:00 kim',
        '2026-01-09T09:00..2026-01-12T09:00 ann',
        '2026-01-12T09:00..2026-01-16T09:00 lee',
      ],
    },
    {
      story: 'of a day on working days: Monday follows Friday, and the weekend is nobody’s',
      fields: {
        ...UTC,
        layers: [
          layer({
            turn: 'daily',
            start: '2026-01-05T09:00',
            days: ['mon', 'tue', 'wed', 'thu', 'fri'],
            people: ['kim', 'ann'],
          }),
        ],
      },
      from: '2026-01-08T09:00Z',
      to: '2026-01-13T09:00Z',
      shifts: [
        '2026-01-08T09:00..2026-01-09T09:00 ann', // Thursday
        '2026-01-09T09:00..2026-01-10T09:00 kim', // Friday
        '2026-01-10T09:00..2026-01-12T09:00 nobody',
        '2026-01-12T09:00..2026-01-13T09:00 ann', // Monday
      ],
    },
    {
      story: 'of two days of the mask each, from a start that is not in it, both ways',
      fields: {
        ...UTC,
        layers: [
          layer({
            turn: 'daily',
            every: 2,
            start: '2026-01-10T00:00', // a Saturday: the first turn begins on Monday 12
            days: ['mon', 'tue', 'wed'],
            people: ['kim', 'ann'],
          }),
        ],
      },
      from: '2026-01-05T00:00Z',
      to: '2026-01-20T00:00Z',
      // Turn 0 is Mon 12 and Tue 13; turn -1 Tue 6 and Wed 7; turn -2 ends with Mon 5.
      shifts: [
        '2026-01-05T00:00..2026-01-06T00:00 kim',
        '2026-01-06T00:00..2026-01-08T00:00 ann',
        '2026-01-08T00:00..2026-01-12T00:00 nobody',
        '2026-01-12T00:00..2026-01-14T00:00 kim',
        '2026-01-14T00:00..2026-01-15T00:00 ann',
        '2026-01-15T00:00..2026-01-19T00:00 nobody',
        '2026-01-19T00:00..2026-01-20T00:00 ann',
      ],
    },
    {
      story: 'of a week on working days end on Saturday at the handoff’s time of day',
      fields: { ...UTC, layers: [layer({ days: ['mon', 'tue', 'wed', 'thu', 'fri'], people: ['kim', 'ann'] })] },
      from: '2026-01-09T00:00Z',
      to: '2026-01-13T00:00Z',
      shifts: [
        '2026-01-09T00:00..2026-01-10T09:00 kim',
        '2026-01-10T09:00..2026-01-12T09:00 nobody',
        '2026-01-12T09:00..2026-01-13T00:00 ann',
      ],
    },
    {
      story: 'between two times of day that wrap midnight belong to the day on which they begin',
      fields: {
        ...UTC,
        layers: [layer({ days: ['fri'], between: { from: '22:00', to: '06:00' }, people: ['kim'] })],
      },
      from: '2026-01-09T00:00Z',
      to: '2026-01-11T00:00Z',
      shifts: [
        '2026-01-09T00:00..2026-01-09T22:00 nobody',
        '2026-01-09T22:00..2026-01-10T06:00 kim',
        '2026-01-10T06:00..2026-01-11T00:00 nobody',
      ],
    },
    {
      story: 'between times of day that the clock skips at midnight begin after the gap',
      fields: {
        zone: 'America/Santiago', // 6 September 2026: 00:00 becomes 01:00, 04:00Z
        layers: [layer({ between: { from: '00:00', to: '08:00' }, people: ['kim'] })],
      },
      from: '2026-09-06T03:00Z',
      to: '2026-09-06T12:00Z',
      shifts: [
        '2026-09-06T03:00..2026-09-06T04:00 nobody',
        '2026-09-06T04:00..2026-09-06T11:00 kim',
        '2026-09-06T11:00..2026-09-06T12:00 nobody',
      ],
    },
  ])('$story', ({ fields, from, to, shifts }) => {
    expect(lines(fields, from, to)).toEqual(shifts);
  });
});

describe('overrides over layers', () => {
  const nights = layer({ priority: 1, people: ['sam'], between: { from: '22:00', to: '06:00' } });
  const fields = { ...UTC, layers: [layer({}), nights] };
  const night = { from: '2026-01-06T20:00Z', to: '2026-01-07T08:00Z' };

  it('a replacement holds only while its person would be on call', () => {
    const swap = override({ kind: 'replace', person: 'sam', by: 'lee', ...night });
    expect(lines(fields, night.from, night.to, [swap])).toEqual([
      '2026-01-06T20:00..2026-01-06T22:00 kim',
      '2026-01-06T22:00..2026-01-07T06:00 lee',
      '2026-01-07T06:00..2026-01-07T08:00 kim',
    ]);
  });

  it('a removal does not bring the hidden layer up: somebody decided that', () => {
    const gone = override({ kind: 'remove', person: 'sam', ...night });
    expect(lines(fields, night.from, night.to, [gone])).toEqual([
      '2026-01-06T20:00..2026-01-06T22:00 kim',
      '2026-01-06T22:00..2026-01-07T06:00 nobody',
      '2026-01-07T06:00..2026-01-07T08:00 kim',
    ]);
  });
});

describe('a temporary schedule', () => {
  const fields = {
    ...UTC,
    temporary: [
      {
        name: 'Fair',
        from: '2026-01-06T00:00',
        to: '2026-01-07T00:00',
        shifts: [
          { person: 'sam', from: '2026-01-06T00:00', to: '2026-01-06T08:00' },
          { person: 'lee', from: '2026-01-06T16:00', to: '2026-01-07T00:00' },
        ],
      },
    ],
  };

  it('takes the place of layers and overrides, and its holes stay holes', () => {
    const added = override({ kind: 'add', person: 'joe', from: '2026-01-05T12:00Z', to: '2026-01-07T12:00Z' });
    expect(lines(fields, '2026-01-05T12:00Z', '2026-01-07T12:00Z', [added])).toEqual([
      '2026-01-05T12:00..2026-01-06T00:00 kim+joe',
      '2026-01-06T00:00..2026-01-06T08:00 sam',
      '2026-01-06T08:00..2026-01-06T16:00 nobody',
      '2026-01-06T16:00..2026-01-07T00:00 lee',
      '2026-01-07T00:00..2026-01-07T12:00 kim+joe',
    ]);
  });

  it('says so', () => {
    const of = schedule(fields);
    expect(onCallAt(of, [], utc('2026-01-06T01:00Z')).because).toBe(
      'sam, temporary schedule Fair until Wed 7 Jan 00:00',
    );
    expect(onCallAt(of, [], utc('2026-01-06T12:00Z')).because).toBe(
      'nobody: temporary schedule Fair until Wed 7 Jan 00:00 leaves this time open',
    );
  });
});
