/**
 * Whatever follows from who is on call, looked at when that changes: the record and the words about shifts, and swaps that stand or not.
 */
import type { Core } from './core.ts';
import { type Duty, startDuty } from './duty.ts';
import { startSwaps } from './swaps.ts';

/** @param restored the store's values at the start */
export function startRosterWatch(core: Core, restored: ReadonlyMap<string, unknown>): Duty {
  const duty = startDuty(core, restored);
  const swaps = startSwaps(core);
  return {
    look(told) {
      duty.look(told);
      swaps.look();
    },
    stop() {
      duty.stop();
      swaps.stop();
    },
  };
}
