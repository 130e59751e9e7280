import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Mode } from '../../../../electron/demo/modes.ts';
import { play } from '../../../../electron/demo/play.ts';
import { LONGEST_GAP_MS, SERVERS, type ServerId, SHORTEST_GAP_MS } from '../../../../electron/demo/script.ts';
import { movableClock } from '../../../harness/movable-clock.ts';

const SECOND = 1_000;
const HOUR = 3_600_000;

/** Plays the script to servers that only remember. */
function playing(random: () => number) {
  const clock = movableClock(0);
  const modes = new Map<ServerId, Mode>(SERVERS.map((id) => [id, 'well']));
  const changes: { readonly at: number; readonly id: ServerId; readonly mode: Mode; readonly unwell: number }[] = [];
  const servers = new Map(
    SERVERS.map((id) => [
      id,
      {
        set: async (mode: Mode) => {
          modes.set(id, mode);
          changes.push({
            at: clock.now(),
            id,
            mode,
            unwell: [...modes.values()].filter((other) => other !== 'well').length,
          });
        },
      },
    ]),
  );
  return { clock, modes, changes, stop: play(clock, random, servers) };
}

/** Numbers in [0, 1) from a list, again and again. */
function from(list: readonly number[]): () => number {
  let next = 0;
  return () => list[next++ % list.length] ?? 0;
}
const randoms = fc.array(fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }), {
  minLength: 1,
  maxLength: 30,
});

describe('the first minute of the demo', () => {
  it('shows a warm-up, a failure long enough to page, and a recovery, whatever the dice say', () => {
    fc.assert(
      fc.property(randoms, (numbers) => {
        const { clock, changes, stop } = playing(from(numbers));
        clock.advance(60 * SECOND);
        stop();
        expect(changes.map(({ at, id, mode }) => `${at / SECOND} ${id} ${mode}`)).toEqual([
          '0 intranet warming',
          '6 shop failing',
          '20 intranet well',
          '42 shop well',
        ]);
      }),
      { numRuns: 20 },
    );
  });
});

describe('the demo afterwards', () => {
  it('has never more than two servers in trouble, something every two to four minutes, and everybody recovers', () => {
    fc.assert(
      fc.property(randoms, (numbers) => {
        const { clock, changes, modes, stop } = playing(from(numbers));
        clock.advance(3 * HOUR);
        expect(Math.max(...changes.map(({ unwell }) => unwell))).toBeLessThanOrEqual(2);
        const beginnings = changes
          .filter(({ mode, unwell, at }) => mode !== 'well' && unwell === 1 && at > 60 * SECOND)
          .map(({ at }) => at);
        const gaps = beginnings.slice(1).map((at, index) => at - (beginnings[index] as number));
        expect(Math.min(...gaps)).toBeGreaterThanOrEqual(SHORTEST_GAP_MS);
        expect(Math.max(...gaps)).toBeLessThanOrEqual(LONGEST_GAP_MS);
        // The last scene may be under way; everybody else is well again.
        const lately = new Set(changes.filter(({ at }) => at > 3 * HOUR - SHORTEST_GAP_MS).map(({ id }) => id));
        for (const [id, mode] of modes) {
          expect(mode === 'well' || lately.has(id)).toBe(true);
        }
        stop();
        expect(clock.pending()).toBe(0);
      }),
      { numRuns: 60 },
    );
  });

  it('tries again every second when a server could not be set, until it is stopped', async () => {
    const clock = movableClock(0);
    const tried: string[] = [];
    const set = async (mode: Mode) => {
      tried.push(`${clock.now() / SECOND} ${mode}`);
      if (tried.length < 3) {
        throw new Error('listen EADDRINUSE');
      }
    };
    const stop = play(clock, () => 0, new Map([['intranet', { set }]]));
    for (let second = 0; second < 5; second++) {
      clock.advance(SECOND);
      await Promise.resolve(); // lets the refusal arrive
    }
    expect(tried).toEqual(['0 warming', '2 warming', '3 warming']);
    stop();
  });

  it('shows every server and every way to fail within an afternoon', () => {
    let seed = 1;
    const { clock, changes, stop } = playing(() => {
      seed = (seed * 48_271) % 2_147_483_647; // Park and Miller's minimal standard generator
      return seed / 2_147_483_647;
    });
    clock.advance(5 * HOUR);
    stop();
    expect(new Set(changes.map(({ id }) => id)).size).toBe(SERVERS.length);
    expect(new Set(changes.map(({ mode }) => mode))).toEqual(
      new Set(['well', 'failing', 'refusing', 'hanging', 'slow', 'warming']),
    );
  });
});
