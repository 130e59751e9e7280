/**
 * Opening the store: the folder, the lock, a look at what is there, the newest tables, and the state to go on from.
 *
 * Nothing is ever deleted. What cannot be used is moved aside and named in `notices`, which the engine writes into its
 * journal and shows: a store that lost something in silence would be a missed page that nobody knows of.
 */
import { mkdirSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import type { Clock } from '../engine/ports/clock.ts';
import type { Log } from '../engine/ports/log.ts';
import type { Store } from '../engine/ports/store.ts';
import { STEPS } from './migrations/steps.ts';
import type { StateRead } from './read-state.ts';
import { type Connection, connect } from './sqlite/connection.ts';
import { loadDriver, type SqliteDriver } from './sqlite/driver.ts';
import { examine, judgeError, type Verdict } from './sqlite/examine.ts';
import { takeLock } from './sqlite/lock.ts';
import { migrate } from './sqlite/migrate.ts';
import { makePrivate } from './sqlite/private-file.ts';
import { type Salvaged, salvage } from './sqlite/salvage.ts';
import { setAside } from './sqlite/set-aside.ts';
import { readAllState, shelve, shelvedNotice } from './sqlite/state.ts';
import { type StoreReader, sqliteReader, sqliteStore } from './sqlite/store.ts';
import { StoreRefused, storeTrouble } from './trouble.ts';

export interface OpenOptions {
  /** The database file, or `:memory:` for one that goes with the process. */
  readonly path: string;
  readonly clock: Clock;
  readonly log: Log;
}

export interface OpenedStore {
  readonly store: Store;
  /** What was set aside, in sentences for people. Empty when all is well. */
  readonly notices: readonly string[];
}

const NEWEST = Math.max(...STEPS.map(({ version }) => version));

/**
 * Opens the database, or a new one where there is none or none that can be used.
 * Throws StoreRefused, with the remedy in its message, when another Watchbell has it, when it is not ours or of a newer
 * version, or when the place cannot be written to; then nothing was changed.
 */
export async function openStore({ path, clock, log }: OpenOptions): Promise<OpenedStore> {
  const driver = await loadDriver();
  if (path === ':memory:') {
    const connection = connect(driver, path, 'write');
    migrate(connection, STEPS, clock.now());
    return ready({ connection, state: readAllState(connection), notices: [] }, clock, log);
  }
  const place = resolve(path);
  const unlock = lockPlace(driver, place, clock);
  try {
    const opened = ready(openFile(driver, place, clock), clock, log);
    log.info({ place, driver: driver.name, notices: opened.notices.length }, 'store opened');
    return { ...opened, store: closingAlso(opened.store, unlock) };
  } catch (error) {
    unlock();
    throw error;
  }
}

/** Reads a database beside the app that may have it open. Throws StoreRefused when there is none that can be read. */
export async function openStoreReader({ path, log }: Pick<OpenOptions, 'path' | 'log'>): Promise<StoreReader> {
  const driver = await loadDriver();
  const place = resolve(path);
  const verdict = examine(driver, place, NEWEST, 'glance');
  switch (verdict.kind) {
    case 'absent':
      throw new StoreRefused('absent', `There is no database at ${place} yet. Start Watchbell once.`);
    case 'damaged':
      throw new StoreRefused('unusable', `${place} is damaged (${verdict.reason}). Start Watchbell: it sets it aside.`);
    case 'sound':
      if (verdict.version < NEWEST) {
        throw new StoreRefused(
          'older',
          `${place} was written by an older Watchbell. Start this one once to bring it up to date.`,
        );
      }
      return sqliteReader({ connection: connect(driver, place, 'read'), log });
  }
}

function lockPlace(driver: SqliteDriver, place: string, clock: Clock): () => void {
  try {
    // Only folders made here get this mode; one that was there is its owner's business.
    mkdirSync(dirname(place), { recursive: true, mode: 0o700 });
    return takeLock(driver, place, clock.now());
  } catch (error) {
    if (error instanceof StoreRefused) {
      throw error;
    }
    const words = error instanceof Error ? error.message : String(error);
    const remedy = storeTrouble(error) === 'full' ? 'Make room on that disk' : 'Make the folder writable';
    throw new StoreRefused(
      'unusable',
      `Watchbell cannot keep its data in ${dirname(place)}: ${words}. ${remedy}, or name another one.`,
      { cause: error },
    );
  }
}

interface Opened {
  readonly connection: Connection;
  readonly state: StateRead;
  readonly notices: readonly string[];
}

function openFile(driver: SqliteDriver, place: string, clock: Clock): Opened {
  const verdict = examine(driver, place, NEWEST, 'thorough');
  if (verdict.kind === 'damaged') {
    return startAnew(driver, place, clock, verdict);
  }
  try {
    return { ...openSound(driver, place, clock), notices: [] };
  } catch (error) {
    // A look from outside does not see all damage; reading everything for the first time sees more.
    const second = judgeError(place, error);
    if (second.kind !== 'damaged') {
      throw error;
    }
    return startAnew(driver, place, clock, second);
  }
}

/** Opens, brings up to date, and reads the state, so that damage shows here and not in the middle of a page. */
function openSound(driver: SqliteDriver, place: string, clock: Clock): Omit<Opened, 'notices'> {
  makePrivate(place);
  const connection = connect(driver, place, 'write');
  try {
    migrate(connection, STEPS, clock.now());
    return { connection, state: readAllState(connection) };
  } catch (error) {
    connection.close();
    throw error;
  }
}

function startAnew(
  driver: SqliteDriver,
  place: string,
  clock: Clock,
  { reason }: Verdict & { kind: 'damaged' },
): Opened {
  const aside = setAside(place, clock.now());
  const { connection } = openSound(driver, place, clock);
  const saved = salvage(driver, aside, connection, NEWEST);
  return {
    connection,
    state: readAllState(connection),
    notices: [
      `The database ${place} could not be used (${reason}). It was set aside as ${aside} and a new one was started. ${carriedOver(saved)}`,
    ],
  };
}

function carriedOver(saved: Salvaged | null): string {
  if (saved === null) {
    return 'Nothing in it could be read: open incidents, acknowledgements, overrides and waiting pages are NOT known any more.';
  }
  return (
    `Carried over: ${saved.watch} components, ${saved.incident} incidents, ${saved.outbox} pages, ` +
    `${saved.override} overrides. The history stayed in the old file.`
  );
}

function ready({ connection, state, notices }: Opened, clock: Clock, log: Log): OpenedStore {
  shelve(connection, state.unreadable, clock.now());
  return {
    store: sqliteStore({ connection, log, clock, state }),
    notices: [...notices, ...state.unreadable.map(shelvedNotice)],
  };
}

/** The store, letting go of the lock when it is closed. A second call does nothing. */
function closingAlso(store: Store, unlock: () => void): Store {
  let closed = false;
  return {
    ...store,
    async close() {
      if (closed) {
        return;
      }
      closed = true;
      try {
        await store.close();
      } finally {
        unlock();
      }
    },
  };
}
