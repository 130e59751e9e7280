/** Maintenance windows as spans of time: the clock on the wall, summer time, short months. */
import fc from 'fast-check';
import { Temporal } from 'temporal-polyfill';
import { describe, expect, it } from 'vitest';
import { MaintenanceFile, type MaintenanceWindow } from '../../../../shared/model/maintenance.ts';
import { WEEKDAYS } from '../../../../shared/model/wall-time.ts';
import { firstInstant, wallOf } from '../../../../shared/rules/oncall/wall.ts';
import { windowAt } from '../../../../shared/rules/window.ts';
import { runsOf } from '../../../harness/fuzz.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

const window = (more: object): MaintenanceWindow =>
  MaintenanceFile.parse({ id: 'w', for: { everything: true }, ...more });
const instant = (text: string, zone: string) => firstInstant(wallOf(text), zone);
const wall = (at: number, zone: string) =>
  Temporal.Instant.fromEpochMilliseconds(at)
    .toZonedDateTimeISO(zone)
    .toPlainDateTime()
    .toString({ smallestUnit: 'minute' })
    .slice(5);
const hours = (ms: number) => ms / HOUR;

/** Every span that begins in the year, by walking from one change to the next. */
function spansOf(one: MaintenanceWindow, year: number, zone: string) {
  const end = Date.UTC(year + 1, 0, 1);
  const spans: { from: number; until: number }[] = [];
  for (let at = Date.UTC(year, 0, 1); at < end; ) {
    const { running, changesAt } = windowAt([one], at, zone);
    if (running !== null) {
      spans.push(running);
    }
    if (changesAt === null) {
      break;
    }
    expect(changesAt).toBeGreaterThan(at);
    at = changesAt;
  }
  return spans;
}

/** The same question, asked minute by minute of the calendar: every wall minute that the rule covers, and nothing else. */
function bruteForce(
  one: Exclude<MaintenanceWindow, { kind: 'once' | 'cron' }>,
  from: number,
  to: number,
  zone: string,
) {
  const covered = new Set<number>();
  for (let day = from - one.lasts - 3 * DAY; day < to + DAY; day += DAY) {
    const date = Temporal.Instant.fromEpochMilliseconds(day).toZonedDateTimeISO('UTC').toPlainDate();
    const isDay =
      one.kind === 'weekly'
        ? one.days.some((name) => WEEKDAYS.indexOf(name) + 1 === date.dayOfWeek)
        : date.day === Math.min(one.day, date.daysInMonth);
    if (!isDay) {
      continue;
    }
    const start = date.toPlainDateTime(Temporal.PlainTime.from(one.at));
    const end = start.add({ milliseconds: one.lasts });
    const skipped = !start.toZonedDateTime(zone, { disambiguation: 'later' }).toPlainDateTime().equals(start);
    const begins = firstInstant(wallOf(start.toString()), zone);
    for (let at = begins; ; at += MINUTE) {
      const now = Temporal.Instant.fromEpochMilliseconds(at).toZonedDateTimeISO(zone).toPlainDateTime();
      const over = skipped ? at >= begins + one.lasts : Temporal.PlainDateTime.compare(now, end) >= 0;
      if (over) {
        break;
      }
      covered.add(at);
    }
  }
  return covered;
}

const ZONES = [
  'UTC',
  'Europe/Berlin',
  'America/Santiago', // changes at midnight
  'America/New_York',
  'Australia/Lord_Howe', // half an hour
  'Africa/Casablanca',
  'Asia/Kathmandu', // +05:45
];
/** Around changes of clocks in these zones, and some ordinary days. */
const DAYS = [
  Date.UTC(2026, 2, 29),
  Date.UTC(2026, 9, 25),
  Date.UTC(2026, 3, 5),
  Date.UTC(2026, 8, 6),
  Date.UTC(2026, 2, 8),
  Date.UTC(2026, 10, 1),
  Date.UTC(2026, 1, 28),
  Date.UTC(2028, 1, 29),
  Date.UTC(2026, 11, 31),
];

