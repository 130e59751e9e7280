/** How long a newcomer waits: the model of the seeds, told only from enough readings, moved by no odd one. */
import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { CheckId } from '../../../../shared/model/ids.ts';
import type { Load, Outcome } from '../../../../shared/model/observation.ts';
import { stepHealth, unseen } from '../../../../shared/rules/health.ts';
import { estimateWait, overloadedBy, waitOf, waitsAfter, waitWords } from '../../../../shared/rules/overload.ts';
import { aCheck } from '../../../harness/probing.ts';

interface Case {
  readonly queued: number;
  readonly workers: number;
  readonly mean_service_s: number;
  readonly wait_s: number;
}
const { cases }: { readonly cases: readonly Case[] } = JSON.parse(
  readFileSync(new URL('../../../fixtures/overload/wait-model.json', import.meta.url), 'utf8'),
);

const loaded = (change: Partial<Load>): Load => ({ waiting: 0, busy: 5, workers: 5, serviceMs: 1_000, ...change });
const passing = (load?: Load, totalMs = 10): Outcome => ({ kind: 'pass', timings: { totalMs }, ...(load && { load }) });

/** The words after readings of so many seconds each: 5 workers, 1 s to serve one. */
function wordsAfter(...seconds: readonly number[]): string | null {
  let health = unseen('it' as CheckId);
  for (const wait of seconds) {
    health = { ...health, waits: waitsAfter(health.waits, passing(loaded({ waiting: wait * 5 }))) };
  }
  return waitWords(estimateWait(health));
}

describe('the wait of a newcomer', () => {
  it.each(cases)('is $wait_s s with $queued queued, $workers workers and $mean_service_s s each', (row) => {
    const load = loaded({ waiting: row.queued, workers: row.workers, serviceMs: row.mean_service_s * 1_000 });
    expect(waitOf(load)).toBeCloseTo(row.wait_s * 1_000);
  });

  it.each([
    { story: 'nobody waits, whatever else is not known', load: { serviceMs: null }, wait: 0 },
    { story: 'the time to serve one is not told', load: { waiting: 5, serviceMs: null }, wait: null },
    { story: 'there are no workers at all', load: { waiting: 5, workers: 0 }, wait: null },
  ])('is $wait when $story', ({ load, wait }) => {
    expect(waitOf(loaded(load))).toBe(wait);
  });

  it.each([
    { seconds: [], says: null },
    { seconds: [180, 180], says: null },
    { seconds: [180, 180, 180], says: 'a newcomer waits about 3 min' },
    { seconds: [180, 180, 180, 180, 185], says: 'a newcomer waits about 3 min, and that is steady' },
    { seconds: [50, 80, 120, 180, 240], says: 'a newcomer waits about 3 min and it grows' },
    { seconds: [300, 280, 200, 150, 100], says: 'a newcomer waits about 3 min and it shrinks' },
    { seconds: [2, 2, 2.4], says: 'a newcomer waits about 2 s' },
    { seconds: [0, 0, 0, 0, 0], says: null },
    { seconds: [0.2, 0.1, 0.4], says: null },
    { seconds: [20, 20, 20, 20, 3_000], says: 'a newcomer waits about 20 s and it grows' },
    { seconds: [0, 0, 0, 0, 3_000], says: null },
  ])('is told as "$says" after $seconds', ({ seconds, says }) => {
    expect(wordsAfter(...seconds)).toBe(says);
  });

  it('forgets what is five readings old', () => {
    expect(wordsAfter(300, 300, 0, 0, 0, 0, 0)).toBeNull();
  });

  it('comes from the trend of the answers where no load is told', () => {
    const waits: number[] = [];
    const usual = [100, 110, 90, 100, 105];
    const told = (late: readonly number[]) => waitWords(estimateWait({ waits, latencies: [...usual, ...late] }));
    expect(told([])).toBeNull();
    expect(told([100, 120, 90, 100, 110])).toBeNull();
    expect(told([1_100, 2_100, 3_100, 4_100, 5_100])).toBe('a newcomer waits about 4 s and it grows');
    expect(told([100, 100, 9_000, 100, 100])).toBeNull();
  });

  it('is kept by the health of a check: of failures as well, through what could not be judged, until a try tells of no load', () => {
    const check = aCheck({ type: 'tcp', host: 'h', port: 1 });
    const load = (waiting: number) => loaded({ waiting });
    const failed: Outcome = {
      kind: 'fail',
      failure: { kind: 'overloaded', phase: 'body', detail: 'full' },
      timings: { totalMs: 1 },
      load: load(50),
    };
    const unsure: Outcome = { kind: 'inconclusive', trouble: { kind: 'offline', detail: 'no network' } };
    const outcomes = [
      passing(load(5)),
      passing(load(10)),
      passing(load(15)),
      passing(),
      unsure,
      passing(load(20)),
      failed,
    ];
    const health = [...outcomes, passing(load(5))].reduce(
      (before, outcome, at) =>
        stepHealth(before, { checkId: check.id, componentId: check.componentId, at, endedAt: at, outcome }, check),
      unseen(check.id),
    );
    expect(health.waits).toEqual([4_000, 10_000, 1_000]);
  });

  it('is never below 0, never endless, and always kept short, whatever is told', () => {
    const number = fc.oneof(fc.nat(), fc.double({ min: 0, max: 1e9, noNaN: true }));
    const load = fc.record({ waiting: number, busy: number, workers: number, serviceMs: fc.option(number) });
    fc.assert(
      fc.property(fc.array(load, { maxLength: 12 }), (loads) => {
        const health = {
          ...unseen('it' as CheckId),
          waits: loads.reduce<number[]>((before, one) => waitsAfter(before, passing(one)), []),
        };
        const wait = estimateWait(health);
        expect(health.waits.length).toBeLessThanOrEqual(5);
        expect(health.waits.every((ms) => ms >= 0 && Number.isFinite(ms))).toBe(true);
        expect(wait === null || wait.waitMs >= 0).toBe(true);
      }),
    );
  });
});

describe('maxWait', () => {
  it.each([
    { load: { waiting: 14, workers: 10, serviceMs: 4_000 }, maxWait: 5_600, says: null },
    {
      load: { waiting: 14, workers: 10, serviceMs: 4_000 },
      maxWait: 5_000,
      says: 'a newcomer waits about 5.6 s (14 waiting, 4 s each, 10 workers), more than 5 s',
    },
    { load: { waiting: 14, workers: 10, serviceMs: 4_000 }, maxWait: undefined, says: null },
    { load: { waiting: 14, workers: 10, serviceMs: null }, maxWait: 1, says: null },
    {
      load: { waiting: 1_200, workers: 1, serviceMs: 500 },
      maxWait: 60_000,
      says: 'a newcomer waits about 10 min (1200 waiting, 500 ms each, 1 worker), more than 1 min',
    },
  ])('of $maxWait says $says', ({ load, maxWait, says }) => {
    const failure = overloadedBy({ busy: load.workers, ...load }, maxWait);
    expect(failure?.detail ?? null).toBe(says);
    expect(failure === null || (failure.kind === 'overloaded' && failure.level === 'partial_outage')).toBe(true);
  });
});
