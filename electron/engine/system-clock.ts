/**
 * The real clock. The only file in which the engine's time comes from the machine.
 */
import type { Clock } from './ports/clock.ts';

/** setTimeout counts in 32 bits; longer waits are taken in pieces. */
const LONGEST_TIMER_MS = 2 ** 31 - 1;

export const systemClock: Clock = {
  now: () => Date.now(),
  monotonicMs: () => performance.now(),
  after: (ms, task) => {
    let timer: NodeJS.Timeout;
    const wait = (left: number): void => {
      timer =
        left > LONGEST_TIMER_MS
          ? setTimeout(() => wait(left - LONGEST_TIMER_MS), LONGEST_TIMER_MS)
          : setTimeout(task, Math.max(0, left));
    };
    wait(ms);
    return () => clearTimeout(timer);
  },
};
