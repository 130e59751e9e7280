import { describe, expect, it } from 'vitest';
import { PersonId, ScheduleId } from '../../../../../shared/model/ids.ts';
import { ShiftNotices } from '../../../../../shared/model/roster.ts';
import { noticesDue } from '../../../../../shared/rules/oncall/notices.ts';
import { shiftsBetween } from '../../../../../shared/rules/oncall/oncall.ts';
import { dutyData, recordedShifts } from '../../../../../shared/rules/oncall/record.ts';
import { iso, schedule, utc } from './build.ts';

const KIM = PersonId.parse('kim');
const ANN = PersonId.parse('ann');
const OPS = ScheduleId.parse('ops');

describe('words about a shift', () => {
  // Kim: 5 to 12 January, Ann: 12 to 19 January, at 09:00 UTC; then Kim twice.
  const of = schedule({ zone: 'UTC', people: ['kim', 'ann', 'kim'] });
  const shifts = shiftsBetween(of, [], utc('2026-01-01T00:00Z'), utc('2026-02-20T00:00Z'));
  const wanted = ShiftNotices.parse({ before: ['24h', '1h'], start: true, end: true });
  const due = (since: string, now: string, who = ANN) =>
    noticesDue(shifts, who, wanted, utc(since), utc(now)).map(({ kind, from }) => `${kind} ${iso(from)}`);

  it.each<[story: string, since: string, now: string, says: readonly string[]]>([
    ['a day before', '2026-01-11T08:59Z', '2026-01-11T09:00Z', ['before 2026-01-12T09:00:00Z']],
    ['not again a minute later', '2026-01-11T09:00Z', '2026-01-11T09:01Z', []],
    ['an hour before', '2026-01-12T07:59Z', '2026-01-12T08:00Z', ['before 2026-01-12T09:00:00Z']],
    ['as it begins', '2026-01-12T08:59Z', '2026-01-12T09:00Z', ['start 2026-01-12T09:00:00Z']],
    ['as it ends', '2026-01-19T08:59Z', '2026-01-19T09:00Z', ['end 2026-01-12T09:00:00Z']],
    ['once, of two that were missed', '2026-01-10T00:00Z', '2026-01-12T08:30Z', ['before 2026-01-12T09:00:00Z']],
    ['late, but not the words before it', '2026-01-10T00:00Z', '2026-01-12T09:30Z', ['start 2026-01-12T09:00:00Z']],
    ['not so late that it helps nobody', '2026-01-10T00:00Z', '2026-01-12T11:00Z', []],
  ])('are said %s', (_story, since, now, says) => {
    expect(due(since, now)).toEqual(says);
  });

  it('take turns that follow one another for one shift', () => {
    // Kim's turns of 19 and 26 January are one shift until 2 February.
    expect(due('2026-01-26T08:59Z', '2026-01-26T09:00Z', KIM)).toEqual([]);
    expect(due('2026-02-02T08:59Z', '2026-02-02T09:00Z', KIM)).toEqual(['end 2026-01-19T09:00:00Z']);
  });
});

describe('the record of who really was on call', () => {
  const entry = (at: string, people: readonly PersonId[], other = OPS) => ({
    at: utc(at),
    text: '',
    data: dutyData(other, people, `written at ${at}`),
  });
  const lines = (events: Parameters<typeof recordedShifts>[0], from: string, to: string) => {
    const recorded = recordedShifts(events, OPS, utc(from), utc(to));
    return recorded?.shifts.map(
      (one) => `${iso(one.from)}..${iso(one.to)} ${one.people.map(({ personId }) => personId).join('+') || 'nobody'}`,
    );
  };

  it('tiles the time from its first entry on, and knows nobody from not known', () => {
    const events = [
      entry('2026-01-07T00:00Z', [KIM, ANN]),
      entry('2026-01-05T00:00Z', [KIM]),
      entry('2026-01-06T00:00Z', []),
      entry('2026-01-06T12:00Z', [ANN], ScheduleId.parse('other')),
    ];
    expect(lines(events, '2026-01-05T12:00Z', '2026-01-08T00:00Z')).toEqual([
      '2026-01-05T12:00:00Z..2026-01-06T00:00:00Z kim',
      '2026-01-06T00:00:00Z..2026-01-07T00:00:00Z nobody',
      '2026-01-07T00:00:00Z..2026-01-08T00:00:00Z kim+ann',
    ]);
    expect(recordedShifts(events, OPS, utc('2026-01-01T00:00Z'), utc('2026-01-08T00:00Z'))?.since).toBe(
      utc('2026-01-05T00:00Z'),
    );
    expect(lines(events, '2026-01-01T00:00Z', '2026-01-04T00:00Z')).toBeUndefined();
  });
});
