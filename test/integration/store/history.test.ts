/** The tries of all checks in order of time, with why they failed: what a replay is made of. */
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { openStore, openStoreReader } from '../../../electron/store/open-store.ts';
import type { StoredTry } from '../../../shared/contract/series.ts';
import { CheckId } from '../../../shared/model/ids.ts';
import { movableClock } from '../../harness/movable-clock.ts';
import { anObservation, failed, inconclusive, NIGHT, passed, quietLog } from '../../harness/store-values.ts';
import { tempFolder } from '../../harness/temp-folder.ts';

const MINUTE = 60_000;

test('history is told oldest first, over all checks, within the range, and beside the app that has it open', async () => {
  const path = join(tempFolder(), 'watchbell.db');
  const { store } = await openStore({ path, clock: movableClock(NIGHT), log: quietLog });
  onTestFinished(() => store.close());
  const outcomes = [passed(), failed(), inconclusive(), passed()];
  const observations = ['b/tcp', 'a/http'].flatMap((id, check) =>
    outcomes.map((outcome, index) => ({
      ...anObservation(NIGHT + index * 40_000 + check, outcome),
      checkId: CheckId.parse(id),
    })),
  );
  await store.record(observations);
  const reader = await openStoreReader({ path, log: quietLog });
  onTestFinished(() => reader.close());
  const found: StoredTry[] = [];
  for await (const piece of reader.history({ from: NIGHT, to: NIGHT + 2 * MINUTE - 1 })) {
    found.push(...piece);
  }
  expect(found.map(({ checkId, at }) => `${at - NIGHT} ${checkId}`)).toEqual([
    '0 b/tcp',
    '1 a/http',
    '40000 b/tcp',
    '40001 a/http',
    '80000 b/tcp',
    '80001 a/http',
  ]);
  const { failure } = failed() as Extract<ReturnType<typeof failed>, { kind: 'fail' }>;
  expect(found[2]).toMatchObject({ outcome: 'fail', kind: failure.kind, detail: failure.detail });
  expect(found[4]?.outcome).toBe('inconclusive');
  expect(found[4]?.kind).toBeDefined();
  expect(found[0]).not.toHaveProperty('kind');
});
