import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { World } from '../../../../../shared/model/drill/world.ts';
import { drawAt, draws } from '../../../../../shared/rules/drill/chance.ts';
import { joined, overlapMs, truthOf, without } from '../../../../../shared/rules/drill/truth.ts';

const segments = (...list: readonly unknown[]) => World.parse({ targets: { web: list } }).targets.web ?? [];

describe('the truth about a target', () => {
  it('is up outside all segments, and a later segment wins where two overlap', () => {
    const truth = truthOf(
      segments(
        { from: '1m', to: '5m', state: 'down' },
        { from: '2m', to: '3m', state: 'hang' },
        { from: '4m', to: '6m', state: 'up' },
      ),
    );
    const states = [0, 60_000, 119_999, 120_000, 180_000, 240_000, 360_000].map((at) => truth(at)?.state ?? null);
    expect(states).toEqual([null, 'down', 'down', 'hang', 'down', 'up', null]);
  });

  it('is the same whatever was asked before', () => {
    const list = segments(
      { from: '1m', to: '5m', state: 'down' },
      { from: '2m', to: '8m', state: 'hang' },
      { from: '3m', to: '4m', state: 'starting' },
    );
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 600_000 })), (times) => {
        const truth = truthOf(list);
        const slow = (at: number) => list.findLast(({ from, to }) => from <= at && at < to) ?? null;
        expect(times.map((at) => truth(at))).toEqual(times.map(slow));
      }),
    );
  });
});

describe('spans of time', () => {
  it('join, overlap and take away from one another', () => {
    const spans = joined([
      { from: 0, to: 2 },
      { from: 2, to: 3 },
      { from: 5, to: 9 },
    ]);
    expect(spans).toEqual([
      { from: 0, to: 3 },
      { from: 5, to: 9 },
    ]);
    expect(overlapMs(spans, [{ from: 1, to: 6 }])).toBe(3);
    expect(without(spans, [{ from: 2, to: 6 }])).toEqual([
      { from: 0, to: 2 },
      { from: 6, to: 9 },
    ]);
  });
});

describe('chance', () => {
  it('repeats itself, and takes every share about as often as it says', () => {
    const seen = Array.from({ length: 10_000 }, (_, index) => drawAt(7, 'web', index * 30_000));
    expect(drawAt(7, 'web', 30_000)).toBe(seen[1]);
    expect(seen.filter((value) => value < 0.3).length / seen.length).toBeCloseTo(0.3, 1);
    expect(seen.every((value) => value >= 0 && value < 1)).toBe(true);
    const again = draws(3);
    const once = draws(3);
    expect(Array.from({ length: 50 }, () => again())).toEqual(Array.from({ length: 50 }, () => once()));
  });
});
