/** Small pieces of the Cachet API's writing: dates by the server's clock, tags, lists in pages, the state of the whole, public words. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { EventType } from '../../../../../shared/model/event.ts';
import { STATUSES } from '../../../../../shared/model/status.ts';
import { systemStatus } from '../../../../../shared/rules/cachet/component-wire.ts';
import { dateIn, dateOut, longDateOut } from '../../../../../shared/rules/cachet/dates.ts';
import { listed } from '../../../../../shared/rules/cachet/listing.ts';
import { updatesOf } from '../../../../../shared/rules/cachet/own-incident.ts';
import { dayOf, inTime, onGrid, sameAs } from '../../../../../shared/rules/cachet/points.ts';
import {
  componentNumber,
  componentStatus,
  postNumber,
  postStatus,
} from '../../../../../shared/rules/cachet/statuses.ts';
import { sameTags, slugOf, tagsIn, tagsOut } from '../../../../../shared/rules/cachet/tags.ts';

describe('dates', () => {
  it.each([
    [Date.UTC(2026, 10, 21, 3, 28, 51), 'Europe/Berlin', '2026-11-21 04:28:51'],
    [Date.UTC(2026, 6, 1, 12), 'America/New_York', '2026-07-01 08:00:00'],
  ])('%i in %s is %s, and back', (at, zone, text) => {
    expect(dateOut(at, zone)).toBe(text);
    expect(dateIn(text, zone)).toBe(at);
  });

  it('may come without seconds; a time that the clock skips is the first after the gap', () => {
    expect(dateIn('2026-11-21 04:28', 'UTC')).toBe(Date.UTC(2026, 10, 21, 4, 28));
    expect(dateOut(dateIn('2026-03-29 02:30', 'Europe/Berlin') ?? 0, 'Europe/Berlin')).toBe('2026-03-29 03:00:00');
  });

  it.each(['', 'soon', '2026-02-31 10:00', '21.11.2026 04:28', '2026-11-21'])('%j is none', (text) => {
    expect(dateIn(text, 'UTC')).toBeNull();
  });

  it('of a verification have words', () => {
    expect(longDateOut(Date.UTC(2026, 10, 21, 4), 'UTC')).toBe('Saturday 21st November 2026 04:00:00');
    expect(longDateOut(Date.UTC(2026, 10, 12, 23, 59, 59), 'UTC')).toBe('Thursday 12th November 2026 23:59:59');
    expect(longDateOut(-1, 'UTC')).toBe('Wednesday 31st December 1969 23:59:59');
  });
});

describe('tags', () => {
  it.each([
    ['EU West', 'eu-west'],
    ['  Übergröße!  ', 'ubergro-e'],
    ['---', ''],
  ])('%j has the slug %j', (tag, slug) => {
    expect(slugOf(tag)).toBe(slug);
  });

  it('come back in order, each once', () => {
    expect(tagsOut(tagsIn('B, a b ,B,,'))).toEqual({ b: 'B', 'a-b': 'a b' });
    expect(sameTags(['EU West', 'x'], ['X', 'eu-west'])).toBe(true);
  });

  it('that we gave out are the same when they come back', () => {
    fc.assert(
      fc.property(fc.array(fc.string()), (words) => {
        const tags = tagsIn(words);
        expect(sameTags(tagsIn(Object.keys(tagsOut(tags))), tags)).toBe(true);
      }),
    );
  });
});

describe('a list', () => {
  const rows = fc.array(fc.record({ id: fc.nat(), name: fc.string(), on: fc.boolean() }), { maxLength: 60 });
  const page = fc.integer({ min: 1, max: 40 });

  it('is whole and in order when all its pages are put together, and its links lead through it', () => {
    fc.assert(
      fc.property(rows, page, (all, perPage) => {
        const query = (n: number) => ({ per_page: String(perPage), page: String(n) });
        const first = listed(all, query(1), 'http://h/x');
        const { total, total_pages: pages } = first.meta.pagination as { total: number; total_pages: number };
        const every = Array.from({ length: pages }, (_, index) => listed(all, query(index + 1), 'http://h/x'));
        expect(every.flatMap(({ data }) => data)).toEqual(all);
        expect(total).toBe(all.length);
        every.forEach(({ meta: { pagination } }, index) => {
          const { next_page: next, previous_page: previous } = pagination.links as Record<string, string | null>;
          expect(typeof next !== 'string' ? null : new URL(next).searchParams.get('page')).toBe(
            index + 1 < pages ? String(index + 2) : null,
          );
          expect(previous === null).toBe(index === 0);
        });
      }),
    );
  });

  it('is sorted by a number as a number, either way, and filtered by what is true', () => {
    const all = [
      { id: 10, on: true },
      { id: 9, on: false },
      { id: 100, on: true },
    ];
    const ids = (query: object) => listed(all, query as never, 'x').data.map(({ id }) => id);
    expect(ids({ sort: 'id' })).toEqual([9, 10, 100]);
    expect(ids({ sort: 'id', order: 'desc' })).toEqual([100, 10, 9]);
    expect(ids({ on: '1' })).toEqual([10, 100]);
    expect(ids({ on: 'false' })).toEqual([9]);
    expect(ids({ sort: 'nothing', page: 'x', per_page: '-3' })).toEqual([10, 9, 100]);
  });
});

describe('states', () => {
  it('have Cachet’s numbers, and only operational is 1', () => {
    expect(STATUSES.filter((status) => componentNumber(status) === 1)).toEqual(['operational']);
    expect([0, 1, 2, 3, 4].map((number) => componentNumber(componentStatus(number)))).toEqual([0, 1, 2, 3, 4]);
    expect([0, 1, 2, 3, 4].map((number) => postNumber(postStatus(number)))).toEqual([0, 1, 2, 3, 4]);
  });

  it('together are a success only while all are known to be well', () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...STATUSES)), (statuses) => {
        const well = statuses.length > 0 && statuses.every((status) => status === 'operational');
        expect(systemStatus(statuses).status === 'success').toBe(well);
      }),
    );
  });
});

describe('public words on an incident', () => {
  const event = (seq: number, type: EventType) => ({ seq, at: seq, type });

  it('say the same thing once, in order, and nothing of what is ours', () => {
    const events = [
      event(9, 'incident-resolved'),
      event(1, 'incident-opened'),
      event(2, 'page-queued'),
      event(3, 'incident-acknowledged'),
      event(4, 'incident-acknowledged'),
      event(5, 'incident-note'),
    ];
    expect(updatesOf('Shop', events).map(({ number, status }) => [number, status])).toEqual([
      [1, 'investigating'],
      [3, 'identified'],
      [9, 'fixed'],
    ]);
  });
});

describe('points', () => {
  const point = (number: number, value: number, at: number) => ({ number, value, at, counter: 1, updatedAt: at });

  it('lie on a grid of 30 s, in days of UTC', () => {
    expect([onGrid(14_999), onGrid(15_000), dayOf(86_399_999)]).toEqual([0, 30_000, 0]);
    expect(inTime([point(2, 1, 60_000), point(1, 1, 0)]).map(({ number }) => number)).toEqual([1, 2]);
  });

  it('of the same value within the threshold are one', () => {
    const points = [point(1, 5, 0), point(2, 6, 60_000)];
    expect(sameAs(points, 5, 300_000, { threshold: 5 })?.number).toBe(1);
    expect(sameAs(points, 5, 300_001, { threshold: 5 })).toBeNull();
    expect(sameAs(points, 7, 60_000, { threshold: 5 })).toBeNull();
  });
});
