/**
 * Time for tests of the hot reload: moved by hand, and waiting for what the watch really noticed on the disk.
 */
import { DEBOUNCE_MS, POLL_MS } from '../../../electron/config/watch-file.ts';
import type { Clock } from '../../../electron/engine/ports/clock.ts';
import { mailbox } from '../../harness/mailbox.ts';
import { movableClock } from '../../harness/movable-clock.ts';

/** A clock that moves by hand and tells when the watch has noticed something and waits for the dust to settle. */
export function noticingClock() {
  const time = movableClock();
  const noticed = mailbox<number>();
  const after: Clock['after'] = (ms, task) => {
    const cancel = time.after(ms, task);
    if (ms === DEBOUNCE_MS) {
      noticed.put(ms);
    }
    return cancel;
  };
  const settle = (): void => time.advance(DEBOUNCE_MS);
  return {
    clock: { ...time, after },
    /** Something was noticed on the disk, and is not read yet. */
    noticed: noticed.take,
    /** What was noticed is read. */
    settle,
    /** The poll comes round, finds another file, and it is read. */
    async poll(): Promise<void> {
      time.advance(POLL_MS);
      await noticed.take();
      settle();
    },
  };
}
