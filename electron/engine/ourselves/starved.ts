/**
 * Starved: awake, but without our turn again and again, so that looks are missed. Each time is over in seconds and forgotten; that it
 * does not end is trouble of ours that somebody must hear of.
 */
import type { EpochMs } from '../../../shared/model/ids.ts';
import type { Clock } from '../ports/clock.ts';
import type { Verdict } from './report.ts';

/** So long without a missed look, and whatever starved us has ended. */
const OVER_AFTER_MS = 60_000;
/** Longer ones are a sleep, on systems whose monotonic clock counts it. */
const LONGEST_MS = 60_000;

export interface Starved {
  /** Looks were missed while we stood still for so many ms by the monotonic clock. False: that was no standstill but a sleep. */
  stood(ms: number): boolean;
  /** `forMs`: how long it may go on before it is said. */
  verdict(forMs: number): Verdict;
}

export function createStarved(clock: Clock): Starved {
  let run: { readonly since: EpochMs; readonly fromMono: number; readonly lastMono: number } | null = null;

  function current(now: number): typeof run {
    run = run !== null && now - run.lastMono > OVER_AFTER_MS ? null : run;
    return run;
  }

  return {
    stood(ms) {
      const now = clock.monotonicMs();
      if (ms <= 0 || ms > LONGEST_MS) {
        return false;
      }
      const { since, fromMono } = current(now - ms) ?? { since: Math.round(clock.now() - ms), fromMono: now - ms };
      run = { since, fromMono, lastMono: now };
      return true;
    },
    verdict(forMs) {
      const now = clock.monotonicMs();
      const known = current(now);
      return known === null || now - known.fromMono < forMs
        ? { well: true }
        : {
            well: false,
            since: known.since,
            detail: 'We are starved: this program stands still again and again, and looks are missed',
          };
    },
  };
}
