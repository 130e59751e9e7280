import { describe, expect, it } from 'vitest';
import { IncidentId, PageId, PersonId, ScheduleId } from '../../../../../shared/model/ids.ts';
import type { Incident, Told } from '../../../../../shared/model/incident.ts';
import { shiftsBetween } from '../../../../../shared/rules/oncall/oncall.ts';
import { isNight, loadOf } from '../../../../../shared/rules/report/load.ts';
import { reportOf } from '../../../../../shared/rules/report/report.ts';
import { reportText } from '../../../../../shared/rules/report/text.ts';
import { anIncident } from '../../../../harness/store-values.ts';
import { schedule, utc } from '../oncall/build.ts';

const KIM = PersonId.parse('kim');
const SAM = PersonId.parse('sam');
const HOUR = 3_600_000;

let pages = 0;
const told = (personId: PersonId | null, at: string, more: Partial<Told> = {}): Told => {
  pages += 1;
  return {
    pageId: PageId.parse(`p${pages}`),
    personId,
    channelId: 'sms' as Told['channelId'],
    at: utc(at),
    state: 'accepted',
    attempts: 1,
    reason: null,
    closedBy: null,
    ...more,
  };
};
const incident = (id: string, since: string, end: string | null, list: readonly Told[] = []): Incident =>
  anIncident({
    id: IncidentId.parse(id),
    since: utc(since),
    openedAt: utc(since) + 60_000,
    recoveredAt: end === null ? null : utc(end),
    resolvedAt: end === null ? null : utc(end),
    told: [...list],
  });
const report = (incidents: readonly Incident[], acks: readonly (readonly [string, string])[] = []) =>
  reportOf({
    from: utc('2026-01-01T00:00Z'),
    to: utc('2026-02-01T00:00Z'),
    incidents,
    acknowledgements: acks.map(([id, at]) => ({ incidentId: IncidentId.parse(id), at: utc(at) })),
    schedules: [],
    zoneOf: () => 'Europe/Berlin',
  });

describe('a report', () => {
  it('counts the time to the first acknowledgement and to the end, and leaves out what is still open', () => {
    const result = report(
      [
        incident('a', '2026-01-05T10:00Z', '2026-01-05T11:00Z'),
        incident('b', '2026-01-06T10:00Z', '2026-01-06T10:30Z'),
        incident('c', '2026-01-07T10:00Z', null),
      ],
      [
        ['a', '2026-01-05T10:20Z'],
        ['a', '2026-01-05T10:11Z'],
        ['c', '2026-01-07T10:31Z'],
        ['other', '2026-01-07T10:31Z'],
      ],
    );
    expect(result).toMatchObject({ incidents: 3, acknowledged: 2, over: 2, mttaMs: HOUR / 3, mttrMs: 0.75 * HOUR });
    expect(report([])).toMatchObject({ incidents: 0, mttaMs: null, mttrMs: null, people: [] });
  });

  it('counts who was woken, by their own clock, and not what never went out nor what closed', () => {
    const close = told(SAM, '2026-01-05T01:00Z');
    const result = report([
      incident('a', '2026-01-05T00:00Z', null, [
        told(KIM, '2026-01-05T00:00Z'), // 01:00 in Berlin, in the night of the 4th
        told(KIM, '2026-01-05T05:59Z'), // 06:59, the same night
        told(KIM, '2026-01-05T06:00Z'), // 07:00
        told(KIM, '2026-01-05T21:00Z'), // 22:00, the night of the 5th
        told(SAM, '2026-01-05T00:00Z', { state: 'withdrawn' }),
        { ...close, closedBy: close.pageId },
        told(null, '2026-01-05T00:00Z'),
      ]),
    ]);
    expect(result.people).toEqual([{ personId: KIM, pages: 4, atNight: 3, nightsBroken: 2 }]);
  });

  it('says it in lines', () => {
    const one = incident('a', '2026-01-05T10:00Z', '2026-01-05T11:00Z', [told(KIM, '2026-01-05T10:01Z')]);
    const lines = reportText(report([one], [['a', '2026-01-05T10:03Z']]), (id) => id.toUpperCase());
    expect(lines).toEqual([
      '1 incident (1 critical)',
      'Time to acknowledge: 2 min in the mean of 1',
      'Time to repair: 1 h in the mean of 1',
      'KIM: 1 page, 0 at night (in 0 nights)',
    ]);
  });
});

describe('the share of nights and weekends', () => {
  it('is told by the schedule’s own clock, also over a change of it', () => {
    // Kim from Monday 23 March, Sam from Monday 30 March; Berlin loses an hour on Sunday 29 March at 02:00.
    const of = schedule({ start: '2026-03-23T00:00', people: ['kim', 'sam'] });
    const shifts = shiftsBetween(of, [], utc('2026-03-22T23:00Z'), utc('2026-04-05T22:00Z'));
    expect(loadOf(shifts, 'Europe/Berlin')).toEqual([
      { personId: SAM, totalMs: 168 * HOUR, nightMs: 63 * HOUR, weekendMs: 48 * HOUR },
      { personId: KIM, totalMs: 167 * HOUR, nightMs: 62 * HOUR, weekendMs: 47 * HOUR },
    ]);
    expect(ScheduleId.parse('ops')).toBe(of.id);
  });

  it('names a night by the day on which it began', () => {
    expect([
      isNight(utc('2026-01-05T20:59Z'), 'Europe/Berlin'),
      isNight(utc('2026-01-05T21:00Z'), 'Europe/Berlin'),
      isNight(utc('2026-01-06T05:59Z'), 'Europe/Berlin'),
      isNight(utc('2026-01-06T06:00Z'), 'Europe/Berlin'),
    ]).toEqual([null, '2026-01-05', '2026-01-05', null]);
  });
});
