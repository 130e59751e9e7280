/**
 * Time that moves only when a test says so. `sleepThrough` is a laptop lid: wall time jumps, monotonic time and timers do not run.
 */
import type { Clock } from '../../electron/engine/ports/clock.ts';

export interface MovableClock extends Clock {
  /** Moves on, running every timer at its time and letting what it started settle. */
  advance(ms: number): Promise<void>;
  /** The machine sleeps: the wall clock goes on, nothing else does. */
  sleepThrough(ms: number): void;
  /** Our process stands still (starved, a blocked loop): both clocks go on, and whatever falls due meanwhile comes late. */
  standStill(ms: number): void;
  /** Somebody (or NTP) sets the wall clock back. */
  setBack(ms: number): void;
  /** Timers waiting. */
  readonly waiting: number;
}

interface Timer {
  readonly at: number;
  readonly order: number;
  readonly task: () => void;
}

/** Lets promises and immediates that are ready run. Nothing is waited for that needs time. */
async function settle(): Promise<void> {
  for (let turn = 0; turn < 3; turn += 1) {
    await new Promise((resolve) => setImmediate(resolve));
  }
}

/** @param start epoch ms of the first instant; default Monday 2026-01-05 00:00 UTC */
export function movableClock(start = Date.UTC(2026, 0, 5)): MovableClock {
  let mono = 1_000_000;
  let wall = start;
  let order = 0;
  const timers = new Set<Timer>();

  function next(until: number): Timer | null {
    let first: Timer | null = null;
    for (const timer of timers) {
      if (
        timer.at <= until &&
        (first === null || timer.at < first.at || (timer.at === first.at && timer.order < first.order))
      ) {
        first = timer;
      }
    }
    return first;
  }

  return {
    now: () => wall,
    monotonicMs: () => mono,
    after(ms, task) {
      const timer = { at: mono + Math.max(0, ms), order: order++, task };
      timers.add(timer);
      return () => timers.delete(timer);
    },
    async advance(ms) {
      const until = mono + ms;
      await settle();
      for (let timer = next(until); timer !== null; timer = next(until)) {
        timers.delete(timer);
        wall += Math.max(0, timer.at - mono);
        mono = Math.max(mono, timer.at);
        timer.task();
        await settle();
      }
      wall += until - mono;
      mono = until;
    },
    sleepThrough(ms) {
      wall += ms;
    },
    standStill(ms) {
      wall += ms;
      mono += ms;
    },
    setBack(ms) {
      wall -= ms;
    },
    get waiting() {
      return timers.size;
    },
  };
}
