import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { openStore } from '../../../electron/store/open-store.ts';
import { sqlite } from '../../../electron/store/query-builder.ts';
import { ComponentId, IncidentId } from '../../../shared/model/ids.ts';
import { bareStore } from '../../harness/bare-store.ts';
import { movableClock } from '../../harness/movable-clock.ts';
import {
  anEntry,
  anEvent,
  anIncident,
  anItem,
  anOverride,
  aWatch,
  NIGHT,
  quietLog,
} from '../../harness/store-values.ts';
import { tempFolder } from '../../harness/temp-folder.ts';

async function open(path: string) {
  const opened = await openStore({ path, clock: movableClock(NIGHT), log: quietLog });
  onTestFinished(() => opened.store.close());
  return opened;
}

test('a row of state that cannot be read is set aside with its reason and said loudly, and all others are used', async () => {
  const path = join(tempFolder(), 'watchbell.db');
  const { store, connection } = await bareStore(path);
  const mail = ComponentId.parse('mail');
  await store.commit([
    anEntry({
      watches: [aWatch(), aWatch({ componentId: mail })],
      outbox: [anItem('p-1'), anItem('p-2')],
      overrides: [anOverride('o-1'), anOverride('o-2')],
      values: { quiet: 1, beats: 2 },
    }),
  ]);
  connection.run(
    sqlite.updateTable('watch').set({ json: '{"version":1,"componentId":"api"}' }).where('component_id', '=', 'api'),
  );
  connection.run(sqlite.updateTable('outbox').set({ json: '{"page":' }).where('id', '=', 'p-1'));
  connection.run(sqlite.updateTable('override').set({ json: 'null' }).where('id', '=', 'o-1'));
  connection.run(sqlite.updateTable('value').set({ json: 'undefined' }).where('key', '=', 'quiet'));
  connection.close();

  const opened = await open(path);
  const restored = await opened.store.restore();
  expect(restored.watches).toEqual([aWatch({ componentId: mail })]);
  expect(restored.outbox).toEqual([anItem('p-2')]);
  expect(restored.overrides).toEqual([anOverride('o-2')]);
  expect([...restored.values]).toEqual([['beats', 2]]);
  expect(opened.notices).toEqual([
    expect.stringMatching(/What was believed about api is lost.*checks: .*; status: /),
    expect.stringMatching(/Page p-1 was waiting and will NOT be sent.*not JSON/),
    expect.stringMatching(/Override o-1 .* is NOT in force/),
    expect.stringMatching(/setting quiet is back at its default/),
  ]);
  await opened.store.close();

  const again = await bareStore(path);
  const kept = again.connection.rows(
    sqlite.selectFrom('unreadable').select(['source', 'row_key', 'json', 'at']).orderBy('id'),
  );
  expect(kept.map(({ source, row_key, json, at }) => [source, row_key, json, at])).toEqual([
    ['watch', 'api', '{"version":1,"componentId":"api"}', NIGHT],
    ['outbox', 'p-1', '{"page":', NIGHT],
    ['override', 'o-1', 'null', NIGHT],
    ['value', 'quiet', 'undefined', NIGHT],
  ]);
  again.connection.close();
  expect((await open(path)).notices).toEqual([]);
});

test('an incident or an event that cannot be read does not take the listing with it', async () => {
  const { store, connection } = await bareStore(':memory:');
  const second = anIncident({ id: IncidentId.parse('inc-2') });
  await store.commit([
    anEntry({ incidents: [anIncident(), second], events: [anEvent({ text: 'one' }), anEvent({ text: 'two' })] }),
  ]);
  connection.run(sqlite.updateTable('incident').set({ json: '{}' }).where('id', '=', 'inc-1'));
  connection.run(sqlite.updateTable('event').set({ data: '{"to":' }).where('seq', '=', 1));
  expect(await store.incidents({ limit: 9 })).toEqual([second]);
  expect(await store.incidents({ limit: 9 })).toEqual([second]);
  expect(connection.rows(sqlite.selectFrom('unreadable').select(['source', 'row_key', 'json']))).toMatchObject([
    { source: 'incident', row_key: 'inc-1', json: '{}' },
  ]);
  expect((await store.events({ limit: 9 })).map(({ text, data }) => [text, data])).toEqual([
    ['two', {}],
    ['one', { unreadable: '{"to":' }],
  ]);
});
