import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type ComponentStatus, STATUSES } from '../../../../shared/model/status.ts';
import {
  type UptimeEvent,
  type UptimeFigure,
  type UptimeHistory,
  uptimeFigures,
  uptimePercent,
  uptimeShare,
} from '../../../../shared/rules/uptime.ts';

let seq = 0;
const status = (at: number, from: ComponentStatus, to: ComponentStatus): UptimeEvent => {
  seq += 1;
  return { seq, at, type: 'status', data: { from, to } };
};
const watcher = (at: number, data: UptimeEvent['data']): UptimeEvent => {
  seq += 1;
  return { seq, at, type: 'watcher', data };
};

const figure = (
  events: readonly UptimeEvent[],
  more: Partial<UptimeHistory> = {},
  from = 0,
  to = 100,
): UptimeFigure => {
  const [only] = uptimeFigures({ from: 0, status: 'operational', watching: true, events, ...more }, [{ from, to }]);
  return only ?? expect.fail('no figure');
};

describe('uptime leaves out what was not seen', () => {
  it('counts each status from its event to the next', () => {
    const events = [
      status(10, 'operational', 'performance_issues'),
      status(30, 'performance_issues', 'partial_outage'),
      status(40, 'partial_outage', 'major_outage'),
      status(45, 'major_outage', 'under_maintenance'),
      status(60, 'under_maintenance', 'operational'),
    ];
    expect(figure(events)).toEqual({
      from: 0,
      to: 100,
      operational: 50,
      slow: 20,
      partial: 10,
      major: 5,
      maintenance: 15,
      unseen: 0,
    });
  });

  it('a gap that was noticed afterwards is unseen, whatever was believed meanwhile', () => {
    const events = [
      watcher(50, { gapMs: 20 }),
      status(50, 'operational', 'unknown'),
      status(55, 'unknown', 'operational'),
    ];
    expect(figure(events)).toMatchObject({ operational: 75, unseen: 25 });
  });

  it('from "not watching" to "watching" nothing was seen, also when that was written late', () => {
    const late = [
      status(40, 'operational', 'major_outage'),
      watcher(30, { to: 'not-watching' }),
      watcher(60, { to: 'watching' }),
    ];
    expect(figure(late)).toMatchObject({ operational: 30, major: 40, unseen: 30 });
  });

  it('still not watching at the end: unseen up to the end', () => {
    expect(figure([watcher(80, { to: 'not-watching' })])).toMatchObject({ operational: 80, unseen: 20 });
  });

  it('nothing is known before the history begins', () => {
    expect(figure([], { from: 70 })).toMatchObject({ operational: 30, unseen: 70 });
    expect(figure([watcher(90, { to: 'watching' })], { watching: false })).toMatchObject({
      operational: 10,
      unseen: 90,
    });
  });

  it('a status that changed without a word was not seen', () => {
    const events = [status(20, 'operational', 'operational'), status(60, 'major_outage', 'operational')];
    expect(figure(events)).toMatchObject({ operational: 60, unseen: 40 });
  });

  it('a clock that jumps back makes no time negative and none twice', () => {
    const events = [status(50, 'operational', 'major_outage'), status(20, 'major_outage', 'operational')];
    expect(figure(events)).toMatchObject({ operational: 100, major: 0, unseen: 0 });
  });
});

describe('the share', () => {
  const of = (part: Partial<UptimeFigure>): UptimeFigure => ({ ...figure([]), operational: 0, ...part });

  it('is null when nothing was seen: not 0, not 100', () => {
    expect([uptimeShare(of({ unseen: 100 })), uptimePercent(of({ maintenance: 100 }))]).toEqual([null, null]);
  });

  it('counts slow as up, partial and major as down, maintenance and unseen as neither', () => {
    const part = { operational: 40, slow: 20, partial: 20, major: 20, maintenance: 500, unseen: 900 };
    expect([uptimeShare(of(part)), uptimePercent(of(part))]).toEqual([0.6, '60.00']);
  });

  it.each([
    [{ operational: 100 }, '100'],
    [{ operational: 99_996, major: 4 }, '99.99'],
    [{ operational: 7_776_000_000 - 1, major: 1 }, '99.99'],
    [{ operational: 58, major: 42 }, '58.00'],
    [{ operational: 1, major: 99_999 }, '0.00'],
  ])('%j is %s: rounded down, and 100 only when nothing was down', (part, percent) => {
    expect(uptimePercent(of(part))).toBe(percent);
  });
});

