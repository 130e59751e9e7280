/**
 * The one place that knows which SQLite we run on: Node's own where there is one, else its drop-in with the same API.
 *
 * Only what both have is written down here, so nothing else of either can be used by accident.
 */

/** What can be bound, and what comes back. */
export type SqlValue = string | number | bigint | null;

export interface SqliteStatement {
  run(...values: readonly SqlValue[]): { readonly changes: number | bigint; readonly lastInsertRowid: number | bigint };
  all(...values: readonly SqlValue[]): unknown[];
  get(...values: readonly SqlValue[]): unknown;
  iterate(...values: readonly SqlValue[]): Iterable<unknown>;
}

export interface SqliteHandle {
  exec(sql: string): void;
  prepare(sql: string): SqliteStatement;
  close(): void;
}

export interface SqliteDriver {
  readonly name: 'node:sqlite' | '@photostructure/sqlite';
  /** Opens (and, unless only reading, creates) a database. Throws with SQLite's code; garbage is noticed only by the first read. */
  open(path: string, options?: { readonly readOnly: boolean }): SqliteHandle;
}

interface Binding {
  readonly DatabaseSync: new (
    path: string,
    options: { readonly readOnly: boolean; readonly defensive: boolean },
  ) => SqliteHandle;
}

/** Node >= 22.13 and Electron >= 35 carry one; the import of the drop-in's native part is not even tried there. */
export async function loadDriver(): Promise<SqliteDriver> {
  const own = process.getBuiltinModule?.('node:sqlite') as Binding | undefined;
  return own === undefined
    ? driver('@photostructure/sqlite', await import('@photostructure/sqlite'))
    : driver('node:sqlite', own);
}

function driver(name: SqliteDriver['name'], { DatabaseSync }: Binding): SqliteDriver {
  return {
    name,
    // Defensive: no statement of ours may damage the file itself. A reader cannot, and salvage needs what it forbids.
    open: (path, { readOnly } = { readOnly: false }) => new DatabaseSync(path, { readOnly, defensive: !readOnly }),
  };
}
