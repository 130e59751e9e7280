import { existsSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { openStore } from '../../../electron/store/open-store.ts';
import { ComponentId, IncidentId } from '../../../shared/model/ids.ts';
import { bareStore } from '../../harness/bare-store.ts';
import { movableClock } from '../../harness/movable-clock.ts';
import {
  anEntry,
  anEvent,
  anIncident,
  anItem,
  anObservation,
  anOverride,
  aWatch,
  failed,
  NIGHT,
  quietLog,
} from '../../harness/store-values.ts';
import { tempFolder } from '../../harness/temp-folder.ts';

const clock = movableClock(NIGHT);

async function open(path: string) {
  const opened = await openStore({ path, clock, log: quietLog });
  onTestFinished(() => opened.store.close());
  return opened;
}

test('everything that was committed is there after a restart', async () => {
  const path = join(tempFolder(), 'deep', 'down', 'watchbell.db');
  const first = await open(path);
  expect(first.notices).toEqual([]);
  const incident = anIncident();
  const written = await first.store.commit([
    anEntry({
      watches: [aWatch({ incident })],
      incidents: [incident],
      outbox: [
        anItem('inc-1/1'),
        anItem('inc-1/2', { state: 'trying', attempts: 1 }),
        anItem('inc-1/3', { state: 'delivered', attempts: 1 }),
      ],
      overrides: [anOverride('o-1')],
      values: { quiet: { until: NIGHT + 5 }, beats: [1, 2] },
      events: [
        anEvent({ text: 'one' }),
        anEvent({ type: 'incident-opened', incidentId: incident.id, text: 'two', data: { step: 1, by: null } }),
      ],
    }),
    anEntry({ events: [anEvent({ text: 'three' })] }),
  ]);
  await first.store.record([anObservation(NIGHT, failed('refused'))]);
  expect(written.map(({ seq, text }) => [seq, text])).toEqual([
    [1, 'one'],
    [2, 'two'],
    [3, 'three'],
  ]);
  await first.store.close();

  const { store, notices } = await open(path);
  expect(notices).toEqual([]);
  const restored = await store.restore();
  expect(restored.watches).toEqual([aWatch({ incident })]);
  expect(restored.outbox.map(({ page, state }) => [page.id, state])).toEqual([
    ['inc-1/1', 'queued'],
    ['inc-1/2', 'trying'],
  ]);
  expect(restored.overrides).toEqual([anOverride('o-1')]);
  expect([...restored.values]).toEqual([
    ['beats', [1, 2]],
    ['quiet', { until: NIGHT + 5 }],
  ]);
  expect(await store.events({ limit: 10 })).toEqual(written.toReversed());
  expect(await store.incidents({ limit: 10 })).toEqual([incident]);
  expect(await store.observations({ checkId: anObservation(0).checkId, from: 0, to: NIGHT, limit: 9 })).toEqual([
    { checkId: 'api/http', at: NIGHT, outcome: 'fail', latencyMs: 12, detail: 'refused', kind: 'wrong-status' },
  ]);
});

test('the state is what was written last, and what was removed is gone', async () => {
  const { store } = await bareStore(':memory:');
  const other = ComponentId.parse('mail');
  await store.commit([
    anEntry({
      watches: [aWatch(), aWatch({ componentId: other })],
      overrides: [anOverride('o-1'), anOverride('o-2')],
      values: { a: 1, b: 2, c: 3 },
    }),
  ]);
  await store.commit([
    anEntry({
      watches: [aWatch({ status: 'operational' })],
      forgetWatches: [other],
      removeOverrides: ['o-1'],
      values: { a: null, b: undefined, c: 0 },
    }),
  ]);
  const restored = await store.restore();
  expect(restored.watches).toEqual([aWatch({ status: 'operational' })]);
  expect(restored.overrides).toEqual([anOverride('o-2')]);
  expect([...restored.values]).toEqual([['c', 0]]);
});

test('a restart goes on with the next event number, also after the whole history was pruned', async () => {
  const path = join(tempFolder(), 'watchbell.db');
  const first = await open(path);
  await first.store.commit([anEntry({ events: [anEvent(), anEvent()] })]);
  await first.store.prune(NIGHT + 10, { observations: 0, minutes: 0, hours: 0, days: 0, events: 0 });
  expect(await first.store.events({ limit: 9 })).toEqual([]);
  await first.store.close();
  const second = await open(path);
  expect((await second.store.commit([anEntry({ events: [anEvent()] })]))[0]?.seq).toBe(3);
});

test('each channel shows its latest try, with or without success, and never one that has not ended', async () => {
  const moving = movableClock(NIGHT);
  const { store } = await bareStore(':memory:', moving);
  const later = async (...outbox: ReturnType<typeof anItem>[]) => {
    moving.advance(1_000);
    await store.commit([anEntry({ outbox })]);
  };
  await later(
    anItem('p-1', { state: 'delivered', attempts: 1 }, 'sms'),
    anItem('p-2', { state: 'withdrawn' }, 'pager'),
  );
  await later(anItem('p-3', { state: 'queued', attempts: 2, lastReason: '429' }, 'sms'));
  await later(
    anItem('p-4', { state: 'trying', attempts: 1 }, 'sms'),
    anItem('p-5', { state: 'refused', attempts: 1 }, 'webhook'),
  );
  const last = await store.lastDeliveries();
  expect(last.map(({ channelId, item, at }) => [channelId, item.page.id, at - NIGHT])).toEqual([
    ['sms', 'p-3', 2_000],
    ['webhook', 'p-5', 3_000],
  ]);
});

test('incidents come newest first, with those that were open at some time of the range', async () => {
  const { store } = await bareStore(':memory:');
  const at = (id: string, openedAt: number, resolvedAt: number | null, component = 'api') =>
    anIncident({ id: IncidentId.parse(id), openedAt, resolvedAt, componentId: ComponentId.parse(component) });
  await store.commit([
    anEntry({
      incidents: [at('long', 100, null), at('past', 110, 120), at('mail', 130, 300, 'mail'), at('new', 200, 250)],
    }),
  ]);
  const ids = async (query: Parameters<typeof store.incidents>[0]) =>
    (await store.incidents(query)).map(({ id }) => id);
  expect(await ids({ limit: 9 })).toEqual(['new', 'mail', 'past', 'long']);
  expect(await ids({ limit: 2 })).toEqual(['new', 'mail']);
  expect(await ids({ componentId: ComponentId.parse('api'), limit: 9 })).toEqual(['new', 'past', 'long']);
  expect(await ids({ from: 121, to: 199, limit: 9 })).toEqual(['mail', 'long']);
});

test('the folder and every file in it belong to their owner alone', async () => {
  const folder = join(tempFolder(), 'data');
  const { store } = await open(join(folder, 'watchbell.db'));
  await store.commit([anEntry({ values: { a: 1 } })]);
  const modes = readdirSync(folder).map((name) => [name, (statSync(join(folder, name)).mode & 0o777).toString(8)]);
  expect(modes.map(([name]) => name)).toEqual([
    'watchbell.db',
    'watchbell.db-shm',
    'watchbell.db-wal',
    'watchbell.db.lock',
  ]);
  expect(new Set(modes.map(([, mode]) => mode))).toEqual(new Set(['600']));
  expect((statSync(folder).mode & 0o777).toString(8)).toBe('700');
});

test('closing folds the log into the file, and closing twice is closing once', async () => {
  const path = join(tempFolder(), 'watchbell.db');
  const { store } = await open(path);
  await store.commit([anEntry({ events: [anEvent()] })]);
  expect(statSync(`${path}-wal`).size).toBeGreaterThan(0);
  await store.close();
  await store.close();
  expect(existsSync(`${path}-wal`) ? statSync(`${path}-wal`).size : 0).toBe(0);
  await expect(store.commit([anEntry({ values: { a: 1 } })])).rejects.toThrow();
});

test('the self-check learns where the store is, how large, and what the last write failed with', async () => {
  const path = join(tempFolder(), 'watchbell.db');
  const { store, connection } = await bareStore(path);
  await store.commit([anEntry({ values: { a: 1 } })]);
  expect(await store.health()).toMatchObject({ ok: true, detail: 'ok', place: path });
  expect((await store.health()).bytes).toBeGreaterThan(4_096);
  connection.exec('PRAGMA query_only = ON');
  await expect(store.commit([anEntry({ values: { a: 2 } })])).rejects.toThrow(/readonly/);
  expect(await store.health()).toMatchObject({
    ok: false,
    detail: expect.stringMatching(/last write failed: .*readonly/),
  });
  connection.exec('PRAGMA query_only = OFF');
  await store.commit([anEntry({ values: { a: 2 } })]);
  expect((await store.health()).ok).toBe(true);
});
