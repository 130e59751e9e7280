/**
 * What can still be read of the state in a damaged database, carried over into the new one.
 *
 * Mostly it is the history that is damaged, being a thousand times larger; an open incident or a page that waits must not be
 * forgotten for that. Whatever is carried over goes through its schema like any other row when the state is restored.
 */
import { sql } from 'kysely';
import { sqlite } from '../query-builder.ts';
import { STATE_KEYS, type StateRow, type StateTable, upsert } from '../upsert.ts';
import { type Connection, connect } from './connection.ts';
import type { SqliteDriver } from './driver.ts';
import { versionOf } from './migrate.ts';

const TABLES = Object.keys(STATE_KEYS) as readonly StateTable[];

/** Rows carried over, by table. */
export type Salvaged = Readonly<Record<StateTable, number>>;

/** Copies what it can from the damaged file into a new, empty database of the same version. Null when nothing can be read at all. */
export function salvage(driver: SqliteDriver, damaged: string, into: Connection, version: number): Salvaged | null {
  const from = attempt(() => connect(driver, damaged, 'salvage'));
  if (from === null) {
    return null;
  }
  try {
    if (attempt(() => versionOf(from)) !== version) {
      return null;
    }
    return into.transaction('durable', () => {
      const lastSeq = attempt(
        () => from.first(sqlite.selectFrom('event').select(({ fn }) => fn.max('seq').as('seq')))?.seq ?? null,
      );
      if (lastSeq !== null) {
        continueAfter(into, lastSeq);
      }
      return Object.fromEntries(TABLES.map((table) => [table, copy(from, into, table)])) as unknown as Salvaged;
    });
  } finally {
    attempt(() => from.close());
  }
}

/** Copies the rows of a table that can be read from its beginning and from its end, up to the damage on either side. */
function copy(from: Connection, into: Connection, table: StateTable): number {
  const rows = new Map<unknown, StateRow<StateTable>>();
  for (const order of ['asc', 'desc'] as const) {
    attempt(() => {
      const { sql: text } = sqlite.selectFrom(table).selectAll().orderBy(sql`rowid`, order).compile();
      for (const row of from.prepare(text).iterate() as Iterable<Readonly<Record<string, unknown>>>) {
        rows.set(row[STATE_KEYS[table]], { ...row } as StateRow<StateTable>);
      }
    });
  }
  for (const row of rows.values()) {
    into.run(upsert(table, row));
  }
  return rows.size;
}

/** Events of the new database go on with the numbers of the old one: no number twice. */
function continueAfter(into: Connection, seq: number): void {
  into.run(sqlite.insertInto('event').values({ seq, at: 0, type: 'store', text: '', data: '{}' }));
  into.run(sqlite.deleteFrom('event').where('seq', '=', seq));
}

/** Null where the damage begins: that is the expected end of reading here, not a failure. */
function attempt<T>(read: () => T): T | null {
  try {
    return read();
  } catch {
    return null;
  }
}
