/**
 * Brings a database to the newest version, one step after the other, in one transaction: all of them or none.
 */
import type { EpochMs } from '../../../shared/model/ids.ts';
import type { Step } from '../migrations/step.ts';
import { sqlite, sqliteBlank, sqliteMaster, sqliteWords } from '../query-builder.ts';
import type { Connection } from './connection.ts';

/** The version of a database: 0 for an empty one, null for one that is not ours. Reads only. */
export function versionOf(connection: Connection): number | null {
  const tables = connection.rows(sqliteMaster.selectFrom('sqlite_master').select('name').where('type', '=', 'table'));
  if (!tables.some(({ name }) => name === 'schema_version')) {
    return tables.length === 0 ? 0 : null;
  }
  return (
    connection.first(sqlite.selectFrom('schema_version').select((eb) => eb.fn.max('version').as('version')))?.version ??
    0
  );
}

/** Runs the steps above the database's own version, and writes down when. Throws what a step throws; then nothing has changed. */
export function migrate(connection: Connection, steps: readonly Step[], at: EpochMs): void {
  const version = versionOf(connection) ?? 0;
  const ahead = steps.filter((step) => step.version > version);
  if (ahead.length === 0) {
    return;
  }
  connection.transaction('durable', () => {
    connection.run(
      sqlite.schema
        .createTable('schema_version')
        .ifNotExists()
        .addColumn('version', 'integer', (column) => column.primaryKey())
        .addColumn('name', 'text', (column) => column.notNull())
        .addColumn('at', 'bigint', (column) => column.notNull()),
    );
    for (const step of ahead) {
      for (const statement of step.statements(sqliteBlank, sqliteWords)) {
        connection.run(statement);
      }
      connection.run(sqlite.insertInto('schema_version').values({ version: step.version, name: step.name, at }));
    }
  });
}
