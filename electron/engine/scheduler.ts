/**
 * Says which check is due, and lets it run within the limits. One timer for all checks; no catch-up bursts, no drift.
 *
 * Counts by the monotonic clock alone. Each turn is announced before its checks run, so that time without us is noticed first.
 */
import type { Check } from '../../shared/model/check.ts';
import type { CheckId } from '../../shared/model/ids.ts';
import { placeOf } from '../../shared/rules/target.ts';
import type { Cancel, Clock } from './ports/clock.ts';
import { createSlots, firstTurn, nextAfter, nextRegular, type Placed, regularPhase } from './slots.ts';

/**
 * So many checks begin, then everybody else has a turn of the event loop. All of a full slot in one go would hold up a page
 * by their sum, and each check would measure its neighbours instead of its target.
 */
const AT_ONCE = 8;

export interface SchedulerOptions {
  readonly clock: Clock;
  readonly limits: () => { readonly inFlight: number; readonly perHost: number };
  /** Runs one check to its end, at once or later; must not throw or reject. */
  readonly run: (check: Check) => Promise<void> | undefined;
  /** The check had to wait for a free place longer than its interval: our trouble, not the target's. */
  readonly onCrowded: (check: Check) => void;
  /** A turn begins, so many ms after its time. */
  readonly onTurn: (lateMs: number) => void;
}

export interface Scheduler {
  /** The checks to watch from now on; known ones keep their turn. */
  set(checks: Iterable<Check>): void;
  /** When the next try of a check comes after this one: regular cadence, or `intervalMs` from now. */
  plan(checkId: CheckId, intervalMs: number): void;
  /** At once, out of turn; one that is under way is followed by another, for what it sees may be of before. */
  now(checkIds: Iterable<CheckId>): void;
  /** All of them soon, spread over a few seconds like after a start. */
  sweep(checkIds: Iterable<CheckId>): void;
  /** Epoch ms of the next turn, for people. */
  nextAt(checkId: CheckId): number | null;
  stop(): void;
}

/** A check and what its turns need of it, worked out once. */
interface Watched {
  readonly check: Check;
  readonly phase: number;
  readonly host: Host;
  readonly seat: Seat;
}

interface Host {
  running: number;
}

/** What stays of a check whatever its settings are, also while it is removed and a try of it is under way: it may come back. */
interface Seat extends Placed {
  /** With the settings of now; null: it is not watched. */
  watched: Watched | null;
  /** A try of it is under way, maybe with settings of before. */
  running: boolean;
  /** Somebody wanted to know how it is after that one had begun. */
  again: boolean;
}

