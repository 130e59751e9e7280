/**
 * Kysely as a pen, not as a hand: it writes typed SQL and runs none of it.
 *
 * The embedded store runs it synchronously, so that nothing can come between the statements of one transaction; a kysely
 * driver answers in promises and would need a lock around every one of them.
 */
import { DummyDriver, Kysely, SqliteAdapter, SqliteIntrospector, SqliteQueryCompiler, sql } from 'kysely';
import type { Words } from './migrations/step.ts';
import type { Schema } from './schema.ts';

function pen<Tables>(): Kysely<Tables> {
  return new Kysely({
    dialect: {
      createAdapter: () => new SqliteAdapter(),
      createDriver: () => new DummyDriver(),
      createIntrospector: (db) => new SqliteIntrospector(db),
      createQueryCompiler: () => new SqliteQueryCompiler(),
    },
  });
}

/** Writes queries over our tables in SQLite's words. */
export const sqlite = pen<Schema>();

/** Writes migrations: an old step must not know the newest tables. */
export const sqliteBlank = pen<unknown>();

/** Reads what SQLite says about itself (https://sqlite.org/schematab.html). */
export const sqliteMaster = pen<{ readonly sqlite_master: { readonly type: string; readonly name: string } }>();

/** https://sqlite.org/autoinc.html, https://sqlite.org/withoutrowid.html */
export const sqliteWords: Words = {
  counted: (column) => column.primaryKey().autoIncrement(),
  clustered: (table) => table.modifyEnd(sql`without rowid`),
};
