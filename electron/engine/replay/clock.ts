/**
 * The clock of a replay: stands at the time of the try that is judged, and lets the rules' own timers ring on the way there.
 */
import type { EpochMs } from '../../../shared/model/ids.ts';
import type { Cancel, Clock } from '../ports/clock.ts';

export interface ReplayClock extends Clock {
  /** Runs what falls due up to then. The time never goes back. */
  advance(to: EpochMs): void;
  /** Nobody of ours was there until then: what fell due meanwhile rings afterwards, and the monotonic clock stood still. */
  skip(to: EpochMs): void;
}

/** `onRung`: after each timer, at its time. */
export function replayClock(start: EpochMs, onRung: () => void): ReplayClock {
  const timers = new Set<{ readonly at: EpochMs; readonly task: () => void }>();
  let now = start;
  let skipped = 0;

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
    monotonicMs: () => now - skipped,
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
        onRung();
      }
      now = Math.max(now, to);
    },
    skip(to) {
      skipped += Math.max(0, to - now);
      now = Math.max(now, to);
    },
  };
}
