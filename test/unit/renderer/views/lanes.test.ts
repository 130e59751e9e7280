import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type LaneSource, lanesOf } from '../../../../renderer/views/timeline/lanes.ts';
import { ticksOf } from '../../../../renderer/views/timeline/time-axis.tsx';
import type { ComponentView } from '../../../../shared/contract/view.ts';
import type { WatchEvent } from '../../../../shared/model/event.ts';
import { type ComponentStatus, STATUSES } from '../../../../shared/model/status.ts';
import { componentView } from '../../../harness/window-fixture.ts';

const FROM = 1_000;
const TO = 2_000;

function event(
  seq: number,
  at: number,
  type: 'status' | 'watcher',
  data: WatchEvent['data'],
  component: ComponentView | null = null,
): WatchEvent {
  return {
    seq,
    at,
    type,
    data,
    text: '',
    componentId: component?.id ?? null,
    incidentId: null,
    personId: null,
    channelId: null,
  };
}
const lanes = (changed: Partial<LaneSource>) =>
  lanesOf({ components: [], events: [], watching: true, watchingSince: 0, from: FROM, to: TO, ...changed });
const drawn = (changed: Partial<LaneSource>) => {
  const { changed: worse, unchanged } = lanes(changed);
  return [...worse, ...unchanged].map(({ segments }) =>
    segments.map(({ from, to, status }) => `${from}-${to} ${status}`),
  );
};
const web = componentView(0, 'web', { since: 0 });
const status = (seq: number, at: number, from: ComponentStatus, to: ComponentStatus) =>
  event(seq, at, 'status', { from, to }, web);

describe('a lane', () => {
  it('without a change is what it is now, from the beginning on', () => {
    expect(drawn({ components: [web] })).toEqual([['1000-2000 operational']]);
  });

  it('is drawn back from now through every change', () => {
    const events = [status(1, 1_200, 'operational', 'major_outage'), status(2, 1_500, 'major_outage', 'operational')];
    expect(drawn({ components: [{ ...web, since: 1_500 }], events })).toEqual([
      ['1000-1200 operational', '1200-1500 major_outage', '1500-2000 operational'],
    ]);
  });

  it('is unknown before the first thing that is known, never operational', () => {
    expect(drawn({ components: [{ ...web, since: 1_700 }] })).toEqual([['1000-1700 unknown', '1700-2000 operational']]);
    expect(drawn({ components: [{ ...web, since: null, status: 'unknown' }] })).toEqual([['1000-2000 unknown']]);
  });

  it('is unknown before a change that does not say from what', () => {
    const events = [event(1, 1_500, 'status', { to: 'operational' }, web)];
    expect(drawn({ components: [{ ...web, since: 1_500 }], events })).toEqual([
      ['1000-1500 unknown', '1500-2000 operational'],
    ]);
  });

  it('believes the present picture over a history that lags behind it', () => {
    const events = [status(1, 1_200, 'major_outage', 'operational')];
    expect(drawn({ components: [{ ...web, status: 'major_outage', since: 1_900 }], events })).toEqual([
      ['1000-1200 major_outage', '1200-1900 operational', '1900-2000 major_outage'],
    ]);
  });

  it('is hatched where nobody watched, whatever was believed', () => {
    const events = [event(1, 1_300, 'watcher', { to: 'not-watching' }), event(2, 1_600, 'watcher', { to: 'watching' })];
    expect(drawn({ components: [web], events })).toEqual([
      ['1000-1300 operational', '1300-1600 unknown', '1600-2000 operational'],
    ]);
  });

  it('is hatched over a gap that was noticed only afterwards', () => {
    const events = [event(1, 1_600, 'watcher', { gapMs: 400 })];
    expect(drawn({ components: [web], events })).toEqual([
      ['1000-1200 operational', '1200-1600 unknown', '1600-2000 operational'],
    ]);
  });

  it('is hatched up to now while nobody watches', () => {
    expect(drawn({ components: [web], watching: false, watchingSince: 1_400 })).toEqual([
      ['1000-1400 operational', '1400-2000 unknown'],
    ]);
  });

  it('is hatched before the very first start', () => {
    const events = [event(1, 1_800, 'watcher', { to: 'watching' })];
    expect(drawn({ components: [web], events })).toEqual([['1000-1800 unknown', '1800-2000 operational']]);
  });

  it('of a component that was in trouble comes before one that was not', () => {
    const { changed, unchanged } = lanes({
      components: [web, { ...componentView(0, 'db', { since: 1_900, status: 'major_outage' }) }],
    });
    expect([changed.map(({ name }) => name), unchanged.map(({ name }) => name)]).toEqual([['db'], ['web']]);
  });

  it('tiles the whole range without holes or overlaps, whatever the history holds', () => {
    const anyStatus = fc.constantFrom(...STATUSES);
    const anyEvent = fc.oneof(
      fc
        .tuple(fc.integer({ min: 0, max: 3_000 }), anyStatus, anyStatus)
        .map(([at, from, to]) => ({ at, type: 'status' as const, data: { from, to } })),
      fc
        .tuple(fc.integer({ min: 0, max: 3_000 }), fc.constantFrom('watching', 'not-watching'))
        .map(([at, to]) => ({ at, type: 'watcher' as const, data: { to } })),
      fc
        .tuple(fc.integer({ min: 0, max: 3_000 }), fc.integer({ min: 0, max: 2_000 }))
        .map(([at, gapMs]) => ({ at, type: 'watcher' as const, data: { gapMs } })),
    );
    fc.assert(
      fc.property(
        fc.array(anyEvent, { maxLength: 12 }),
        anyStatus,
        fc.option(fc.integer({ min: 0, max: 2_500 })),
        (events, now, since) => {
          const numbered = events
            .toSorted((a, b) => a.at - b.at)
            .map((one, seq) => event(seq, one.at, one.type, one.data, web));
          const { changed, unchanged, gaps } = lanes({
            components: [{ ...web, status: now, since }],
            events: numbered,
          });
          const segments = [...changed, ...unchanged][0]?.segments ?? [];
          expect(segments[0]?.from).toBe(FROM);
          expect(segments.at(-1)?.to).toBe(TO);
          for (const [index, segment] of segments.entries()) {
            expect(segment.to).toBeGreaterThan(segment.from);
            expect(segment.from).toBe(index === 0 ? FROM : segments[index - 1]?.to);
            if (segment.status !== 'unknown') {
              expect(gaps.some((gap) => gap.from < segment.to && gap.to > segment.from)).toBe(false);
            }
          }
        },
      ),
    );
  });
});

describe('the axis under the lanes', () => {
  it('stands at round times', () => {
    const day = Date.parse('2026-11-21T10:17:00Z');
    expect(ticksOf(day - 24 * 3_600_000, day).ticks.map((at) => new Date(at).toISOString().slice(11, 16))).toEqual([
      '12:00',
      '18:00',
      '00:00',
      '06:00',
    ]);
    expect(ticksOf(day - 3_600_000, day).ticks.map((at) => new Date(at).toISOString().slice(11, 16))).toEqual([
      '09:20',
      '09:30',
      '09:40',
      '09:50',
      '10:00',
      '10:10',
    ]);
  });
});
