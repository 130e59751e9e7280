/**
 * Looks at a database before anybody trusts it, without changing a byte: read-only, so that not even the log is folded in.
 *
 * Only what SQLite itself calls damaged is called so here. A full disk, a missing permission for the folder or a database of
 * somebody else is refused instead: moving a good file away would be the damage.
 */
import { accessSync, chmodSync, constants, existsSync, statSync } from 'node:fs';
import { StoreRefused, storeTrouble } from '../trouble.ts';
import { type Connection, connect } from './connection.ts';
import type { SqliteDriver } from './driver.ts';
import { versionOf } from './migrate.ts';

export type Verdict =
  | { readonly kind: 'absent' }
  | { readonly kind: 'sound'; readonly version: number }
  | { readonly kind: 'damaged'; readonly reason: string };

/**
 * Files up to this are checked whole: about 1 ms a MB from memory, 3 to 5 from a slow disk, so a start waits a second at worst.
 * In larger ones only the tables that pages depend on are checked; the rest is history, and its damage shows when it is read.
 */
const CHECKED_WHOLE = 256 * 1024 * 1024;

const STATE_TABLES = ['schema_version', 'watch', 'incident', 'outbox', 'override', 'value', 'check_number'] as const;

/** A reader glances: whether it is ours, and of which version. Who is going to write looks for damage as well. */
export type Care = 'glance' | 'thorough';

/** Judges the files of a database. Throws StoreRefused when they are not ours to judge. `newest` is the version we can read. */
export function examine(driver: SqliteDriver, place: string, newest: number, care: Care): Verdict {
  const size = sizeOf(place);
  if (size === null || size === 0) {
    // SQLite would throw the log of an empty database away.
    return (sizeOf(`${place}-wal`) ?? 0) > 0
      ? { kind: 'damaged', reason: 'its main file is empty or gone, only the log is left' }
      : { kind: 'absent' };
  }
  if (!mayUse(place)) {
    return { kind: 'damaged', reason: 'permission denied' };
  }
  try {
    // A process that died while it made the database leaves a rollback journal, which only a writer may play back.
    const connection = connect(driver, place, existsSync(`${place}-journal`) ? 'write' : 'read');
    try {
      return judge(connection, place, newest, care === 'glance' ? [] : tablesToCheck(size));
    } finally {
      connection.close();
    }
  } catch (error) {
    return judgeError(place, error);
  }
}

/** What an error while opening says about the file. Throws StoreRefused when it says nothing about it. */
export function judgeError(place: string, error: unknown): Verdict {
  if (error instanceof StoreRefused) {
    throw error;
  }
  const words = error instanceof Error ? error.message : String(error);
  switch (storeTrouble(error)) {
    case 'damaged':
      return { kind: 'damaged', reason: words };
    case 'busy':
      throw new StoreRefused('in-use', `Another program is writing to ${place} (${words}). Close it and start again.`, {
        cause: error,
      });
    case 'full':
      throw new StoreRefused('unusable', `The disk that holds ${place} is full. Make room and start again.`, {
        cause: error,
      });
    default:
      throw new StoreRefused('unusable', `${place} cannot be opened: ${words}.`, { cause: error });
  }
}

function judge(connection: Connection, place: string, newest: number, tables: readonly (string | null)[]): Verdict {
  const version = versionOf(connection);
  if (version === null) {
    throw new StoreRefused('foreign', `${place} is a database, but not one of Watchbell. Give Watchbell another file.`);
  }
  if (version > newest) {
    throw new StoreRefused(
      'newer',
      `${place} was written by a newer Watchbell (its version is ${version}, this one reads up to ${newest}). ` +
        'Install the newer Watchbell again, or give this one a data folder of its own.',
    );
  }
  const problem = problemOf(connection, version === 0 ? [] : tables);
  return problem === null ? { kind: 'sound', version } : { kind: 'damaged', reason: problem };
}

/** Null stands for all of them. */
function tablesToCheck(size: number): readonly (string | null)[] {
  return size > CHECKED_WHOLE ? STATE_TABLES : [null];
}

/** The first thing that https://sqlite.org/pragma.html#pragma_quick_check finds wrong, or null. */
function problemOf(connection: Connection, tables: readonly (string | null)[]): string | null {
  for (const table of tables) {
    const statement = connection.prepare(table === null ? 'PRAGMA quick_check(1)' : `PRAGMA quick_check(${table})`);
    const found = Object.values(statement.get() as Readonly<Record<string, unknown>>)[0];
    if (found !== 'ok') {
      return inOneLine(String(found));
    }
  }
  return null;
}

/** `*** in database main ***\nTree 9 page 66: …` -> `Tree 9 page 66: …`: it becomes part of a sentence. */
function inOneLine(found: string): string {
  return found.replace(/^\*\*\*.*\*\*\*\s*/, '').replaceAll(/\s+/g, ' ');
}

/** Null when there is nothing. A folder in its place is refused: it is somebody's, and full of their things. */
function sizeOf(file: string): number | null {
  const stats = statSync(file, { throwIfNoEntry: false });
  if (stats?.isDirectory()) {
    throw new StoreRefused('unusable', `${file} is a folder; the database needs a file there. Name another place.`);
  }
  return stats?.size ?? null;
}

/** Ours to read and write? A file of our own whose permissions were taken away gets them back. */
function mayUse(file: string): boolean {
  try {
    accessSync(file, constants.R_OK | constants.W_OK);
    return true;
  } catch {
    try {
      chmodSync(file, 0o600);
      accessSync(file, constants.R_OK | constants.W_OK);
      return true;
    } catch {
      return false;
    }
  }
}