/** Millisecond by millisecond, as slowly and plainly as it can be said. */
function bruteForce({ from: begin, status: first, watching, events }: UptimeHistory, from: number, to: number) {
  const kinds = ['operational', 'slow', 'partial', 'major', 'maintenance', 'unseen'] as const;
  const sums = Object.fromEntries(kinds.map((kind) => [kind, 0])) as Record<(typeof kinds)[number], number>;
  const ordered = [...events].sort((a, b) => a.seq - b.seq);
  const states: { at: number; from: unknown; to: ComponentStatus }[] = [];
  let latest = begin;
  for (const event of ordered.filter(({ type }) => type === 'status')) {
    latest = Math.max(latest, event.at);
    states.push({ at: latest, from: event.data.from, to: event.data.to as ComponentStatus });
  }
  const unwatched = new Set<number>();
  let blind: number | null = watching ? null : begin;
  for (const { at, data } of ordered.filter(({ type }) => type === 'watcher')) {
    for (let ms = at - Number(data.gapMs ?? 0); ms < at; ms++) {
      unwatched.add(ms);
    }
    if (data.to === 'not-watching') {
      blind = Math.min(blind ?? at, at);
    } else if (data.to === 'watching' && blind !== null) {
      for (let ms = blind; ms < at; ms++) {
        unwatched.add(ms);
      }
      blind = null;
    }
  }
  for (let ms = from; ms < to; ms++) {
    const index = states.findLastIndex(({ at }) => at <= ms);
    const now = index < 0 ? first : (states[index]?.to ?? 'unknown');
    const next = states[index + 1];
    const doubtful = next !== undefined && next.from !== now;
    const seen = ms >= begin && !unwatched.has(ms) && !(blind !== null && ms >= blind) && !doubtful;
    const kind = seen ? STATUSES.indexOf(now) : 5;
    sums[kinds[kind] ?? 'unseen'] += 1;
  }
  return sums;
}

describe('for any history', () => {
  const anyStatus = fc.constantFrom(...STATUSES);
  const at = fc.integer({ min: -20, max: 140 });
  const anyEvent = fc.oneof(
    fc.record({ at, type: fc.constant('status' as const), data: fc.record({ from: anyStatus, to: anyStatus }) }),
    fc.record({
      at,
      type: fc.constant('watcher' as const),
      data: fc.oneof(
        fc.record({ to: fc.constantFrom('watching', 'not-watching') }),
        fc.record({ gapMs: fc.integer({ min: 0, max: 60 }) }),
        fc.constant({}),
      ),
    }),
  );
  const anyHistory = fc
    .record({
      from: fc.integer({ min: -30, max: 60 }),
      status: anyStatus,
      watching: fc.boolean(),
      events: fc.array(anyEvent, { maxLength: 12 }),
    })
    .map((history) => ({
      ...history,
      events: history.events.map((event, index) => ({ ...event, seq: index + 1 }) as UptimeEvent),
    }));

  it('it is what counting every millisecond gives, and all parts together are the range', () => {
    fc.assert(
      fc.property(
        anyHistory,
        fc.integer({ min: 0, max: 60 }),
        fc.integer({ min: 0, max: 100 }),
        (history, from, length) => {
          const [first] = uptimeFigures(history, [
            { from, to: from + length },
            { from: 0, to: 200 },
          ]);
          const { from: _from, to: _to, ...parts } = first ?? expect.fail('no figure');
          expect(parts).toEqual(bruteForce(history, from, from + length));
          expect(Object.values(parts).reduce((sum, ms) => sum + ms, 0)).toBe(length);
          expect(Math.min(...Object.values(parts))).toBeGreaterThanOrEqual(0);
        },
      ),
      { numRuns: 1_000 },
    );
  });

  it('the share is never above 1, and the order in which events come does not matter', () => {
    fc.assert(
      fc.property(anyHistory, fc.infiniteStream(fc.nat()), (history, keys) => {
        const ranges = [{ from: 0, to: 100 }];
        const [first] = uptimeFigures(history, ranges);
        const shuffled = history.events
          .map((event) => ({ event, key: keys.next().value }))
          .sort((a, b) => a.key - b.key)
          .map(({ event }) => event);
        expect(uptimeFigures({ ...history, events: shuffled }, ranges)).toEqual([first]);
        const share = first === undefined ? null : uptimeShare(first);
        expect(share ?? 0).toBeGreaterThanOrEqual(0);
        expect(share ?? 1).toBeLessThanOrEqual(1);
        expect((first?.partial ?? 0) + (first?.major ?? 0) > 0 && uptimePercent(first as UptimeFigure) === '100').toBe(
          false,
        );
      }),
      { numRuns: 500 },
    );
  });
});
