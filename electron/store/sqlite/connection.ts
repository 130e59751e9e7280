/**
 * One open database: statements that are prepared once, and transactions that are all or nothing.
 *
 * Everything here is synchronous on purpose. A transaction is one call that never waits, so nothing can slip in between.
 */
import type { Compilable } from 'kysely';
import type { SqliteDriver, SqliteHandle, SqliteStatement, SqlValue } from './driver.ts';

/** `durable`: on the disk when it returns. `batch`: safe against our own death, the last second may go with the power. */
type Durability = 'durable' | 'batch';

export interface Connection {
  /** The file, or `:memory:`. */
  readonly place: string;
  readonly isOpen: boolean;
  /** All rows of a query. */
  rows<R>(query: Compilable<R>): R[];
  first<R>(query: Compilable<R>): R | undefined;
  /** Runs a statement that gives no rows; how many rows it changed. */
  run(statement: Compilable): number;
  /** A statement of one's own, for what runs often. Lives as long as the connection. */
  prepare(sql: string): SqliteStatement;
  /** For pragmas. */
  exec(sql: string): void;
  /** Runs `work` in one transaction; what it throws undoes everything and is thrown on. Not to be nested. */
  transaction<T>(durability: Durability, work: () => T): T;
  /** A second call does nothing. */
  close(): void;
}

/** Long enough for another process to finish a checkpoint; short, because our probes wait meanwhile. */
const BUSY_MS = 1_000;

/** Queries of the window are a few dozen texts; a search with another number of words is another text. */
const STATEMENTS_KEPT = 64;

/** `read` and `salvage` neither create nor change anything but the log's index; `salvage` reads what is left of a damaged file. */
export type Access = 'write' | 'read' | 'salvage';

/** Opens with the settings that the store relies on. */
export function connect(driver: SqliteDriver, place: string, access: Access): Connection {
  const handle = driver.open(place, { readOnly: access !== 'write' });
  try {
    if (access === 'salvage') {
      // Before anything that looks at the file. Otherwise not one page of a file is read that is shorter than its header
      // says (SQLite up to 3.51 at least, lockBtree in btree.c).
      handle.exec('PRAGMA writable_schema = ON');
    }
    handle.exec(`PRAGMA busy_timeout = ${BUSY_MS}`);
    handle.exec('PRAGMA cache_size = -8000'); // KiB
    if (access === 'write') {
      handle.exec('PRAGMA journal_mode = WAL');
      // A plain fsync leaves the data in the drive's own cache on macOS (fcntl(2), F_FULLFSYNC). Means nothing elsewhere.
      handle.exec('PRAGMA fullfsync = ON');
      // After a large deletion the log would keep its size for ever.
      handle.exec('PRAGMA journal_size_limit = 16777216');
    }
  } catch (error) {
    handle.close();
    throw error;
  }
  return new OpenConnection(handle, place, access);
}

class OpenConnection implements Connection {
  readonly place: string;
  readonly #handle: SqliteHandle;
  readonly #access: Access;
  readonly #kept = new Map<string, SqliteStatement>();
  #durability: Durability | null = null;
  #open = true;

  constructor(handle: SqliteHandle, place: string, access: Access) {
    this.#handle = handle;
    this.place = place;
    this.#access = access;
  }

  get isOpen(): boolean {
    return this.#open;
  }

  rows<R>(query: Compilable<R>): R[] {
    const { sql, parameters } = query.compile();
    return this.#keep(sql).all(...(parameters as SqlValue[])) as R[];
  }

  first<R>(query: Compilable<R>): R | undefined {
    const { sql, parameters } = query.compile();
    return this.#keep(sql).get(...(parameters as SqlValue[])) as R | undefined;
  }

  run(statement: Compilable): number {
    const { sql, parameters } = statement.compile();
    return Number(this.#keep(sql).run(...(parameters as SqlValue[])).changes);
  }

  prepare(sql: string): SqliteStatement {
    return this.#handle.prepare(sql);
  }

  exec(sql: string): void {
    this.#handle.exec(sql);
  }

  transaction<T>(durability: Durability, work: () => T): T {
    if (durability !== this.#durability) {
      // In WAL mode NORMAL leaves out the fsync at each commit; a later durable commit syncs the same log, and so these
      // too (https://sqlite.org/pragma.html#pragma_synchronous). Cannot be changed inside a transaction.
      this.#handle.exec(`PRAGMA synchronous = ${durability === 'durable' ? 'FULL' : 'NORMAL'}`);
      this.#durability = durability;
    }
    this.#handle.exec('BEGIN IMMEDIATE');
    try {
      const result = work();
      this.#handle.exec('COMMIT');
      return result;
    } catch (error) {
      try {
        this.#handle.exec('ROLLBACK');
      } catch {
        // A full disk makes SQLite roll back by itself, and then there is nothing left to undo.
      }
      throw error;
    }
  }

  close(): void {
    if (!this.#open) {
      return;
    }
    this.#open = false;
    this.#kept.clear();
    try {
      if (this.#access === 'write') {
        this.#handle.exec('PRAGMA wal_checkpoint(TRUNCATE)');
      }
    } catch {
      // A full disk: what is committed stays in the log beside the database, and is folded in by the next start.
    } finally {
      this.#handle.close();
    }
  }

  /** The statement of this text, prepared the first time. The one that lay longest goes when there are too many. */
  #keep(sql: string): SqliteStatement {
    const known = this.#kept.get(sql);
    const statement = known ?? this.#handle.prepare(sql);
    this.#kept.delete(sql);
    this.#kept.set(sql, statement);
    if (this.#kept.size > STATEMENTS_KEPT) {
      const [oldest] = this.#kept.keys();
      this.#kept.delete(oldest ?? '');
    }
    return statement;
  }
}
