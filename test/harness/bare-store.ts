/** A store with its connection in reach, for tests that have to spoil something underneath it. */
import { onTestFinished } from 'vitest';
import type { Clock } from '../../electron/engine/ports/clock.ts';
import type { Store } from '../../electron/engine/ports/store.ts';
import { STEPS } from '../../electron/store/migrations/steps.ts';
import { type Connection, connect } from '../../electron/store/sqlite/connection.ts';
import { loadDriver } from '../../electron/store/sqlite/driver.ts';
import { migrate } from '../../electron/store/sqlite/migrate.ts';
import { readAllState } from '../../electron/store/sqlite/state.ts';
import { sqliteStore } from '../../electron/store/sqlite/store.ts';
import { movableClock } from './movable-clock.ts';
import { quietLog } from './store-values.ts';

/** A file without a lock, or `:memory:`. Closed when the test ends. */
export async function bareStore(
  place: string,
  clock: Clock = movableClock(),
): Promise<{ readonly connection: Connection; readonly store: Store }> {
  const connection = connect(await loadDriver(), place, 'write');
  onTestFinished(() => connection.close());
  migrate(connection, STEPS, clock.now());
  return { connection, store: sqliteStore({ connection, log: quietLog, clock, state: readAllState(connection) }) };
}
