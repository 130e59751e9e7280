import { cpSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { sql } from 'kysely';
import { expect, onTestFinished, test } from 'vitest';
import type { Step } from '../../../electron/store/migrations/step.ts';
import { STEPS } from '../../../electron/store/migrations/steps.ts';
import { openStore } from '../../../electron/store/open-store.ts';
import { sqliteMaster } from '../../../electron/store/query-builder.ts';
import { type Connection, connect } from '../../../electron/store/sqlite/connection.ts';
import { loadDriver } from '../../../electron/store/sqlite/driver.ts';
import { migrate, versionOf } from '../../../electron/store/sqlite/migrate.ts';
import { CheckId } from '../../../shared/model/ids.ts';
import { movableClock } from '../../harness/movable-clock.ts';
import { NIGHT, quietLog } from '../../harness/store-values.ts';
import { aStoredNight } from '../../harness/stored-night.ts';
import { tempFolder } from '../../harness/temp-folder.ts';

/** One file of each version, written by that version: see test/harness/stored-night.ts. */
const FIXTURES = resolve(import.meta.dirname, '../../fixtures/store');

async function empty(): Promise<Connection> {
  const connection = connect(await loadDriver(), ':memory:', 'write');
  onTestFinished(() => connection.close());
  return connection;
}

/** Statements a later version might hold. */
const next: Step = {
  version: 101,
  name: 'a colour for each component',
  statements: ({ schema }) => [
    schema.alterTable('watch').addColumn('colour', 'text', (column) => column.notNull().defaultTo('blue')),
  ],
};
const broken: Step = {
  version: 102,
  name: 'a step that cannot be done',
  statements: ({ schema }) => [
    schema.createTable('half').addColumn('id', 'text'),
    schema.alterTable('no_such_table').addColumn('a', 'text'),
  ],
};

const tablesOf = (connection: Connection) =>
  connection
    .rows(sqliteMaster.selectFrom('sqlite_master').select('name').where('type', '=', 'table'))
    .map(({ name }) => name);

test.each(STEPS.map(({ version }) => ({ version })))(
  'a database of version $version is brought up to date with all that is in it',
  async ({ version }) => {
    const path = join(tempFolder(), 'watchbell.db');
    cpSync(join(FIXTURES, `v${version}.db`), path);
    const { store, notices } = await openStore({ path, clock: movableClock(NIGHT), log: quietLog });
    onTestFinished(() => store.close());
    expect(notices).toEqual([]);
    const night = aStoredNight();
    const restored = await store.restore();
    expect(restored.watches).toEqual(night.watches);
    expect(restored.outbox).toEqual(night.outbox);
    expect(restored.overrides).toEqual(night.overrides);
    expect(Object.fromEntries(restored.values)).toEqual(night.values);
    expect(await store.incidents({ limit: 9 })).toEqual(night.incidents);
    expect(await store.events({ limit: 99 })).toEqual(
      night.events.map((draft, index) => ({ seq: index + 1, ...draft })).toReversed(),
    );
    const checkId = CheckId.parse('api/http');
    const tries = await store.observations({ checkId, from: NIGHT, to: NIGHT + 3_600_000, limit: 99 });
    expect(tries.map(({ outcome, detail }) => [outcome, detail])).toEqual([
      ['pass', ''],
      ['slow', ''],
      ['fail', '503 Service Unavailable, expected 200-299'],
      ['inconclusive', 'no file handle left'],
    ]);
    const [day] = await store.rollups({ checkIds: [checkId], unit: 'day', from: NIGHT, to: NIGHT });
    expect(day).toMatchObject({ passes: 1, slows: 1, fails: 1, inconclusives: 1, latencySumMs: 920 });
  },
);

test('versions are climbed in one go and never climbed twice', async () => {
  const connection = await empty();
  migrate(connection, STEPS, NIGHT);
  migrate(connection, [...STEPS, next], NIGHT);
  migrate(connection, [...STEPS, next], NIGHT);
  expect(versionOf(connection)).toBe(101);
  expect(
    connection.rows({
      compile: () => sql<{ name: string }>`select name from schema_version order by version`.compile(sqliteMaster),
    }),
  ).toEqual([...STEPS, next].map(({ name }) => ({ name })));
});

test('a step that fails undoes the ones before it as well, and the database is as it was', async () => {
  const connection = await empty();
  migrate(connection, STEPS, NIGHT);
  const before = tablesOf(connection);
  expect(() => migrate(connection, [...STEPS, next, broken], NIGHT)).toThrow(/no_such_table/);
  expect(versionOf(connection)).toBe(STEPS.at(-1)?.version);
  expect(tablesOf(connection)).toEqual(before);
  migrate(connection, [...STEPS, next], NIGHT);
  expect(versionOf(connection)).toBe(101);
});

test('steps are numbered from 1 without a gap', () => {
  expect(STEPS.map(({ version }) => version)).toEqual(STEPS.map((_, index) => index + 1));
});
