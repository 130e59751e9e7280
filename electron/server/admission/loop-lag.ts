/**
 * How late our own loop is, measured only while somebody calls: a timer that ticks for ever would wake an idle machine for nothing.
 */
import type { Cancel, Clock } from '../../engine/ports/clock.ts';

const TICK_MS = 50;
/** Without a caller for so long it stops looking. */
const REST_AFTER_MS = 1_000;
/**
 * Weight of the newest lateness. One stall (a page is painted, memory is tidied up) must not shut the door; callers that come faster than
 * they can be answered make one turn after the other late.
 */
const GROWS = 0.5;
const FALLS = 0.3;

export interface LoopLag {
  /** Somebody calls. */
  look(): void;
  ms(): number;
  stop(): void;
}

export function createLoopLag(clock: Pick<Clock, 'monotonicMs' | 'after'>): LoopLag {
  let believed = 0;
  let lastCall = 0;
  let due: number | null = null;
  let cancel: Cancel = () => undefined;

  const towards = (late: number): number => believed + (late - believed) * (late > believed ? GROWS : FALLS);

  function arm(): void {
    due = clock.monotonicMs() + TICK_MS;
    cancel = clock.after(TICK_MS, tick);
  }

  function tick(): void {
    const now = clock.monotonicMs();
    const late = Math.max(0, now - (due ?? now));
    believed = towards(late);
    due = null;
    if (now - lastCall < REST_AFTER_MS) {
      arm();
    } else {
      believed = 0;
    }
  }

  return {
    look() {
      lastCall = clock.monotonicMs();
      if (due === null) {
        arm();
      }
    },
    // A tick that is overdue tells already.
    ms: () => Math.max(believed, due === null ? 0 : towards(Math.max(0, clock.monotonicMs() - due))),
    stop() {
      cancel();
      due = null;
    },
  };
}
