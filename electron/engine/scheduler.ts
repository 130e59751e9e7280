/**
 * Says which check is due, and lets it run within the limits. One timer for all checks; no catch-up bursts, no drift.
 *
 * Counts by the monotonic clock alone. Each turn is announced before its checks run, so that time without us is noticed first.
 */
import type { Check } from '../../shared/model/check.ts';
import type { CheckId } from '../../shared/model/ids.ts';
import { placeOf } from '../../shared/rules/target.ts';
import type { Cancel, Clock } from './ports.ts';
import { createSlots, firstTurn, nextAfter, nextRegular, regularPhase } from './slots.ts';

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
  /** At once, out of turn. */
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
  /** A try of it is under way, maybe with settings of before. */
  readonly tries: Tries;
}

interface Host {
  running: number;
}

interface Tries {
  running: boolean;
}

export function createScheduler({ clock, limits, run, onCrowded, onTurn }: SchedulerOptions): Scheduler {
  const checks = new Map<string, Watched>();
  const slots = createSlots();
  const hosts = new Map<string, Host>();
  /** Also of checks that were removed while a try was under way: they may come back before it ends. */
  const tries = new Map<string, Tries>();
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
    for (const { name } of slots.take(mono)) {
      const watched = checks.get(name);
      if (watched !== undefined && !watched.tries.running) {
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

  const isWatched = (watched: Watched) => checks.get(watched.check.id) === watched;

  /** It has waited for a whole interval: its turn is given back as not judged. */
  const isCrowdedOut = ({ check }: Watched, since: number) => clock.monotonicMs() - since > check.interval;

  function start(watched: Watched): void {
    const { check } = watched;
    if (!isWatched(watched) || watched.tries.running) {
      return; // removed, changed, or already under way
    }
    watched.tries.running = true;
    watched.host.running += 1;
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

  function ended({ check: { id }, host, tries: own }: Watched): void {
    own.running = false;
    host.running -= 1;
    running -= 1;
    const current = checks.get(id)?.check; // may have new settings by now
    if (current !== undefined && slots.dueOf(id) === null) {
      plan(id, current.interval);
    }
  }

  function watch(check: Check): Watched {
    const name = placeOf(check);
    const host = hosts.get(name) ?? { running: 0 };
    hosts.set(name, host);
    const own = tries.get(check.id) ?? { running: false };
    tries.set(check.id, own);
    return { check, phase: regularPhase(check.id, check.interval), host, tries: own };
  }

  /** Hosts and tries of nobody. */
  function tidy(): void {
    const kept = new Set([...checks.values()].map(({ host }) => host));
    for (const [name, host] of hosts) {
      if (host.running === 0 && !kept.has(host)) {
        hosts.delete(name);
      }
    }
    for (const [id, own] of tries) {
      if (!own.running && !checks.has(id)) {
        tries.delete(id);
      }
    }
  }

  function plan(checkId: CheckId, intervalMs: number): void {
    const watched = checks.get(checkId);
    if (watched === undefined || stopped) {
      return;
    }
    const mono = clock.monotonicMs();
    const isRegular = intervalMs === watched.check.interval;
    const due = isRegular ? nextRegular(watched.phase, intervalMs, mono) : nextAfter(intervalMs, mono);
    slots.put(checkId, due);
    arm();
  }

  return {
    set(wanted) {
      const next = new Map([...wanted].map((check) => [check.id as string, check]));
      for (const id of checks.keys()) {
        if (!next.has(id)) {
          slots.remove(id);
        }
      }
      const mono = clock.monotonicMs();
      for (const [id, check] of next) {
        const due = slots.dueOf(id);
        // Nor does a check that is wanted more often from now on wait for the turn of its old interval.
        if (due === null ? tries.get(id)?.running !== true : due - mono > check.interval) {
          slots.put(id, firstTurn(id, check.interval, mono));
        }
      }
      checks.clear();
      for (const [id, check] of next) {
        checks.set(id, watch(check));
      }
      tidy();
      arm();
    },
    plan,
    now(checkIds) {
      const mono = clock.monotonicMs();
      for (const id of checkIds) {
        if (checks.has(id)) {
          slots.put(id, mono);
        }
      }
      arm();
    },
    sweep(checkIds) {
      const mono = clock.monotonicMs();
      for (const id of checkIds) {
        const watched = checks.get(id);
        if (watched !== undefined && !watched.tries.running) {
          slots.put(id, firstTurn(id, watched.check.interval, mono));
        }
      }
      arm();
    },
    nextAt(checkId) {
      const due = slots.dueOf(checkId);
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
