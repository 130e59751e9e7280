import { afterEach, describe, expect, it } from 'vitest';
import { en } from '../../../../renderer/texts/en.ts';
import { timeFormat } from '../../../../renderer/texts/time.ts';
import { chooseWords } from '../../../../renderer/texts/words.ts';

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const { time } = en;

describe('a time', () => {
  it.each([
    [0, '0 s'],
    [45 * SECOND, '45 s'],
    [2 * MINUTE + 5 * SECOND, '2 min 5 s'],
    [14 * MINUTE + 59 * SECOND, '14 min'],
    [2 * HOUR + 14 * MINUTE, '2 h 14 min'],
    [3 * HOUR, '3 h'],
    [26 * HOUR, '1 d 2 h'],
    [DAY + 5 * MINUTE, '1 d'],
    [-5 * SECOND, '0 s'],
  ])('of %i ms lasts %s', (ms, expected) => {
    expect(time.length(ms)).toBe(expected);
  });

  it.each([
    [-3 * SECOND, 'just now'],
    [400, 'just now'],
    [3 * SECOND, '3 s ago'],
    [59 * SECOND + 900, '59 s ago'],
    [61 * SECOND, '1 min ago'],
    [3 * HOUR + 59 * MINUTE, '3 h ago'],
    [49 * HOUR, '2 d ago'],
  ])('%i ms back is %s', (ms, expected) => {
    expect(time.ago(ms)).toBe(expected);
  });

  it.each([
    [3 * MINUTE + 12 * SECOND, '3:12'],
    [59 * SECOND + 1, '1:00'],
    [HOUR + 3 * MINUTE + 12 * SECOND, '1:03:12'],
    [999, 'now'],
    [-5 * SECOND, 'now'],
  ])('counts down from %i ms as %s', (ms, expected) => {
    expect(time.countdown(ms)).toBe(expected);
  });

  it.each([
    [0, '0 ms'],
    [0.4, '<1 ms'],
    [74.5, '75 ms'],
    [999.4, '999 ms'],
    [1_240, '1.24 s'],
    [61_500, '61.5 s'],
  ])('of an answer, %d ms, is %s', (ms, expected) => {
    expect(time.latency(ms)).toBe(expected);
  });

  it.each([
    [1, '100 %'],
    [0.999999, '99.99 %'],
    [0.5, '50.00 %'],
    [0, '0.00 %'],
  ])('share %d is %s: never rounded up to a hundred', (share, expected) => {
    expect(time.percent(share)).toBe(expected);
  });
});

describe('an instant', () => {
  const now = Date.parse('2026-11-21T01:14:00Z'); // a Saturday

  it.each([
    ['2026-11-21T23:59:00Z', '23:59'],
    ['2026-11-23T09:00:00Z', 'Mon 09:00'],
    ['2026-11-20T23:59:00Z', 'Fri 23:59'],
    ['2026-12-12T09:00:00Z', '12 Dec 09:00'],
  ])('%s is said as short as it can be without doubt: %s', (iso, expected) => {
    expect(time.near(Date.parse(iso), now)).toBe(expected);
  });

  it('is midnight as 00:00, never 24:00', () => {
    expect(time.clock(Date.parse('2026-11-21T00:00:00Z'))).toBe('00:00');
  });

  it('is told in a schedule’s own zone when it is asked for', () => {
    expect(time.dayClock(Date.parse('2026-01-05T12:00:00Z'), 'America/Santiago')).toBe('Mon 5 Jan 09:00');
    expect(time.full(Date.parse('2026-07-05T12:00:00Z'), 'Europe/Berlin')).toContain('14:00:00');
  });
});

describe('the viewer’s zone', () => {
  const before = process.env.TZ;
  afterEach(() => {
    process.env.TZ = before;
  });

  it('decides what is today', () => {
    process.env.TZ = 'Asia/Tokyo';
    const fresh = timeFormat({
      locale: 'en-GB',
      units: { ms: 'ms', s: 's', min: 'min', h: 'h', d: 'd' },
      justNow: '',
      dueNow: '',
      ago: String,
    });
    const now = Date.parse('2026-11-21T20:00:00Z'); // 05:00 on Sunday in Tokyo
    expect(fresh.near(Date.parse('2026-11-21T16:00:00Z'), now)).toBe('01:00');
    expect(fresh.near(Date.parse('2026-11-21T14:00:00Z'), now)).toBe('Sat 23:00');
  });
});

describe('the language', () => {
  it('is the first wanted one that there is, else English', () => {
    expect(chooseWords(['tlh', 'en-US']).language).toBe('en');
    expect(chooseWords([]).language).toBe('en');
  });
});
