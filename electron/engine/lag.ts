/**
 * How long our own event loop stood still while tries were under way. What comes in after such a moment was measured by us, not by
 * the target.
 *
 * One coarse timer, and only while somebody waits for an answer: finer measures cost more than the tries themselves.
 */
import type { Cancel, Clock } from './ports/clock.ts';

const TICK_MS = 500;
/** Smaller ones are the noise of any busy machine. */
const NOTICED_MS = 200;
/** A try takes no longer than its time-out; what was before the oldest one interests nobody. */
const REMEMBERED = 16;

export interface Lag {
  /** Somebody waits for an answer from now on; returns the way to say that it is over. */
  watch(): () => void;
  /** The longest time since then in which nothing of ours ran, in ms; 0: none worth a word. */
  worstSince(monotonicMs: number): number;
}

export function createLag(clock: Clock): Lag {
  let waiting = 0;
  let due: number | null = null;
  let cancel: Cancel = () => undefined;
  let stalls: readonly { readonly until: number; readonly ms: number }[] = [];

  function arm(): void {
    due = clock.monotonicMs() + TICK_MS;
    cancel = clock.after(TICK_MS, tick);
  }

  function tick(): void {
    const now = clock.monotonicMs();
    const late = now - (due ?? now);
    if (late > NOTICED_MS) {
      stalls = [...stalls.slice(1 - REMEMBERED), { until: now, ms: late }];
    }
    due = null;
    if (waiting > 0) {
      arm();
    }
  }

  function over(): void {
    waiting -= 1;
  }

  return {
    watch() {
      waiting += 1;
      if (due === null) {
        cancel();
        arm();
      }
      return over;
    },
    worstSince(since) {
      // After a stall the timers of tries run before ours as likely as after it.
      const pending = due === null ? 0 : clock.monotonicMs() - due;
      let worst = pending > NOTICED_MS ? pending : 0;
      for (const { until, ms } of stalls) {
        if (until > since) {
          worst = Math.max(worst, Math.min(ms, until - since));
        }
      }
      return worst;
    },
  };
}
