/**
 * The movable clock of a drill: true time, and what our two clocks make of it.
 *
 * Asleep, the wall clock runs while the monotonic one stands still; stalled, both run but nothing of ours has its turn. What
 * belongs to the world (a person, a cable) goes by true time and meets us when we are there again.
 */
import type { EpochMs } from '../../shared/model/ids.ts';
import type { Cancel, Clock } from '../engine/ports/clock.ts';
import { createTimers, type Timer } from './timers.ts';

export interface DrillClock {
  /** ms since the start of the drill, whatever any clock says. */
  elapsed(): number;
  /** Epoch ms by the wall clock. */
  wall(): EpochMs;
  /** Runs `task` when so much true time has passed and we are there. */
  afterReal(ms: number, task: () => void): void;
  /** The clock of one life of the engine: its timers are gone with `end`. */
  life(): { readonly clock: Clock; end(): void };
  /** Runs everything that falls due up to `to` (ms since the start), each with what it started. */
  runTo(to: number): Promise<void>;
  /** Time passes without us: `counts` when the monotonic clock runs on (stalled), else asleep. */
  standStillTo(to: number, counts: boolean): void;
  /** Somebody sets the wall clock. */
  set(byMs: number): void;
}

/** Not 0: nothing may take the start of the machine for the start of the drill. */
const MONOTONIC_AT_START = 1_000_000;

/**
 * @param start epoch ms of the first instant
 * @param onStep called after each timer and all that it started
 * @param isBusy something may be waiting for an answer: see traffic.ts
 */
export function createDrillClock(start: EpochMs, onStep: () => void, isBusy: () => boolean): DrillClock {
  const ours = createTimers();
  const world = createTimers();
  let now = 0;
  let shifted = 0;
  let slept = 0;
  let order = 0;

  const mono = (): number => now - slept;

  function add(timers: typeof ours, due: number, task: () => void): Timer {
    const timer = { due, order: order++, task };
    timers.add(timer);
    return timer;
  }

  /** Whose turn is next: ours or the world's. */
  function next(to: number): { readonly at: number; take(): (() => void) | null } | null {
    const own = ours.first();
    const other = world.first();
    const ownAt = own === undefined ? Number.POSITIVE_INFINITY : own.due + slept;
    const otherAt = other === undefined ? Number.POSITIVE_INFINITY : other.due;
    const at = Math.min(ownAt, otherAt);
    if (at > to) {
      return null;
    }
    const [timers, timer] = ownAt <= otherAt ? [ours, own] : [world, other];
    return {
      at,
      take() {
        timers.shift();
        return timer?.task ?? null;
      },
    };
  }

  return {
    elapsed: () => now,
    wall: () => start + now + shifted,
    afterReal: (ms, task) => void add(world, now + ms, task),
    life() {
      let alive = true;
      const clock: Clock = {
        now: () => start + now + shifted,
        monotonicMs: () => MONOTONIC_AT_START + mono(),
        after(ms, task): Cancel {
          const timer = add(ours, mono() + Math.max(0, ms), () => alive && task());
          return () => {
            timer.task = null;
          };
        },
      };
      return {
        clock,
        end: () => {
          alive = false;
        },
      };
    },
    async runTo(to) {
      await settled();
      for (let turn = next(to); turn !== null; turn = next(to)) {
        now = Math.max(now, turn.at);
        turn.take()?.();
        await undefined;
        await undefined; // what was handed to a port by now has been counted
        if (isBusy()) {
          await settled();
        }
        onStep();
      }
      now = Math.max(now, to);
    },
    standStillTo(to, counts) {
      const passed = Math.max(0, to - now);
      now += passed;
      slept += counts ? 0 : passed;
    },
    set(byMs) {
      shifted += byMs;
    },
  };
}

/** Lets every promise that is ready run: nothing in a drill waits for anything else. */
function settled(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
