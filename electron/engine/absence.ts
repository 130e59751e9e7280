/**
 * Notices time that passed without us (sleep, starvation) and a wall clock that was set back, by looking at both clocks often.
 *
 * Looked at before anything late is carried out, so that nothing is judged by what was believed before.
 */
import type { Cancel, Clock } from './ports/clock.ts';

const LOOK_EVERY_MS = 5_000;
/** Smaller jumps are set clocks and rounding, not absence. */
const JUMP_MS = 2_000;

export interface AbsenceOptions {
  readonly clock: Clock;
  /** So many ms passed in which nothing of ours ran, `stoodMs` of them by the monotonic clock. `what` begins the sentence. */
  readonly onGap: (gapMs: number, what: string, stoodMs: number) => void;
  /** The wall clock was set back by so many ms. */
  readonly onSetBack: (byMs: number) => void;
}

export interface Absence {
  /** Asks the clocks. `lateMs`: whoever asks should have come so much earlier. */
  look(lateMs?: number): void;
  /** The system itself says that it slept for so many ms. */
  slept(gapMs: number): void;
  stop(): void;
}

export function createAbsence({ clock, onGap, onSetBack }: AbsenceOptions): Absence {
  let last = { wall: clock.now(), mono: clock.monotonicMs() };
  let toldAt = Number.NEGATIVE_INFINITY;
  let timer: Cancel = () => undefined;

  function look(lateMs = 0): { readonly gapMs: number; readonly stoodMs: number } {
    const now = { wall: clock.now(), mono: clock.monotonicMs() };
    const passed = now.mono - last.mono;
    const drift = now.wall - last.wall - passed;
    last = now;
    if (drift < -JUMP_MS) {
      onSetBack(-drift);
    }
    // Asleep the monotonic clock stands still on most systems; on the others the look itself is late.
    const stoodMs = Math.max(0, passed - LOOK_EVERY_MS, lateMs);
    return { gapMs: Math.max(drift, stoodMs), stoodMs };
  }

  function tell({ gapMs, stoodMs }: ReturnType<typeof look>, what = 'Away (asleep or starved)'): void {
    if (gapMs > JUMP_MS) {
      toldAt = clock.monotonicMs();
      onGap(gapMs, what, stoodMs);
    }
  }

  function again(): void {
    timer = clock.after(LOOK_EVERY_MS, () => {
      again();
      tell(look());
    });
  }

  again();
  return {
    look: (lateMs) => tell(look(lateMs)),
    slept(gapMs) {
      const { gapMs: seenMs, stoodMs } = look();
      // The clocks may have told the same already, a moment before the system did.
      if (clock.monotonicMs() - toldAt > LOOK_EVERY_MS) {
        tell({ gapMs: Math.max(seenMs, gapMs), stoodMs }, 'Asleep');
      }
    },
    stop: () => timer(),
  };
}
