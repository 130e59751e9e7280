import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type CheckDays, ROLLUP_UNITS, type Rollup, type RollupUnit } from '../../../shared/contract/series.ts';
import { CheckId } from '../../../shared/model/ids.ts';
import type { Observation, Outcome } from '../../../shared/model/observation.ts';
import { bareStore } from '../../harness/bare-store.ts';
import { anObservation, failed, inconclusive, NIGHT, passed, slow } from '../../harness/store-values.ts';

const CHECKS = ['api/http', 'api/tcp', 'mail/smtp'].map((id) => CheckId.parse(id));
const UNITS = Object.keys(ROLLUP_UNITS) as RollupUnit[];
const DAYS = 3 * ROLLUP_UNITS.day;
const NIGHT_DAY = NIGHT - (NIGHT % ROLLUP_UNITS.day);

const outcome: fc.Arbitrary<Outcome> = fc.oneof(
  fc.integer({ min: 0, max: 99_999 }).map((tenths) => passed(tenths / 10)),
  fc.integer({ min: 0, max: 99_999 }).map((tenths) => slow(tenths / 10)),
  fc.constant(failed()),
  fc.constant(inconclusive()),
);
const observation = fc
  .record({
    check: fc.constantFrom(...CHECKS),
    offset: fc.oneof(fc.integer({ min: 0, max: DAYS }), fc.integer({ min: 0, max: 2_000 })),
    outcome,
  })
  .map(({ check, offset, outcome }) => anObservation(NIGHT + offset, outcome, check));
const batches = fc.array(fc.array(observation, { maxLength: 120 }), { maxLength: 5 });

/** The same sums, added one by one. */
function naive(observations: readonly Observation[], unit: RollupUnit): readonly Rollup[] {
  const sums = new Map<string, { -readonly [K in keyof Rollup]: Rollup[K] }>();
  for (const { checkId, at, outcome } of observations) {
    const start = at - (at % ROLLUP_UNITS[unit]);
    const key = `${start} ${checkId}`;
    const sum = sums.get(key) ?? {
      checkId,
      unit,
      start,
      passes: 0,
      slows: 0,
      fails: 0,
      inconclusives: 0,
      latencySumMs: 0,
      latencyMaxMs: 0,
    };
    sums.set(key, sum);
    if (outcome.kind === 'fail') sum.fails += 1;
    else if (outcome.kind === 'inconclusive') sum.inconclusives += 1;
    else {
      sum[outcome.kind === 'pass' ? 'passes' : 'slows'] += 1;
      sum.latencySumMs = Math.round((sum.latencySumMs + outcome.timings.totalMs) * 10) / 10;
      sum.latencyMaxMs = Math.max(sum.latencyMaxMs, outcome.timings.totalMs);
    }
  }
  return [...sums.values()];
}

const sorted = (rollups: readonly Rollup[]) =>
  rollups.toSorted((a, b) => a.start - b.start || a.checkId.localeCompare(b.checkId));

/** `start check good failed` of every day in which anything could be judged. */
const barOf = ({ start, checkId, passes, slows, fails }: Rollup) => `${start} ${checkId} ${passes + slows} ${fails}`;

function barsOf(days: readonly CheckDays[]): readonly string[] {
  return days
    .flatMap(({ checkId, good, failed }) =>
      good.map((count, day) => `${NIGHT_DAY + day * ROLLUP_UNITS.day} ${checkId} ${count} ${failed[day]}`),
    )
    .filter((bar) => !bar.endsWith(' 0 0'))
    .toSorted();
}

test('the sums of every minute, hour and day are those of the tries, however they were batched', {
  timeout: 60_000,
}, async () => {
  await fc.assert(
    fc.asyncProperty(batches, async (batches) => {
      const { store } = await bareStore(':memory:');
      for (const batch of batches) {
        await store.record(batch);
      }
      const all = batches.flat();
      const range = { from: NIGHT, to: NIGHT + DAYS };
      for (const unit of UNITS) {
        expect(sorted(await store.rollups({ checkIds: CHECKS, unit, ...range }))).toEqual(sorted(naive(all, unit)));
      }
      const days = await store.days({ checkIds: CHECKS, ...range });
      expect(barsOf(days)).toEqual(
        naive(all, 'day')
          .map(barOf)
          .filter((bar) => !bar.endsWith(' 0 0'))
          .toSorted(),
      );
      for (const checkId of CHECKS) {
        const tries = await store.observations({ checkId, ...range, to: range.to + 10_000, limit: 10_000 });
        expect(tries).toHaveLength(all.filter((one) => one.checkId === checkId).length);
        expect(tries.map(({ at }) => at)).toEqual(tries.map(({ at }) => at).toSorted((a, b) => a - b));
      }
    }),
    { numRuns: 60 },
  );
});

test('one check among many is found by seeking, and all of them by reading: both give the same sums', async () => {
  const { store } = await bareStore(':memory:');
  const checks = Array.from({ length: 40 }, (_, number) => CheckId.parse(`check-${number}`));
  const observations = checks.flatMap((check, number) =>
    Array.from({ length: 30 }, (_, day) =>
      anObservation(NIGHT + day * ROLLUP_UNITS.day + number * 1_000, passed(number + 1), check),
    ),
  );
  await store.record(observations);
  const range = { unit: 'day', from: NIGHT, to: NIGHT + 29 * ROLLUP_UNITS.day } as const;
  const all = await store.rollups({ checkIds: checks, ...range });
  expect(all).toHaveLength(40 * 30);
  expect(all.map(({ start }) => start)).toEqual(all.map(({ start }) => start).toSorted((a, b) => a - b));
  for (const checkId of checks) {
    expect(await store.rollups({ checkIds: [checkId], ...range })).toEqual(
      all.filter((rollup) => rollup.checkId === checkId),
    );
  }
  expect(await store.rollups({ checkIds: [CheckId.parse('nobody')], ...range })).toEqual([]);

  const bars = await store.days({ checkIds: checks, ...range });
  expect(bars).toHaveLength(40);
  for (const checkId of checks) {
    const good = new Array(30).fill(1);
    expect(await store.days({ checkIds: [checkId], ...range })).toEqual([
      { checkId, good, failed: new Array(30).fill(0) },
    ]);
    expect(bars.find((bar) => bar.checkId === checkId)?.good).toEqual(good);
  }
  expect(await store.days({ checkIds: [CheckId.parse('nobody')], ...range })).toEqual([]);
});

test('a span counts when the range touches it', async () => {
  const { store } = await bareStore(':memory:');
  const hour = Date.parse('2026-11-21T02:00:00Z');
  await store.record([-1, 0, 3_599_999, 3_600_000].map((offset) => anObservation(hour + offset)));
  const starts = async (from: number, to: number) =>
    (await store.rollups({ checkIds: [CheckId.parse('api/http')], unit: 'hour', from, to })).map(
      ({ start, passes }) => [(start - hour) / 3_600_000, passes],
    );
  expect(await starts(hour + 60_000, hour + 120_000)).toEqual([[0, 2]]);
  expect(await starts(hour - 1, hour + 3_600_000)).toEqual([
    [-1, 1],
    [0, 2],
    [1, 1],
  ]);
  expect(await starts(0, hour * 2)).toEqual([
    [-1, 1],
    [0, 2],
    [1, 1],
  ]);
});
