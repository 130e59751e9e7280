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

export interface Slots {
  /** Puts a name into the slot at `due`, out of any other. */
  put(name: string, due: number): void;
  remove(name: string): void;
  dueOf(name: string): number | null;
  /** The earliest slot that holds anybody. */
  earliest(): number | null;
  /** Takes out everybody due at or before `now`, with the slot each was in. */
  take(now: number): readonly { readonly name: string; readonly due: number }[];
}

export function createSlots(): Slots {
  const dues = new Map<string, number>();
  const slots = new Map<number, Set<string>>();
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

  function leave(name: string): void {
    const due = dues.get(name);
    if (due === undefined) {
      return;
    }
    dues.delete(name);
    slots.get(due)?.delete(name); // an emptied slot stays until its time: cheaper than searching the order
  }

  return {
    put(name, due) {
      leave(name);
      dues.set(name, due);
      const slot = slots.get(due);
      if (slot === undefined) {
        slots.set(due, new Set([name]));
        order.splice(position(due), 0, due);
      } else {
        slot.add(name);
      }
    },
    remove: leave,
    dueOf: (name) => dues.get(name) ?? null,
    earliest: () => order.at(-1) ?? null,
    take(now) {
      const taken: { name: string; due: number }[] = [];
      for (let due = order.at(-1); due !== undefined && due <= now; due = order.at(-1)) {
        order.pop();
        for (const name of slots.get(due) ?? []) {
          dues.delete(name);
          taken.push({ name, due });
        }
        slots.delete(due);
      }
      return taken;
    },
  };
}