export function createScheduler({ clock, limits, run, onCrowded, onTurn }: SchedulerOptions): Scheduler {
  const seats = new Map<CheckId, Seat>();
  const slots = createSlots<Seat>();
  const hosts = new Map<string, Host>();
  let running = 0;
  const waiting: { readonly watched: Watched; readonly since: number }[] = [];
  let armed: { readonly due: number; readonly cancel: Cancel } | null = null;
  let breath: Cancel | null = null;
  let stopped = false;

  function arm(): void {
    const due = slots.earliest();
    if (stopped || due === null || (armed !== null && armed.due <= due)) {
      return;
    }
    armed?.cancel();
    armed = { due, cancel: clock.after(Math.max(0, due - clock.monotonicMs()), tick) };
  }

  function tick(): void {
    const mono = clock.monotonicMs();
    const lateMs = armed === null ? 0 : mono - armed.due;
    armed = null;
    onTurn(lateMs);
    for (const { watched, running: isRunning } of slots.take(mono)) {
      if (watched !== null && !isRunning) {
        waiting.push({ watched, since: mono });
      }
    }
    pump();
    arm();
  }

  /** Starts what may start, a few at a time; a full host does not hold up the others. What waited too long is given back. */
  function pump(): void {
    if (breath !== null) {
      return;
    }
    const { inFlight, perHost: hostLimit } = limits();
    let started = 0;
    for (let index = 0; index < waiting.length; ) {
      const { watched, since } = waiting[index] as (typeof waiting)[number];
      if (isCrowdedOut(watched, since)) {
        waiting.splice(index, 1);
        if (isWatched(watched)) {
          onCrowded(watched.check);
        }
        continue;
      }
      if (running >= inFlight) {
        return;
      }
      if (watched.host.running >= hostLimit) {
        index += 1;
        continue;
      }
      if (started === AT_ONCE) {
        breath = clock.after(0, () => {
          breath = null;
          pump();
        });
        return;
      }
      waiting.splice(index, 1);
      start(watched);
      started += 1;
    }
  }

  const isWatched = (watched: Watched) => watched.seat.watched === watched;

  /** It has waited for a whole interval: its turn is given back as not judged. */
  const isCrowdedOut = ({ check }: Watched, since: number) => clock.monotonicMs() - since > check.interval;

  function start(watched: Watched): void {
    const { check, host, seat } = watched;
    if (!isWatched(watched) || seat.running) {
      return; // removed, changed, or already under way
    }
    seat.running = true;
    host.running += 1;
    running += 1;
    const later = run(check);
    if (later === undefined) {
      ended(watched);
      return;
    }
    void later.then(() => {
      ended(watched);
      if (waiting.length > 0 && !stopped) {
        pump();
      }
    });
  }

  function ended({ host, seat }: Watched): void {
    seat.running = false;
    host.running -= 1;
    running -= 1;
    const { watched, again } = seat;
    seat.again = false;
    if (watched !== null && again) {
      slots.put(seat, clock.monotonicMs());
      arm();
    } else if (watched !== null && seat.due === null) {
      turn(seat, watched.check.interval); // may have new settings by now
    }
  }

  function seatOf(id: CheckId): Seat {
    const seat = seats.get(id) ?? { watched: null, running: false, again: false, due: null };
    seats.set(id, seat);
    return seat;
  }

  function watch(check: Check): Watched {
    const name = placeOf(check);
    const host = hosts.get(name) ?? { running: 0 };
    hosts.set(name, host);
    return { check, phase: regularPhase(check.id, check.interval), host, seat: seatOf(check.id) };
  }

  /** Hosts and seats of nobody. */
  function tidy(): void {
    const kept = new Set([...seats.values()].map(({ watched }) => watched?.host));
    for (const [name, host] of hosts) {
      if (host.running === 0 && !kept.has(host)) {
        hosts.delete(name);
      }
    }
    for (const [id, { watched, running: isRunning }] of seats) {
      if (watched === null && !isRunning) {
        seats.delete(id);
      }
    }
  }

  /** The next turn, regular or so many ms from now. */
  function turn(seat: Seat, intervalMs: number): void {
    const { watched } = seat;
    if (watched === null || stopped) {
      return;
    }
    const mono = clock.monotonicMs();
    const isRegular = intervalMs === watched.check.interval;
    slots.put(seat, isRegular ? nextRegular(watched.phase, intervalMs, mono) : nextAfter(intervalMs, mono));
    arm();
  }

  return {
    set(wanted) {
      const next = new Map([...wanted].map((check) => [check.id, check]));
      for (const [id, seat] of seats) {
        seat.watched = null;
        if (!next.has(id)) {
          slots.remove(seat);
        }
      }
      const mono = clock.monotonicMs();
      for (const check of next.values()) {
        const watched = watch(check);
        const { seat } = watched;
        seat.watched = watched;
        // Nor does a check that is wanted more often from now on wait for the turn of its old interval.
        if (seat.due === null ? !seat.running : seat.due - mono > check.interval) {
          slots.put(seat, firstTurn(check.id, check.interval, mono));
        }
      }
      tidy();
      arm();
    },
    plan(checkId, intervalMs) {
      const seat = seats.get(checkId);
      if (seat !== undefined) {
        turn(seat, intervalMs);
      }
    },
    now(checkIds) {
      const mono = clock.monotonicMs();
      for (const id of checkIds) {
        const seat = seats.get(id);
        if (seat?.running === true) {
          seat.again = true;
        } else if (seat !== undefined && seat.watched !== null) {
          slots.put(seat, mono);
        }
      }
      arm();
    },
    sweep(checkIds) {
      const mono = clock.monotonicMs();
      for (const id of checkIds) {
        const seat = seats.get(id);
        if (seat !== undefined && seat.watched !== null && !seat.running) {
          slots.put(seat, firstTurn(id, seat.watched.check.interval, mono));
        }
      }
      arm();
    },
    nextAt(checkId) {
      const due = seats.get(checkId)?.due ?? null;
      return due === null ? null : Math.round(clock.now() + due - clock.monotonicMs());
    },
    stop() {
      stopped = true;
      armed?.cancel();
      breath?.();
      waiting.length = 0;
    },
  };
}
