/**
 * Wall time for people, monotonic time for intervals, timers that a test can move.
 */
import type { EpochMs } from '../../../shared/model/ids.ts';

export type Cancel = () => void;

export interface Clock {
  /** Epoch ms by the wall clock; it may jump. */
  now(): EpochMs;
  /** Never goes back; does not count while the machine sleeps on most systems. ms from an arbitrary start. */
  monotonicMs(): number;
  /** Runs `task` once after `ms`. Call the result to cancel. */
  after(ms: number, task: () => void): Cancel;
}
