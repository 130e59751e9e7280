/**
 * When to ask a service that costs something each time: briskly while an answer is likely, calmly otherwise.
 */
import type { Clock } from '../../engine/ports/clock.ts';

export interface Pace {
  /** A request is due now. */
  due(likely: boolean): boolean;
  /** It was asked. @param restMs it wants to be left alone for so long */
  asked(restMs?: number): void;
}

export function createPace(
  { briskMs, calmMs }: { readonly briskMs: number; readonly calmMs: number },
  clock: Clock,
): Pace {
  let last = Number.NEGATIVE_INFINITY;
  let rest = 0;
  return {
    due: (likely) => clock.monotonicMs() - last >= Math.max(rest, likely ? briskMs : calmMs),
    asked(restMs = 0) {
      last = clock.monotonicMs();
      rest = restMs;
    },
  };
}
