/**
 * The Store port on one SQLite connection: joins the parts and decides nothing but their order.
 *
 * Every write is synchronous work, so two commits never mix; only long reads and pruning let others in between. After a
 * failed write nothing of it is in the file, and the same call may be made again.
 */
import type { Clock } from '../../engine/ports/clock.ts';
import type { Log } from '../../engine/ports/log.ts';
import type { Store } from '../../engine/ports/store.ts';
import type { StateRead } from '../read-state.ts';
import { openCheckNumbers } from './check-numbers.ts';
import type { Connection } from './connection.ts';
import { findDays } from './find-days.ts';
import { findEvents } from './find-events.ts';
import { findIncidents, findLastDeliveries, type OnUnreadable } from './find-incidents.ts';
import { findRollups } from './find-rollups.ts';
import { findHistory, findTries } from './find-tries.ts';
import { healthOf } from './health.ts';
import { openJournal } from './journal.ts';
import { prune } from './prune.ts';
import { openRecorder } from './record.ts';
import { readAllState, shelve } from './state.ts';

/** What can be done without writing: all that a command beside the running app may do. */
export type StoreReader = Omit<Store, 'commit' | 'record' | 'prune'>;

interface Parts {
  readonly connection: Connection;
  readonly log: Log;
}

/** Reads a database that somebody else may be writing to. Rows that cannot be read are logged and left where they are. */
export function sqliteReader({ connection, log }: Parts): StoreReader {
  return reading({ connection, log }, (rows) => {
    for (const { source, key, reason } of rows) {
      log.warn({ source, key, reason }, 'a row of the store could not be read');
    }
  });
}

/** The whole store. `state` is what was read while opening, so that the first `restore` need not read it again. */
export function sqliteStore({
  connection,
  log,
  clock,
  state,
}: Parts & { readonly clock: Clock; readonly state: StateRead }): Store {
  const journal = openJournal(connection);
  const numbers = openCheckNumbers(connection);
  const recorder = openRecorder(connection, numbers);
  let unread: StateRead | null = state;
  let trouble: string | null = null;

  const reader = reading({ connection, log }, (rows) => {
    for (const { source, key, reason } of rows) {
      log.error({ source, key, reason }, 'a row of the store could not be read and was set aside');
    }
    shelve(connection, rows, clock.now());
  });

  /** Remembers for the self-check how the last write went. */
  function writing<T>(write: () => T): T {
    try {
      const result = write();
      trouble = null;
      return result;
    } catch (error) {
      trouble = error instanceof Error ? error.message : String(error);
      throw error;
    }
  }

  return {
    ...reader,
    async restore() {
      const restored = unread?.restored ?? (await reader.restore());
      unread = null;
      return restored;
    },
    async commit(entries) {
      unread = null;
      return writing(() => journal(entries, clock.now()));
    },
    record: async (observations) => writing(() => recorder(observations)),
    observations: (query) => findTries(connection, numbers, query),
    history: (range) => findHistory(connection, numbers, range),
    rollups: (query) => findRollups(connection, numbers, query),
    days: (query) => findDays(connection, numbers, query),
    prune: (now, ages) => prune(connection, now, ages),
    health: () => healthOf(connection, trouble),
  };
}

function reading({ connection }: Parts, onUnreadable: OnUnreadable): StoreReader {
  return {
    async restore() {
      const { restored, unreadable } = readAllState(connection);
      onUnreadable(unreadable);
      return restored;
    },
    events: (query) => findEvents(connection, query),
    incidents: async (query) => findIncidents(connection, query, onUnreadable),
    // Read anew each time: the other process may have met a new check meanwhile.
    observations: (query) => findTries(connection, openCheckNumbers(connection), query),
    history: (range) => findHistory(connection, openCheckNumbers(connection), range),
    rollups: (query) => findRollups(connection, openCheckNumbers(connection), query),
    days: (query) => findDays(connection, openCheckNumbers(connection), query),
    lastDeliveries: async () => findLastDeliveries(connection, onUnreadable),
    health: () => healthOf(connection, null),
    close: async () => connection.close(),
  };
}