describe('maintenance', () => {
  it('covers the same minutes as the calendar, in every zone, around changes of the clock and ends of months', () => {
    const clock = fc
      .record({ hour: fc.nat(23), minute: fc.constantFrom(0, 1, 15, 30, 59) })
      .map(({ hour, minute }) => `${String(hour).padStart(2, '0')}:${String(minute).padStart(2, '0')}`);
    const lasts = fc.constantFrom('1m', '30m', '1h', '2h', '8h', '23h', '24h', '26h');
    const kind = fc.oneof(
      fc.record({
        kind: fc.constant('weekly'),
        days: fc.uniqueArray(fc.constantFrom(...WEEKDAYS), { minLength: 1, maxLength: 4 }),
        at: clock,
        lasts,
      }),
      fc.record({ kind: fc.constant('monthly'), day: fc.integer({ min: 1, max: 31 }), at: clock, lasts }),
    );
    fc.assert(
      fc.property(
        kind,
        fc.constantFrom(...ZONES),
        fc.constantFrom(...DAYS),
        fc.nat(2_879),
        (more, zone, day, minute) => {
          const one = window(more) as Exclude<MaintenanceWindow, { kind: 'once' | 'cron' }>;
          const covered = bruteForce(one, day - DAY, day + 3 * DAY, zone);
          // Forwards as an engine asks, and once out of order, which the memory of the latest answer must survive.
          const times = [...Array.from({ length: 96 }, (_, step) => day + step * 31 * MINUTE), day + minute * MINUTE];
          for (const at of times) {
            const { running, changesAt } = windowAt([one], at, zone);
            expect(running !== null, `${wall(at, zone)} ${zone}`).toBe(covered.has(at));
            if (running !== null && running.until < day + 3 * DAY) {
              expect(covered.has(running.until - MINUTE) && !covered.has(running.until)).toBe(true);
            }
            if (running === null && changesAt !== null && changesAt < day + 3 * DAY) {
              expect(covered.has(changesAt) && !covered.has(changesAt - MINUTE)).toBe(true);
            }
          }
        },
      ),
      { numRuns: runsOf(40) },
    );
  });

  it.each([
    ['Europe/Berlin', '22:00', '8h', { 7: ['03-28T22:00'], 9: ['10-24T22:00'] }],
    ['Europe/Berlin', '02:30', '1h', { 1: ['03-29T03:00'], 2: ['10-25T02:30'] }],
    ['America/Santiago', '22:00', '8h', { 9: ['04-04T22:00'], 7: ['09-05T22:00'] }],
    ['America/Santiago', '00:00', '1h', { 1: ['09-06T01:00'] }],
  ] as const)('%s, a year of nights from %s for %s: by the clock on the wall', (zone, at, lasts, odd) => {
    const one = window({ kind: 'weekly', days: [...WEEKDAYS], at, lasts });
    const spans = spansOf(one, 2026, zone).filter(({ from }) => wall(from, zone) >= '01-02');
    expect(spans.length).toBeGreaterThanOrEqual(363);
    const usual = hours(
      MaintenanceFile.parse({ ...one, for: { everything: true }, lasts }).kind === 'weekly'
        ? one.kind === 'weekly'
          ? one.lasts
          : 0
        : 0,
    );
    for (const { from, until } of spans) {
      const name = wall(from, zone);
      const special = Object.entries(odd).find(([, names]) => (names as readonly string[]).includes(name));
      expect(hours(until - from), `${name} ${zone}`).toBe(special === undefined ? usual : Number(special[0]));
      if (special === undefined) {
        expect(name.slice(6)).toBe(at);
      }
    }
    const seen = new Set(spans.map(({ from }) => wall(from, zone)));
    expect(
      Object.values(odd)
        .flat()
        .filter((name) => !seen.has(name)),
    ).toEqual([]);
  });

  it('on day 31 is on the last day of a shorter month, and back on the 31st after it', () => {
    const one = window({ kind: 'monthly', day: 31, at: '23:00', lasts: '2h' });
    const days = spansOf(one, 2028, 'Europe/Berlin').map(({ from }) => wall(from, 'Europe/Berlin').slice(0, 5));
    expect(days.filter((day) => day !== '12-31').slice(0, 11)).toEqual([
      '01-31',
      '02-29',
      '03-31',
      '04-30',
      '05-31',
      '06-30',
      '07-31',
      '08-31',
      '09-30',
      '10-31',
      '11-30',
    ]);
  });

  it('by a cron pattern reads it on the wall clock of its own zone, and touching windows are one', () => {
    const one = window({ kind: 'cron', cron: '*/30 2 * * sun', lasts: '30m', timeZone: 'Europe/Berlin' });
    const at = instant('2026-01-11T02:10', 'Europe/Berlin');
    expect(windowAt([one], at, 'America/New_York').running).toMatchObject({
      from: instant('2026-01-11T02:00', 'Europe/Berlin'),
      until: instant('2026-01-11T03:00', 'Europe/Berlin'),
    });
  });

  it('contains its start and not its end, and the one that ends last answers', () => {
    const from = instant('2026-01-11T02:00', 'UTC');
    const short = window({ id: 'short', kind: 'once', from: '2026-01-11T02:00', to: '2026-01-11T03:00' });
    const long = window({ id: 'long', kind: 'once', from: '2026-01-11T02:30:00Z', to: '2026-01-11T06:00' });
    const ask = (minutes: number) => {
      const { running, changesAt } = windowAt([short, long], from + minutes * MINUTE, 'UTC');
      return [running?.window.id ?? null, changesAt === null ? null : (changesAt - from) / MINUTE];
    };
    expect([-1, 0, 29, 30, 59, 60, 239, 240].map(ask)).toEqual([
      [null, 0],
      ['short', 30],
      ['short', 30],
      ['long', 60],
      ['long', 60],
      ['long', 240],
      ['long', 240],
      [null, null],
    ]);
  });

  it('that is over for ever changes nothing any more', () => {
    const one = window({ kind: 'once', from: '2020-01-01T00:00', to: '2020-01-02T00:00' });
    expect(windowAt([one], Date.UTC(2026, 0, 1), 'UTC')).toEqual({ running: null, changesAt: null });
  });
});
