/**
 * Holds back what would go on for ever: a telephone that answers by itself would answer our reply too, and so on, at our expense.
 */
import type { Clock } from '../../engine/ports/clock.ts';

/** Says whether one more may go: at most `most` within `withinMs`. */
export function createBrake(most: number, withinMs: number, clock: Clock): () => boolean {
  let gone: readonly number[] = [];
  return () => {
    const now = clock.monotonicMs();
    gone = gone.filter((at) => now - at < withinMs);
    const may = gone.length < most;
    gone = may ? [...gone, now] : gone;
    return may;
  };
}
