/**
 * One component's watch on a clock of plain numbers: what the engine does for it between two things that happen, and nothing else.
 *
 * For whoever asks the rules without an engine: dry runs, and the stories of tests.
 */
import type { EpochMs } from '../../model/ids.ts';
import type { ComponentWatch } from '../../model/watch.ts';
import { stepWatch } from './step.ts';
import { nextDue } from './timers.ts';
import type { Effect, Surroundings, WatchInput } from './turn.ts';

export interface PlayerOptions {
  readonly watch: ComponentWatch;
  /** Asked before each step, and again after what followed from it. */
  readonly surroundings: () => Surroundings;
  /** What the rules want done, in order. May give back what comes of it at once. */
  readonly carryOut: (effect: Effect, at: EpochMs) => void;
  readonly start: EpochMs;
}

export interface Player {
  now(): EpochMs;
  watch(): ComponentWatch;
  /** Something happens, now. */
  give(input: WatchInput): void;
  /** Lets time pass until then; timers run at their time. */
  runTo(at: EpochMs): void;
  /** Somebody sets the wall clock; nothing falls due by it. */
  setClock(at: EpochMs): void;
}

export function createPlayer({ watch: first, surroundings, carryOut, start }: PlayerOptions): Player {
  let watch = first;
  let clock = start;

  function give(input: WatchInput): void {
    const turn = stepWatch(watch, input, surroundings());
    watch = turn.watch;
    for (const effect of turn.effects) {
      carryOut(effect, clock);
    }
  }

  return {
    now: () => clock,
    watch: () => watch,
    give,
    runTo(at) {
      let before: ComponentWatch | null = null;
      for (let due = nextDue(watch); due !== null && due <= at; due = nextDue(watch)) {
        clock = Math.max(clock, due);
        if (watch === before) {
          throw new Error(`a timer that is due at ${due} does nothing at ${clock}: it would fire for ever`);
        }
        before = watch;
        give({ type: 'timer', at: clock });
      }
      clock = at;
    },
    setClock(at) {
      clock = at;
    },
  };
}
