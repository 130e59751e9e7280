import { describe, expect, it } from 'vitest';
import { firstInstant, momentInstant, wallAt, wallOf } from '../../../../../shared/rules/oncall/wall.ts';
import { iso, oracleInstant, utc } from './build.ts';

const instant = (wall: string, zone: string) => iso(firstInstant(wallOf(wall), zone));

describe('a wall time', () => {
  it.each<{ story: string; zone: string; wall: string; is: string }>([
    { story: 'in winter', zone: 'Europe/Berlin', wall: '2026-01-05T09:00', is: '2026-01-05T08:00:00Z' },
    { story: 'in summer', zone: 'Europe/Berlin', wall: '2026-07-06T09:00', is: '2026-07-06T07:00:00Z' },
    {
      story: 'skipped, is the first instant after the gap',
      zone: 'Europe/Berlin',
      wall: '2026-03-29T02:30',
      is: '2026-03-29T01:00:00Z',
    },
    {
      story: 'at the very start of a gap',
      zone: 'Europe/Berlin',
      wall: '2026-03-29T02:00',
      is: '2026-03-29T01:00:00Z',
    },
    { story: 'at the very end of a gap', zone: 'Europe/Berlin', wall: '2026-03-29T03:00', is: '2026-03-29T01:00:00Z' },
    {
      story: 'that comes twice, is the first',
      zone: 'Europe/Berlin',
      wall: '2026-10-25T02:30',
      is: '2026-10-25T00:30:00Z',
    },
    { story: 'skipped in New York', zone: 'America/New_York', wall: '2026-03-08T02:30', is: '2026-03-08T07:00:00Z' },
    {
      story: 'in a gap of half an hour',
      zone: 'Australia/Lord_Howe',
      wall: '2026-10-04T02:15',
      is: '2026-10-03T15:30:00Z',
    },
    {
      story: 'at a midnight Santiago skips',
      zone: 'America/Santiago',
      wall: '2025-09-07T00:00',
      is: '2025-09-07T04:00:00Z',
    },
    {
      story: 'before a midnight Santiago repeats',
      zone: 'America/Santiago',
      wall: '2026-04-04T23:30',
      is: '2026-04-05T02:30:00Z',
    },
    {
      story: 'at the midnight after Santiago went back',
      zone: 'America/Santiago',
      wall: '2026-04-05T00:00',
      is: '2026-04-05T04:00:00Z',
    },
    {
      story: 'at a midnight Havana skips',
      zone: 'America/Havana',
      wall: '2026-03-08T00:00',
      is: '2026-03-08T05:00:00Z',
    },
    {
      story: 'at a midnight Havana repeats',
      zone: 'America/Havana',
      wall: '2026-11-01T00:00',
      is: '2026-11-01T04:00:00Z',
    },
    {
      story: 'at a midnight Sao Paulo skipped',
      zone: 'America/Sao_Paulo',
      wall: '2018-11-04T00:00',
      is: '2018-11-04T03:00:00Z',
    },
    { story: 'on the day Apia never had', zone: 'Pacific/Apia', wall: '2011-12-30T09:00', is: '2011-12-30T10:00:00Z' },
  ])('$story: $wall in $zone is $is', ({ zone, wall, is }) => {
    expect(instant(wall, zone)).toBe(is);
  });

  it('agrees with the machine’s own calendar at every quarter hour around the changes of odd zones', () => {
    const changes: ReadonlyArray<readonly [string, string]> = [
      ['Europe/Berlin', '2026-03-29'],
      ['Europe/Berlin', '2026-10-25'],
      ['America/Santiago', '2026-09-06'],
      ['America/Santiago', '2026-04-05'],
      ['America/Havana', '2026-11-01'],
      ['America/Sao_Paulo', '2018-11-04'],
      ['America/Sao_Paulo', '2018-02-18'],
      ['Antarctica/Troll', '2026-03-29'],
      ['Africa/Casablanca', '2026-03-22'],
      ['Asia/Beirut', '2026-03-29'],
      ['Asia/Gaza', '2026-03-28'],
    ];
    const wrong: string[] = [];
    for (const [zone, date] of changes) {
      const midnight = utc(`${date}T00:00Z`);
      for (let quarter = -8; quarter <= 16; quarter += 1) {
        const wall = new Date(midnight + quarter * 15 * 60_000).toISOString().slice(0, 16);
        if (instant(wall, zone) !== iso(oracleInstant(wall, zone))) {
          wrong.push(`${wall} ${zone}`);
        }
      }
    }
    expect(wrong).toEqual([]);
  });
});

describe('a moment in the configuration file', () => {
  it('is read in the schedule’s zone, unless it says its offset', () => {
    expect(iso(momentInstant('2026-01-05T09:00', 'Asia/Tokyo'))).toBe('2026-01-05T00:00:00Z');
    expect(iso(momentInstant('2026-01-05T09:00Z', 'Asia/Tokyo'))).toBe('2026-01-05T09:00:00Z');
    expect(iso(momentInstant('2026-01-05T09:00:00+01:00', 'Asia/Tokyo'))).toBe('2026-01-05T08:00:00Z');
    expect(iso(momentInstant('2026-01-05T09:00:00-05:00', 'Asia/Tokyo'))).toBe('2026-01-05T14:00:00Z');
  });
});

describe('the clock of a zone', () => {
  it('is read at any instant, fractions of a millisecond included', () => {
    expect(wallAt(utc('2026-03-29T01:00Z') - 0.5, 'Europe/Berlin')).toBe(utc('2026-03-29T01:59:59.999Z'));
    expect(wallAt(utc('2026-03-29T01:00Z'), 'Europe/Berlin')).toBe(utc('2026-03-29T03:00Z'));
  });
});
