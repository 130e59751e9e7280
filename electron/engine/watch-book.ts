/**
 * Holds every component's watch, steps it through the rules, and turns what follows into journal entries.
 *
 * The one door to the rules: observations, timers, commands and deliveries all come in by `apply`.
 */
import type { Config } from '../../shared/model/config.ts';
import type { CheckId, ComponentId, EpochMs } from '../../shared/model/ids.ts';
import type { ComponentWatch } from '../../shared/model/watch.ts';
import { changedChecks } from '../../shared/rules/check-change.ts';
import { newWatch, reconcile, stepWatch } from '../../shared/rules/watch/step.ts';
import { nextDue } from '../../shared/rules/watch/timers.ts';
import type { Surroundings, Turn, WatchInput } from '../../shared/rules/watch/turn.ts';
import { componentOf } from '../../shared/rules/watcher.ts';
import { entryOf, type Withdraw } from './entry.ts';
import { createKin } from './kin.ts';
import type { Cancel, Clock } from './ports/clock.ts';
import type { Log } from './ports/log.ts';
import type { JournalEntry } from './ports/store.ts';

/** The wall clock may be set while we wait; looking again this often bounds the harm. */
const LONGEST_WAIT_MS = 30_000;
/** The bell should have rung so long ago: it is lost, and whoever comes next hangs up another. */
const BELL_LOST_MS = 5_000;
/** A timer that the rules could not carry out is not tried in every turn of the loop. */
const AFTER_BUG_MS = 30_000;

export interface WatchBookOptions {
  readonly clock: Clock;
  readonly log: Log;
  readonly write: (entry: JournalEntry) => Promise<void>;
  readonly withdraw: Withdraw;
  readonly surroundings: (componentId: ComponentId) => Surroundings | null;
  /** The same for a component that the configuration no longer has. */
  readonly retiring: (componentId: ComponentId) => Surroundings;
  readonly onChange: (componentId: ComponentId) => void;
  /** Before any timer is carried out: what was believed before a sleep pages nobody. */
  readonly onRing: () => void;
  /** A decision waits for a look at this component. */
  readonly lookNow: (componentId: ComponentId) => void;
}

export interface Applied {
  readonly turn: Turn;
  /** Resolves when what followed may be relied upon; null when there was nothing to write. */
  readonly written: Promise<void> | null;
}

export interface WatchBook {
  /**
   * Takes over what was restored and what the configuration wants; forgets what it no longer has. Gives back the checks that ask
   * something else than before: nothing is known of them.
   */
  configure(config: Config, restored?: readonly ComponentWatch[]): readonly CheckId[];
  /** `also` goes into the same transaction (the outbox row of a delivery). Null: no such component. */
  apply(componentId: ComponentId, input: WatchInput, also?: (turn: Turn) => JournalEntry): Applied | null;
  get(componentId: ComponentId): ComponentWatch | undefined;
  all(): IterableIterator<ComponentWatch>;
  stop(): void;
}

export function createWatchBook({
  clock,
  log,
  write,
  withdraw,
  surroundings,
  retiring,
  onChange,
  onRing,
  lookNow,
}: WatchBookOptions): WatchBook {
  const watches = new Map<ComponentId, ComponentWatch>();
  const dues = new Map<ComponentId, EpochMs>();
  const kin = createKin({
    get: (id) => watches.get(id),
    look: (id) => void apply(id, { type: 'gate', at: clock.now() }),
  });
  let checks: Config['checks'] = new Map();
  let timer: { readonly at: EpochMs; readonly cancel: Cancel } | null = null;
  let stopped = false;

  function apply(componentId: ComponentId, input: WatchInput, also?: (turn: Turn) => JournalEntry): Applied | null {
    const before = watches.get(componentId);
    const around = surroundings(componentId);
    if (before === undefined || around === null) {
      return null;
    }
    const turn = step(before, input, around);
    if (turn === null) {
      return null;
    }
    watches.set(componentId, turn.watch);
    schedule(componentId, turn.watch);
    const entry = entryOf(before, turn, withdraw, clock.now(), also?.(turn));
    const written = entry === null ? null : write(entry);
    onChange(componentId);
    for (const effect of turn.effects) {
      if (effect.type === 'look-now') {
        effect.components.forEach(lookNow);
      }
    }
    kin.stepped(before, turn.watch);
    return { turn, written };
  }

  /** A bug in the rules of one component must not stop the others: it is said, and asked again later. Null then. */
  function step(watch: ComponentWatch, input: WatchInput, around: Surroundings): Turn | null {
    try {
      return stepWatch(watch, input, around);
    } catch (error) {
      const { componentId } = watch;
      log.error({ component: componentId, input: input.type, err: String(error) }, 'the rules threw: a bug of ours');
      if (input.type === 'timer') {
        dues.set(componentId, input.at + AFTER_BUG_MS);
      }
      return null;
    }
  }

  function schedule(componentId: ComponentId, watch: ComponentWatch): void {
    const due = nextDue(watch);
    if (due === null) {
      dues.delete(componentId); // a timer that was for it alone rings for nothing, once
    } else if (due !== dues.get(componentId)) {
      dues.set(componentId, due);
      arm(due);
    }
  }

  /** Rings at `at`, or earlier when somebody else wants that. */
  function arm(at: EpochMs): void {
    const hangs = timer !== null && timer.at <= at && clock.now() - timer.at <= BELL_LOST_MS;
    if (!Number.isFinite(at) || stopped || hangs) {
      return;
    }
    timer?.cancel();
    const wait = Math.min(Math.max(0, at - clock.now()), LONGEST_WAIT_MS);
    timer = { at, cancel: clock.after(wait, ring) };
  }

  function ring(): void {
    timer = null;
    onRing();
    const now = clock.now();
    for (const [componentId, due] of [...dues]) {
      if (due <= now) {
        apply(componentId, { type: 'timer', at: now });
      }
    }
    arm(Math.min(...dues.values()));
  }

  /** Not watched any more: whoever was told of an open incident hears that too, then the watch is forgotten. */
  function retire(watch: ComponentWatch): void {
    const { componentId } = watch;
    const around = retiring(componentId);
    const input: WatchInput = {
      type: 'resolve',
      at: clock.now(),
      by: 'the configuration',
      note: 'it is not watched any more',
    };
    const turn = step(watch, input, around);
    const entry = turn === null ? null : entryOf(watch, turn, withdraw, clock.now(), undefined);
    watches.delete(componentId);
    dues.delete(componentId);
    const { incidents = [], outbox = [], events = [] } = entry ?? {};
    void write({ forgetWatches: [componentId], incidents, outbox, events });
  }

  return {
    configure(config, restored = []) {
      for (const watch of restored) {
        watches.set(watch.componentId, watch);
      }
      for (const watch of [...watches.values()]) {
        if (componentOf(config, watch.componentId) === undefined) {
          retire(watch);
        }
      }
      const changed = changedChecks(checks.values(), config.checks.values());
      checks = config.checks;
      for (const component of [...config.components.values(), config.watcher]) {
        const { id } = component;
        const around = surroundings(id);
        if (watches.has(id)) {
          const own = changed.filter((check) => component.checks.some((other) => other.id === check));
          apply(id, { type: 'reconfigured', at: clock.now(), changed: own });
        } else if (around !== null) {
          watches.set(id, reconcile(newWatch(id), around));
        }
      }
      kin.configure(config);
      return changed;
    },
    apply,
    get: (id) => watches.get(id),
    all: () => watches.values(),
    stop() {
      stopped = true;
      timer?.cancel();
    },
  };
}
