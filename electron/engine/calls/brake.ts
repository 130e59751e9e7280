/**
 * So many at once, then one now and then: for each key of its own. Kept in memory: a restart forgives.
 */
import type { Clock } from '../ports/clock.ts';

export interface Pace {
  readonly burst: number;
  /** ms until one more is allowed. */
  readonly everyMs: number;
}

export interface Brake {
  /** ms until this key may; 0: now. */
  waitMs(key: string): number;
  /** Counts one. */
  take(key: string): void;
}

/** Keys that are remembered: whoever has more addresses than that is stopped by the brake over all. */
const MOST_KEYS = 5_000;

export function createBrake(clock: Pick<Clock, 'monotonicMs'>, { burst, everyMs }: Pace): Brake {
  const spent = new Map<string, { readonly left: number; readonly at: number }>();

  function leftOf(key: string): number {
    const before = spent.get(key);
    return before === undefined ? burst : Math.min(burst, before.left + (clock.monotonicMs() - before.at) / everyMs);
  }

  return {
    waitMs(key) {
      const left = leftOf(key);
      return left >= 1 ? 0 : Math.ceil((1 - left) * everyMs);
    },
    take(key) {
      const left = leftOf(key) - 1;
      spent.delete(key); // the newest stands last
      spent.set(key, { left, at: clock.monotonicMs() });
      const [oldest] = spent.keys();
      if (spent.size > MOST_KEYS && oldest !== undefined) {
        spent.delete(oldest);
      }
    },
  };
}
