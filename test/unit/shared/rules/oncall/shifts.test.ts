import { describe, expect, it } from 'vitest';
import type { Schedule, StoredOverride } from '../../../../../shared/model/schedule.ts';
import { shiftsBetween } from '../../../../../shared/rules/oncall/oncall.ts';
import { iso, override, schedule, utc } from './build.ts';

/** Shifts as lines: "from .. to: people". */
function lines(of: Schedule, stored: readonly StoredOverride[], from: string, to: string): readonly string[] {
  return shiftsBetween(of, stored, utc(from), utc(to)).map(
    (shift) => `${iso(shift.from)}..${iso(shift.to)} ${shift.people.map((one) => one.personId).join('+') || 'nobody'}`,
  );
}

describe('turns', () => {
  it('go round, each from its handoff to the next, cut to the asked span', () => {
    expect(lines(schedule({}), [], '2026-01-06T00:00Z', '2026-01-27T00:00Z')).toEqual([
      '2026-01-06T00:00:00Z..2026-01-12T08:00:00Z kim',
      '2026-01-12T08:00:00Z..2026-01-19T08:00:00Z ann',
      '2026-01-19T08:00:00Z..2026-01-26T08:00:00Z lee',
      '2026-01-26T08:00:00Z..2026-01-27T00:00:00Z kim',
    ]);
  });

  it('extend backwards from a start that is still to come', () => {
    expect(lines(schedule({ start: '2030-01-07T09:00' }), [], '2029-12-25T00:00Z', '2030-01-08T00:00Z')).toEqual([
      '2029-12-25T00:00:00Z..2029-12-31T08:00:00Z ann',
      '2029-12-31T08:00:00Z..2030-01-07T08:00:00Z lee',
      '2030-01-07T08:00:00Z..2030-01-08T00:00:00Z kim',
    ]);
  });

  it('of several days or weeks are counted in days and weeks of the calendar', () => {
    const threeDays = schedule({ turn: 'daily', every: 3, start: '2026-03-27T09:00' });
    expect(lines(threeDays, [], '2026-03-27T08:00Z', '2026-04-02T07:00Z')).toEqual([
      '2026-03-27T08:00:00Z..2026-03-30T07:00:00Z kim', // 71 hours
      '2026-03-30T07:00:00Z..2026-04-02T07:00:00Z ann',
    ]);
    const twoWeeks = schedule({ every: 2, start: '2026-10-19T09:00' });
    expect(lines(twoWeeks, [], '2026-10-19T07:00Z', '2026-11-02T08:00Z')).toEqual([
      '2026-10-19T07:00:00Z..2026-11-02T08:00:00Z kim', // 337 hours
    ]);
  });

  it('last 23 and 25 hours on the days of the change', () => {
    const daily = schedule({ turn: 'daily' });
    expect(lines(daily, [], '2026-03-28T08:00Z', '2026-03-29T07:00Z')).toHaveLength(1);
    expect(lines(daily, [], '2026-10-24T07:00Z', '2026-10-25T08:00Z')).toHaveLength(1);
  });

  it('begin at the first instant after the gap when the clock skips the handoff, and are back on time the next day', () => {
    const early = schedule({ turn: 'daily', start: '2026-01-05T02:30' });
    expect(lines(early, [], '2026-03-28T01:30Z', '2026-03-30T00:30Z')).toEqual([
      '2026-03-28T01:30:00Z..2026-03-29T01:00:00Z ann',
      '2026-03-29T01:00:00Z..2026-03-30T00:30:00Z lee',
    ]);
  });

  it('are not handed over twice when the handoff comes twice', () => {
    const early = schedule({ turn: 'daily', start: '2026-01-05T02:30' });
    expect(lines(early, [], '2026-10-24T00:30Z', '2026-10-26T01:30Z')).toEqual([
      '2026-10-24T00:30:00Z..2026-10-25T00:30:00Z ann',
      '2026-10-25T00:30:00Z..2026-10-26T01:30:00Z lee',
    ]);
  });

  it('are right where midnight itself is skipped: Sao Paulo 2018', () => {
    const midnight = schedule({ zone: 'America/Sao_Paulo', turn: 'daily', start: '2018-11-01T00:00' });
    expect(lines(midnight, [], '2018-11-03T03:00Z', '2018-11-05T02:00Z')).toEqual([
      '2018-11-03T03:00:00Z..2018-11-04T03:00:00Z lee',
      '2018-11-04T03:00:00Z..2018-11-05T02:00:00Z kim',
    ]);
  });

  it('that would begin and end inside one gap disappear: Apia had no 30 December 2011', () => {
    const midnight = schedule({ zone: 'Pacific/Apia', turn: 'daily', start: '2011-12-28T00:00' });
    expect(lines(midnight, [], '2011-12-28T10:00Z', '2011-12-31T10:00Z')).toEqual([
      '2011-12-28T10:00:00Z..2011-12-29T10:00:00Z kim',
      '2011-12-29T10:00:00Z..2011-12-30T10:00:00Z ann',
      '2011-12-30T10:00:00Z..2011-12-31T10:00:00Z kim', // lee's 30 December never was
    ]);
  });

  it('of one person alone follow one another', () => {
    expect(lines(schedule({ people: ['kim'] }), [], '2026-01-05T08:00Z', '2026-01-19T08:00Z')).toEqual([
      '2026-01-05T08:00:00Z..2026-01-12T08:00:00Z kim',
      '2026-01-12T08:00:00Z..2026-01-19T08:00:00Z kim',
    ]);
  });

  it('are none in an empty span', () => {
    expect(lines(schedule({}), [], '2026-01-06T00:00Z', '2026-01-06T00:00Z')).toEqual([]);
    expect(lines(schedule({}), [], '2026-01-07T00:00Z', '2026-01-06T00:00Z')).toEqual([]);
  });
});

