/**
 * The shared grid: who is due in which slot. Checks that fall due together fire together, because a sparse check costs its
 * wake-up, not its request (research/peers: 920 microseconds spread evenly, 235 on a grid).
 *
 * Pure bookkeeping in monotonic milliseconds; it arms no timer.
 */

/** Fixed phase of a name within `intervalMs`: the same after every restart, evenly spread over many names (FNV-1a). */
export function phaseOf(name: string, intervalMs: number): number {
  let hash = 0x811c9dc5;
  for (let index = 0; index < name.length; index += 1) {
    hash = Math.imul(hash ^ name.charCodeAt(index), 0x01000193);
  }
  return (hash >>> 0) % Math.max(1, Math.round(intervalMs));
}

/** Width of a slot for an interval: a second for slow checks, finer for quick ones, so that no check is off by much. */
export function gridFor(intervalMs: number): number {
  return intervalMs >= 10_000 ? 1_000 : intervalMs >= 2_000 ? 250 : 50;
}

/** Phase of a regular check within its interval, on the grid. Worked out once for a check. */
export function regularPhase(name: string, intervalMs: number): number {
  const grid = gridFor(intervalMs);
  return Math.floor(phaseOf(name, intervalMs) / grid) * grid;
}

/** The next turn of a regular check strictly after `now`: by its phase alone, no drift whatever happened before. */
export function nextRegular(phase: number, intervalMs: number, now: number): number {
  const turns = Math.floor((now - phase) / intervalMs) + 1;
  return phase + turns * intervalMs;
}

/** `delayMs` from `now`, on the grid: for tries that do not keep their phase. */
export function nextAfter(delayMs: number, now: number): number {
  const grid = gridFor(delayMs);
  return Math.max(Math.ceil(now), Math.round((now + delayMs) / grid) * grid);
}

/** The first look at everything after a start is spread over at most this: soon, but not all in one breath. */
const FIRST_SWEEP_MS = 5_000;
const FIRST_GRID_MS = 250;

/** The first turn after a start, long before the regular one where the interval is long. */
export function firstTurn(name: string, intervalMs: number, now: number): number {
  const spread = phaseOf(name, Math.min(intervalMs, FIRST_SWEEP_MS));
  return Math.ceil((now + spread) / FIRST_GRID_MS) * FIRST_GRID_MS;
}

/** Somebody with a place in a slot. The slots alone write it down. */
export interface Placed {
  /** Null: in none. */
  due: number | null;
}

export interface Slots<T extends Placed> {
  /** Puts somebody into the slot at `due`, out of any other. */
  put(one: T, due: number): void;
  remove(one: T): void;
  /** The earliest slot that holds anybody. */
  earliest(): number | null;
  /** Takes out everybody due at or before `now`, slot by slot. */
  take(now: number): readonly T[];
}

export function createSlots<T extends Placed>(): Slots<T> {
  const slots = new Map<number, Set<T>>();
  /** Slot times, latest first: the earliest is popped from the end. */
  const order: number[] = [];

  function position(due: number): number {
    let low = 0;
    let high = order.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((order[middle] as number) > due) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }

  function leave(one: T): void {
    if (one.due !== null) {
      slots.get(one.due)?.delete(one); // an emptied slot stays until its time: cheaper than searching the order
      one.due = null;
    }
  }

  return {
    put(one, due) {
      leave(one);
      one.due = due;
      const slot = slots.get(due);
      if (slot === undefined) {
        slots.set(due, new Set([one]));
        order.splice(position(due), 0, due);
      } else {
        slot.add(one);
      }
    },
    remove: leave,
    earliest: () => order.at(-1) ?? null,
    take(now) {
      const taken: T[] = [];
      for (let due = order.at(-1); due !== undefined && due <= now; due = order.at(-1)) {
        order.pop();
        for (const one of slots.get(due) ?? []) {
          one.due = null;
          taken.push(one);
        }
        slots.delete(due);
      }
      return taken;
    },
  };
}
