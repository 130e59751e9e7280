/**
 * Two engines on one database would page twice and undo each other's state, so an engine holds a lock as long as it lives.
 *
 * The lock is a write transaction, never finished, on a small database beside the real one. The system lets go of it when the
 * process dies in whatever way, it needs no clock and no process number to be judged by, and readers of the real database
 * never meet it. (`PRAGMA locking_mode = EXCLUSIVE` on the database itself would shut out `watchbell oncall` too.)
 */
import { hostname } from 'node:os';
import type { EpochMs } from '../../../shared/model/ids.ts';
import { StoreRefused, storeTrouble } from '../trouble.ts';
import type { SqliteDriver, SqliteHandle } from './driver.ts';
import { makePrivate } from './private-file.ts';
import { setAside } from './set-aside.ts';

/** Takes the lock of a database. Returns the way to let go. Throws StoreRefused when somebody else has it. */
export function takeLock(driver: SqliteDriver, place: string, at: EpochMs): () => void {
  const file = `${place}.lock`;
  try {
    return hold(driver, file, at);
  } catch (error) {
    switch (storeTrouble(error)) {
      case 'damaged':
        // It holds nothing but the name of its holder; a new one does as well.
        setAside(file, at);
        return hold(driver, file, at);
      case 'busy':
        throw new StoreRefused('in-use', inUse(place, holderOf(driver, file)), { cause: error });
      default:
        throw error;
    }
  }
}

function hold(driver: SqliteDriver, file: string, at: EpochMs): () => void {
  makePrivate(file);
  const handle = driver.open(file);
  try {
    // Taken twice: what the first transaction writes about us is seen only by finishing it.
    handle.exec('BEGIN IMMEDIATE');
    handle.exec('CREATE TABLE IF NOT EXISTS holder (text TEXT NOT NULL); DELETE FROM holder;');
    handle
      .prepare('INSERT INTO holder VALUES (?)')
      .run(`process ${process.pid} on ${hostname()} since ${new Date(at).toISOString()}`);
    handle.exec('COMMIT');
    handle.exec('BEGIN IMMEDIATE');
  } catch (error) {
    handle.close();
    throw error;
  }
  return () => release(handle);
}

function release(handle: SqliteHandle): void {
  // Named, because a statement that is still waiting for the garbage collector can keep a closed connection alive.
  handle.exec('ROLLBACK');
  handle.close();
}

function holderOf(driver: SqliteDriver, file: string): string {
  try {
    const handle = driver.open(file, { readOnly: true });
    try {
      return (
        (handle.prepare('SELECT text FROM holder').get() as { readonly text: string } | undefined)?.text ?? 'unknown'
      );
    } finally {
      handle.close();
    }
  } catch {
    return 'unknown'; // it is about to write its name, or to remove it
  }
}

function inUse(place: string, holder: string): string {
  return (
    `Another Watchbell already works with ${place} (${holder}). ` +
    'Two would page twice. Quit that one, or give this one a data folder of its own.'
  );
}
