/**
 * The window's only access to time: wall time for people, timers that a test can move.
 */
import type { EpochMs } from '../../shared/model/ids.ts';

export interface Clock {
  /** Epoch ms by the wall clock; it may jump. */
  now(): EpochMs;
  /** Runs `task` once after `ms`. Call the result to cancel. */
  after(ms: number, task: () => void): () => void;
}

export const systemClock: Clock = {
  now: () => Date.now(),
  after: (ms, task) => {
    const timer = setTimeout(task, ms);
    return () => clearTimeout(timer);
  },
};
