import { expect, test } from 'vitest';
import { CheckId } from '../../../shared/model/ids.ts';
import { bareStore } from '../../harness/bare-store.ts';
import { anObservation, failed, inconclusive, NIGHT, passed, slow } from '../../harness/store-values.ts';

const checkId = CheckId.parse('api/http');
const MINUTE = 60_000;

test('a try comes back with its outcome, its latency to a tenth of a ms, and words and kind only where it went wrong', async () => {
  const { store } = await bareStore(':memory:');
  await store.record([
    anObservation(NIGHT, passed(20.26)),
    anObservation(NIGHT + 1, slow(900)),
    anObservation(NIGHT + 2, failed('refused')),
    anObservation(NIGHT + 3, inconclusive('no file handle left')),
  ]);
  expect(await store.observations({ checkId, from: NIGHT, to: NIGHT + 9, limit: 9 })).toEqual([
    { checkId, at: NIGHT, outcome: 'pass', latencyMs: 20.3, detail: '' },
    { checkId, at: NIGHT + 1, outcome: 'slow', latencyMs: 900, detail: '' },
    { checkId, at: NIGHT + 2, outcome: 'fail', latencyMs: 12, detail: 'refused', kind: 'wrong-status' },
    {
      checkId,
      at: NIGHT + 3,
      outcome: 'inconclusive',
      latencyMs: null,
      detail: 'no file handle left',
      kind: 'no-sockets',
    },
  ]);
});

test('over the limit the newest tries are shown, oldest first, and only those of the range and the check', async () => {
  const { store } = await bareStore(':memory:');
  const times = Array.from({ length: 50 }, (_, number) => NIGHT + number * 20_000);
  await store.record(times.flatMap((at) => [anObservation(at), anObservation(at, failed(), 'other')]));
  const at = async (query: { from: number; to: number; limit: number }) =>
    (await store.observations({ checkId, ...query })).map((one) => one.at);
  expect(await at({ from: 0, to: NIGHT * 2, limit: 3 })).toEqual(times.slice(-3));
  expect(await at({ from: times[10] ?? 0, to: times[12] ?? 0, limit: 99 })).toEqual(times.slice(10, 13));
  expect(await at({ from: 0, to: NIGHT - 1, limit: 99 })).toEqual([]);
  expect(await store.observations({ checkId: CheckId.parse('never-seen'), from: 0, to: NIGHT * 2, limit: 9 })).toEqual(
    [],
  );
});

test('a question about always jumps over the years in which nothing was recorded', async () => {
  const { store } = await bareStore(':memory:');
  const far = [0, 90 * 365 * 24 * 60 * MINUTE]; // a clock that was wrong by half a century, both ways
  await store.record([...far, NIGHT].map((at) => anObservation(at)));
  const tries = await store.observations({ checkId, from: 0, to: Number.MAX_SAFE_INTEGER, limit: 9 });
  expect(tries.map(({ at }) => at)).toEqual([0, NIGHT, far[1]]);
});

test('two tries in the same ms are both kept, the later one a ms further on, and counted once each', async () => {
  const { store } = await bareStore(':memory:');
  const edge = NIGHT + MINUTE - 1;
  await store.record([anObservation(edge, passed(1))]);
  await store.record([
    anObservation(edge, passed(2)),
    anObservation(edge, passed(3)),
    anObservation(edge, passed(4), 'other'),
  ]);
  const tries = await store.observations({ checkId, from: NIGHT, to: edge + 9, limit: 9 });
  expect(tries.map(({ at, latencyMs }) => [at - edge, latencyMs])).toEqual([
    [0, 1],
    [1, 2],
    [2, 3],
  ]);
  const [day] = await store.rollups({ checkIds: [checkId], unit: 'day', from: NIGHT, to: NIGHT });
  expect(day).toMatchObject({ passes: 3, latencySumMs: 6, latencyMaxMs: 3 });
});
