/**
 * Opens a store and says how that went, as one line of JSON; then holds it until its standard input ends.
 *
 * Arguments: the database, and optionally the user and group number to become first (only root can).
 */
import { openStore } from '../../../electron/store/open-store.ts';
import { loadDriver } from '../../../electron/store/sqlite/driver.ts';
import { StoreRefused } from '../../../electron/store/trouble.ts';
import { movableClock } from '../movable-clock.ts';
import { anEntry, NIGHT, quietLog } from '../store-values.ts';

const [path = '', user] = process.argv.slice(2);
await loadDriver(); // from files that the other user may not reach
if (user !== undefined) {
  process.setgid?.(Number(user));
  process.setuid?.(Number(user));
}
try {
  const { store, notices } = await openStore({ path, clock: movableClock(NIGHT), log: quietLog });
  await store.commit([anEntry({ values: { opened: true } })]);
  console.log(JSON.stringify({ opened: true, notices }));
  for await (const _ of process.stdin) {
    // only its end matters
  }
  await store.close();
} catch (error) {
  console.log(
    JSON.stringify({
      opened: false,
      refusal: error instanceof StoreRefused ? error.refusal : null,
      message: String(error),
    }),
  );
}
