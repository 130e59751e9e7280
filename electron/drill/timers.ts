/**
 * Timers in order of their time, then of their making: a heap, so that a hundred thousand of them stay cheap.
 */

export interface Timer {
  readonly due: number;
  readonly order: number;
  /** Null: it was cancelled, and is passed over when its time comes. */
  task: (() => void) | null;
}

export interface Timers {
  add(timer: Timer): void;
  /** The earliest that is wanted; undefined: nobody waits. */
  first(): Timer | undefined;
  /** Takes the earliest out. */
  shift(): void;
}

export function createTimers(): Timers {
  const heap: Timer[] = [];

  function rise(from: number): void {
    const timer = heap[from] as Timer;
    let place = from;
    while (place > 0) {
      const above = (place - 1) >> 1;
      const parent = heap[above] as Timer;
      if (!isBefore(timer, parent)) {
        break;
      }
      heap[place] = parent;
      place = above;
    }
    heap[place] = timer;
  }

  function sink(): void {
    const timer = heap[0] as Timer;
    let place = 0;
    for (;;) {
      let below = 2 * place + 1;
      const right = heap[below + 1];
      if (right !== undefined && isBefore(right, heap[below] as Timer)) {
        below += 1;
      }
      const child = heap[below];
      if (child === undefined || !isBefore(child, timer)) {
        break;
      }
      heap[place] = child;
      place = below;
    }
    heap[place] = timer;
  }

  function shift(): void {
    const last = heap.pop();
    if (last !== undefined && heap.length > 0) {
      heap[0] = last;
      sink();
    }
  }

  return {
    add(timer) {
      heap.push(timer);
      rise(heap.length - 1);
    },
    first() {
      while (heap[0]?.task === null) {
        shift();
      }
      return heap[0];
    },
    shift,
  };
}

function isBefore(one: Timer, other: Timer): boolean {
  return one.due < other.due || (one.due === other.due && one.order < other.order);
}