describe('overrides', () => {
  const from = '2026-01-11T00:00Z';
  const to = '2026-01-13T00:00Z'; // kim until the 12th 08:00, then ann
  it.each<{ story: string; overrides: readonly StoredOverride[]; shifts: readonly string[] }>([
    {
      story: 'an addition is on call as well',
      overrides: [override({ kind: 'add', person: 'sam', from: '2026-01-11T12:00Z', to: '2026-01-11T18:00Z' })],
      shifts: [
        '2026-01-11T00:00:00Z..2026-01-11T12:00:00Z kim',
        '2026-01-11T12:00:00Z..2026-01-11T18:00:00Z kim+sam',
        '2026-01-11T18:00:00Z..2026-01-12T08:00:00Z kim',
        '2026-01-12T08:00:00Z..2026-01-13T00:00:00Z ann',
      ],
    },
    {
      story: 'a removal leaves a hole, and the hole is shown',
      overrides: [override({ kind: 'remove', person: 'kim', from: '2026-01-12T00:00Z', to: '2026-01-12T12:00Z' })],
      shifts: [
        '2026-01-11T00:00:00Z..2026-01-12T00:00:00Z kim',
        '2026-01-12T00:00:00Z..2026-01-12T08:00:00Z nobody',
        '2026-01-12T08:00:00Z..2026-01-13T00:00:00Z ann',
      ],
    },
    {
      story: 'a replacement holds only while the replaced person would be on call',
      overrides: [
        override({ kind: 'replace', person: 'kim', by: 'sam', from: '2026-01-11T12:00Z', to: '2026-01-12T20:00Z' }),
      ],
      shifts: [
        '2026-01-11T00:00:00Z..2026-01-11T12:00:00Z kim',
        '2026-01-11T12:00:00Z..2026-01-12T08:00:00Z sam',
        '2026-01-12T08:00:00Z..2026-01-13T00:00:00Z ann',
      ],
    },
    {
      story: 'an override of somebody who is not on call changes nothing and cuts nothing',
      overrides: [
        override({ kind: 'replace', person: 'lee', by: 'sam', from: '2026-01-11T12:00Z', to: '2026-01-12T20:00Z' }),
      ],
      shifts: ['2026-01-11T00:00:00Z..2026-01-12T08:00:00Z kim', '2026-01-12T08:00:00Z..2026-01-13T00:00:00Z ann'],
    },
    {
      story: 'replacements are not chained: sam for kim stays sam, though sam is replaced too',
      overrides: [
        override({ kind: 'replace', person: 'kim', by: 'sam', from, to }),
        override({ kind: 'replace', person: 'sam', by: 'lee', from, to }),
      ],
      shifts: ['2026-01-11T00:00:00Z..2026-01-12T08:00:00Z sam', '2026-01-12T08:00:00Z..2026-01-13T00:00:00Z ann'],
    },
    {
      story: 'in whichever order they stand',
      overrides: [
        override({ kind: 'replace', person: 'sam', by: 'lee', from, to }),
        override({ kind: 'replace', person: 'kim', by: 'sam', from, to }),
      ],
      shifts: ['2026-01-11T00:00:00Z..2026-01-12T08:00:00Z sam', '2026-01-12T08:00:00Z..2026-01-13T00:00:00Z ann'],
    },
    {
      story: 'a replacement without a substitute leaves the person on call',
      overrides: [override({ kind: 'replace', person: 'kim', from, to })],
      shifts: ['2026-01-11T00:00:00Z..2026-01-12T08:00:00Z kim', '2026-01-12T08:00:00Z..2026-01-13T00:00:00Z ann'],
    },
    {
      story: 'somebody added during the own turn is named once',
      overrides: [override({ kind: 'add', person: 'kim', from, to })],
      shifts: ['2026-01-11T00:00:00Z..2026-01-12T08:00:00Z kim', '2026-01-12T08:00:00Z..2026-01-13T00:00:00Z ann+kim'],
    },
    {
      story: 'those of another schedule mean nothing here',
      overrides: [override({ kind: 'remove', person: 'kim', from, to, schedule: 'other' })],
      shifts: ['2026-01-11T00:00:00Z..2026-01-12T08:00:00Z kim', '2026-01-12T08:00:00Z..2026-01-13T00:00:00Z ann'],
    },
    {
      story: 'one that ends before it begins never holds',
      overrides: [override({ kind: 'remove', person: 'kim', from: to, to: from })],
      shifts: ['2026-01-11T00:00:00Z..2026-01-12T08:00:00Z kim', '2026-01-12T08:00:00Z..2026-01-13T00:00:00Z ann'],
    },
  ])('$story', ({ overrides, shifts }) => {
    expect(lines(schedule({}), overrides, from, to)).toEqual(shifts);
  });

  it('of the file are read on the schedule’s wall clock, also in a gap', () => {
    const file = schedule({
      overrides: [{ person: 'lee', by: 'sam', from: '2026-03-29T02:30', to: '2026-03-29T03:30' }],
      people: ['lee'],
      start: '2026-03-23T09:00',
    });
    expect(lines(file, [], '2026-03-29T00:00Z', '2026-03-29T02:00Z')).toEqual([
      '2026-03-29T00:00:00Z..2026-03-29T01:00:00Z lee',
      '2026-03-29T01:00:00Z..2026-03-29T01:30:00Z sam',
      '2026-03-29T01:30:00Z..2026-03-29T02:00:00Z lee',
    ]);
  });
});

