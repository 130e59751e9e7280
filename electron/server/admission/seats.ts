/**
 * How many people may have a window open at once. A person is a session (a browser's cookie), not a connection: ten tabs are one, and
 * a hundred people behind one address are a hundred.
 */
import type { Clock } from '../../engine/ports/clock.ts';

/** Long enough to load the window again, in ms. */
const KEPT_MS = 30_000;

export interface Seats {
  /** Whether somebody new may come. */
  room(): boolean;
  /** From an open line on; returns the way to let go. Null: all are taken by others. */
  take(id: string): (() => void) | null;
  taken(): number;
}

export function createSeats(clock: Pick<Clock, 'monotonicMs'>, most: () => number): Seats {
  const seats = new Map<string, { lines: number; leftAt: number }>();

  function taken(): number {
    for (const [id, { lines, leftAt }] of seats) {
      if (lines === 0 && clock.monotonicMs() - leftAt >= KEPT_MS) {
        seats.delete(id);
      }
    }
    return seats.size;
  }

  const room = (): boolean => taken() < most();

  return {
    room,
    take(id) {
      if (!seats.has(id) && !room()) {
        return null;
      }
      const seat = seats.get(id) ?? { lines: 0, leftAt: 0 };
      seats.set(id, seat);
      seat.lines += 1;
      let held = true;
      return () => {
        if (held) {
          held = false;
          seat.lines -= 1;
          seat.leftAt = clock.monotonicMs();
        }
      };
    },
    taken,
  };
}
