/**
 * Time that moves only when a test says so: wall clock, monotonic clock and timers together.
 */
import type { Cancel, Clock } from '../../electron/engine/ports/clock.ts';

export interface MovableClock extends Clock {
  /** Runs what falls due on the way, in order of time. */
  advance(ms: number): void;
  /** Timers that have not fired yet: what is opened must be closed. */
  pending(): number;
}

/** @param start epoch ms */
export function movableClock(start = Date.parse('2026-11-21T01:14:00Z')): MovableClock {
  let elapsed = 0;
  const timers = new Set<{ readonly at: number; readonly task: () => void }>();

  function after(ms: number, task: () => void): Cancel {
    const timer = { at: elapsed + Math.max(0, ms), task };
    timers.add(timer);
    return () => timers.delete(timer);
  }

  function advance(ms: number): void {
    const target = elapsed + ms;
    for (;;) {
      const [next] = [...timers].filter(({ at }) => at <= target).toSorted((a, b) => a.at - b.at);
      if (next === undefined) {
        break;
      }
      timers.delete(next);
      elapsed = next.at;
      next.task();
    }
    elapsed = target;
  }

  return { now: () => start + elapsed, monotonicMs: () => elapsed, after, advance, pending: () => timers.size };
}
