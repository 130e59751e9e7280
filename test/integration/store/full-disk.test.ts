import { join } from 'node:path';
import { expect, test } from 'vitest';
import { sqliteReader } from '../../../electron/store/sqlite/store.ts';
import { storeTrouble } from '../../../electron/store/trouble.ts';
import { bareStore } from '../../harness/bare-store.ts';
import { anEntry, anEvent, anItem, anObservation, failed, NIGHT, quietLog } from '../../harness/store-values.ts';
import { tempFolder } from '../../harness/temp-folder.ts';

/** No page beyond those that are there: what a full disk is to SQLite. */
async function fullStore() {
  const { store, connection } = await bareStore(join(tempFolder(), 'watchbell.db'));
  const pages = Object.values(connection.prepare('PRAGMA page_count').get() as object)[0];
  connection.exec(`PRAGMA max_page_count = ${pages}`);
  return { store, connection, makeRoom: () => connection.exec('PRAGMA max_page_count = 1000000') };
}

const large = (number: number) =>
  anEntry({
    outbox: [anItem(`p-${number}`)],
    values: { [`v-${number}`]: 'x'.repeat(9_000) },
    events: [anEvent({ text: `entry ${number}` })],
  });

test('on a full disk a commit says so and writes nothing; with room again the same commit succeeds, and no number is missing', async () => {
  const { store, makeRoom } = await fullStore();
  const error = await store.commit([large(1), large(2)]).catch((reason: unknown) => reason);
  expect(storeTrouble(error)).toBe('full');
  expect((await store.restore()).outbox).toEqual([]);
  expect(await store.events({ limit: 9 })).toEqual([]);
  expect(await store.health()).toMatchObject({ ok: false, detail: expect.stringContaining('full') });

  makeRoom();
  expect((await store.commit([large(1), large(2)])).map(({ seq }) => seq)).toEqual([1, 2]);
  expect((await store.restore()).outbox.map(({ page }) => page.id)).toEqual(['p-1', 'p-2']);
  expect((await store.health()).ok).toBe(true);
});

test('on a full disk observations are refused whole, new checks included, and can be handed in again', async () => {
  const { store, connection, makeRoom } = await fullStore();
  const batch = Array.from({ length: 200 }, (_, number) =>
    anObservation(NIGHT + number, failed('x'.repeat(500)), `check-${number % 20}`),
  );
  const error = await store.record(batch).catch((reason: unknown) => reason);
  expect(storeTrouble(error)).toBe('full');
  makeRoom();
  await store.record(batch);
  const reader = sqliteReader({ connection, log: quietLog }); // asks the file, not the writer's memory
  const query = { from: NIGHT, to: NIGHT + 999, limit: 999 };
  const checkIds = [...new Set(batch.map(({ checkId }) => checkId))];
  for (const checkId of checkIds) {
    expect(await reader.observations({ checkId, ...query })).toHaveLength(10);
  }
  const sums = await reader.rollups({ checkIds, unit: 'day', ...query });
  expect(sums.map(({ fails }) => fails)).toEqual(checkIds.map(() => 10));
});
