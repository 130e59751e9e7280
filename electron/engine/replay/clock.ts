/**
 * The clock of a replay: stands at the time of the try that is judged, and lets the rules' own timers ring on the way there.
 */
import type { EpochMs } from '../../../shared/model/ids.ts';
import type { Cancel, Clock } from '../ports.ts';

export interface ReplayClock extends Clock {
  /** Runs what falls due up to then. The time never goes back. */
  advance(to: EpochMs): void;
}

export function replayClock(start: EpochMs): ReplayClock {
  const timers = new Set<{ readonly at: EpochMs; readonly task: () => void }>();
  let now = start;

  function next(to: EpochMs): { readonly at: EpochMs; readonly task: () => void } | null {
    let first = null;
    for (const timer of timers) {
      if (timer.at <= to && (first === null || timer.at < first.at)) {
        first = timer;
      }
    }
    return first;
  }

  return {
    now: () => now,
    monotonicMs: () => now,
    after(ms, task): Cancel {
      const timer = { at: now + Math.max(0, ms), task };
      timers.add(timer);
      return () => void timers.delete(timer);
    },
    advance(to) {
      for (let timer = next(to); timer !== null; timer = next(to)) {
        timers.delete(timer);
        now = Math.max(now, timer.at);
        timer.task();
      }
      now = Math.max(now, to);
    },
  };
}
