/** Days, weeks and months on the clock of a zone, what happened in them, and what lies ahead. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { newsOf } from '../../../../../shared/rules/status-page/news.ts';
import { stretchesUpTo } from '../../../../../shared/rules/status-page/periods.ts';
import { uptimePercent } from '../../../../../shared/rules/uptime.ts';
import {
  DAY,
  fleet,
  HOUR,
  historyWith,
  incident,
  MINUTE,
  NOW,
  pageOf,
  post,
  ZONE,
} from '../../../../harness/status-page.ts';

describe('stretches of time', () => {
  it('touch each other and end now, in every zone and at every hour', () => {
    const zone = fc.constantFrom(
      'Europe/Berlin',
      'UTC',
      'America/St_Johns',
      'Australia/Lord_Howe',
      'Pacific/Apia',
      'Africa/Cairo',
    );
    fc.assert(
      fc.property(fc.integer({ min: Date.UTC(2011, 0), max: Date.UTC(2037, 0) }), zone, (at, name) => {
        const { days, weeks, months, week, month, quarter } = stretchesUpTo(at, name);
        for (const newestFirst of [days.toReversed(), weeks, months]) {
          expect(newestFirst[0]?.to).toBe(at);
          for (const [index, { from }] of newestFirst.slice(0, -1).entries()) {
            expect(newestFirst[index + 1]?.to).toBe(from);
          }
        }
        expect([days.length, weeks.length, months.length]).toEqual([90, 13, 12]);
        expect([week.from, month.from, quarter.from]).toEqual([days.at(-7)?.from, days.at(-30)?.from, days[0]?.from]);
      }),
    );
  });

  it('a day on which the clock is moved has 23 or 25 hours; a week begins on Monday, a month on its first', () => {
    const { days, weeks, months } = stretchesUpTo(Date.UTC(2026, 3, 1, 10), ZONE);
    expect(days.map(({ from, to }) => (to - from) / HOUR).filter((hours) => hours !== 24)).toEqual([23, 12]);
    expect(new Date(weeks[1]?.from ?? 0).toISOString()).toBe('2026-03-22T23:00:00.000Z');
    expect(new Date(months[0]?.from ?? 0).toISOString()).toBe('2026-03-31T22:00:00.000Z');
  });
});

describe('the past of a component', () => {
  it('knows each day, and what nobody saw is neither up nor down', () => {
    const { days, week, month, months } = historyWith([[3, 144, 'major_outage']]);
    expect(days.map(uptimePercent).filter((percent) => percent !== '100' && percent !== null)).toEqual(['90.00']);
    expect(days.filter((day) => uptimePercent(day) === null)).toHaveLength(29);
    expect(uptimePercent(week.uptime)).toBe('98.48');
    expect(Number(uptimePercent(month.uptime))).toBeCloseTo(99.66, 1);
    expect([uptimePercent(months.at(-1)?.uptime ?? week.uptime), months.at(-1)?.responseMs]).toEqual([null, null]);
    expect(week.responseMs).toBeCloseTo(177, 1);
  });
});

describe('incidents', () => {
  const over = (daysAgo: number) => {
    const since = NOW - daysAgo * DAY;
    return incident('shop', { since, recoveredAt: since + 10 * MINUTE, resolvedAt: since + 11 * MINUTE });
  };

  it('that were over within 14 days stay, as they were told: began, taken, over', () => {
    const { past, open } = pageOf({
      incidents: [
        over(13),
        over(15),
        { ...over(2), acknowledgement: { by: 'Kim', at: NOW - 2 * DAY + MINUTE, until: null, note: '' } },
      ],
    });
    expect(open).toEqual([]);
    expect(past.map(({ from, until }) => [(NOW - from) / DAY, ((until ?? 0) - from) / MINUTE])).toEqual([
      [2, 10],
      [13, 10],
    ]);
    expect(past[0]?.updates.map(({ kind }) => kind)).toEqual(['over', 'taken', 'began']);
  });

  it('that people wrote stand among the others, what is to stay on top first, what lies ahead apart', () => {
    const { open, announced, past } = pageOf({
      incidents: [incident('shop')],
      posts: [
        post({ id: 1 }),
        post({ id: 2, status: 'fixed', at: NOW - 30 * DAY, stickied: true }),
        post({ id: 3, status: 'scheduled', at: NOW + DAY }),
        post({ id: 4, status: 'fixed', updates: [{ status: 'fixed', message: 'done', at: NOW - MINUTE }] }),
      ],
    });
    expect(open.map(({ key }) => key)).toEqual(['post-2', 'shop.mk3v1q9c', 'post-1']);
    expect(announced.map(({ key }) => key)).toEqual(['post-3']);
    expect(past.map(({ key, until }) => [key, until])).toEqual([['post-4', NOW - MINUTE]]);
  });
});

describe('planned work', () => {
  const maintenance = [
    {
      id: 'now',
      for: { groups: ['web'] },
      kind: 'once' as const,
      from: '2026-05-29T11:00:00Z',
      to: '2026-05-29T13:00:00Z',
    },
    {
      id: 'sun',
      for: { components: ['mail'] },
      kind: 'weekly' as const,
      days: ['sun' as const],
      at: '02:00',
      lasts: '90m',
      timeZone: ZONE,
    },
    {
      id: 'far',
      for: { components: ['mail'] },
      kind: 'once' as const,
      from: '2026-07-01T00:00:00Z',
      to: '2026-07-01T01:00:00Z',
    },
    {
      id: 'past',
      for: { components: ['mail'] },
      kind: 'once' as const,
      from: '2026-05-01T00:00:00Z',
      to: '2026-05-01T01:00:00Z',
    },
  ];

  it('is what runs and what comes within two weeks, once for all that it is on', () => {
    const page = pageOf({ file: fleet({}, { maintenance }) });
    expect(
      page.maintenance.map(({ from, until, components }) => [from, until, components.map(({ id }) => id)]),
    ).toEqual([
      [Date.UTC(2026, 4, 29, 11), Date.UTC(2026, 4, 29, 13), ['shop', 'db']],
      [Date.UTC(2026, 4, 31, 0), Date.UTC(2026, 4, 31, 1, 30), ['mail']],
    ]);
    const marked = page.groups.flatMap(({ components }) => components).filter((one) => one.maintenance !== null);
    expect(marked.map(({ id, state }) => [id, state])).toEqual([
      ['shop', 'operational'],
      ['db', 'operational'],
    ]);
  });
});

describe('news', () => {
  it('is what a reader would see, and neither the time nor a figure', () => {
    const scene = { history: () => historyWith([]) };
    const later = { history: () => historyWith([[1, 5, 'major_outage']]), at: NOW };
    expect(newsOf(pageOf(later))).toBe(newsOf(pageOf(scene)));
    expect(newsOf(pageOf({ ...scene, statuses: { shop: 'major_outage' } }))).not.toBe(newsOf(pageOf(scene)));
    expect(newsOf(pageOf())).not.toBe(newsOf(pageOf(scene)));
    expect(newsOf(pageOf({ posts: [post()] }))).not.toBe(newsOf(pageOf()));
  });
});