describe('every shift says why', () => {
  const names: Readonly<Record<string, string>> = { kim: 'Kim', ann: 'Ann', lee: 'Lee', sam: 'Sam' };
  const why = (of: Schedule, stored: readonly StoredOverride[], at: string) =>
    shiftsBetween(of, stored, utc(at), utc(at) + 1, (person) => names[person] ?? person)[0];

  it('naming the turn and the week it belongs to', () => {
    expect(why(schedule({}), [], '2026-01-20T00:00Z')?.because).toBe('Lee, turn 3 of 3 (week of Mon 19 Jan)');
    expect(why(schedule({ every: 2 }), [], '2026-01-20T00:00Z')?.because).toBe(
      'Ann, turn 2 of 3 (2 weeks from Mon 19 Jan)',
    );
    expect(why(schedule({ turn: 'daily' }), [], '2026-01-07T00:00Z')?.because).toBe(
      'Ann, turn 2 of 3 (day of Tue 6 Jan)',
    );
  });

  it('naming who made the override, until when, for whom, and the note', () => {
    const tonight = { from: '2026-01-10T21:00Z', to: '2026-01-11T05:00Z' };
    const swap = override({
      kind: 'replace',
      person: 'kim',
      by: 'sam',
      ...tonight,
      author: 'Kim at this desk',
      note: 'dentist',
    });
    const shift = why(schedule({}), [swap], '2026-01-10T23:00Z');
    expect(shift?.because).toBe('override by Kim at this desk until 06:00 (dentist), in place of Kim');
    expect(shift?.overrideId).toBe(swap.id);
    expect(shift?.people[0]).toEqual({
      personId: 'sam',
      because: shift?.because,
      source: `override ${swap.id}`,
      overrideId: swap.id,
    });
  });

  it('giving the date too when the override lasts a day or longer', () => {
    const week = override({ kind: 'add', person: 'sam', from: '2026-01-10T05:00Z', to: '2026-01-17T05:00Z' });
    expect(why(schedule({}), [week], '2026-01-10T23:00Z')?.because).toBe(
      'Kim, turn 1 of 3 (week of Mon 5 Jan); override by Sam until Sat 17 Jan 06:00, added',
    );
  });

  it('also when nobody is on call, with the override to take back', () => {
    const removal = override({ kind: 'remove', person: 'kim', from: '2026-01-10T21:00Z', to: '2026-01-11T05:00Z' });
    expect(why(schedule({}), [removal], '2026-01-10T23:00Z')).toMatchObject({
      people: [],
      because: 'nobody: Kim was taken off, override by Sam until 06:00',
      overrideId: removal.id,
    });
  });

  it('an override of the file cannot be taken back by hand, and says where it stands', () => {
    const file = schedule({
      overrides: [{ person: 'kim', by: 'sam', from: '2026-01-10T22:00', to: '2026-01-11T06:00' }],
    });
    expect(why(file, [], '2026-01-10T23:00Z')).toMatchObject({
      because: 'override in the configuration file until 06:00, in place of Kim',
      overrideId: null,
    });
  });
});
