/**
 * The calls of people: kept over a restart, seen by the rest of the house as components of the configuration (rules/calls/component).
 *
 * A call ends when its incident does. That is looked up and not listened for: whatever crashed in between, the next look finds it.
 */
import type { Config } from '../../../shared/model/config.ts';
import type { EventDraft } from '../../../shared/model/event.ts';
import type { CheckId, EpochMs } from '../../../shared/model/ids.ts';
import { CALL_KEPT_MS, Call } from '../../../shared/model/page-me.ts';
import { withCalls } from '../../../shared/rules/calls/component.ts';
import { callCheckId, callComponentId, callNumber } from '../../../shared/rules/calls/ids.ts';
import { callCause } from '../../../shared/rules/calls/words.ts';
import type { ConfigSource } from '../options.ts';
import type { Clock } from '../ports/clock.ts';
import type { JournalEntry } from '../ports/store.ts';
import { RECENT_MS } from '../state.ts';
import type { WatchBook } from '../watch-book.ts';

const PREFIX = 'call:';
const keyOf = (number: number): string => `${PREFIX}${number}`;
/** The number given last: none is given twice, also when its call is long forgotten. */
const NUMBER = 'calls-number';
const TIDY_EVERY_MS = 3_600_000;

export interface CallBookOptions {
  readonly source: ConfigSource;
  /** The store's values at the start. */
  readonly restored: ReadonlyMap<string, unknown>;
  readonly clock: Clock;
  readonly write: (entry: JournalEntry) => Promise<void>;
  /** What is believed about a component. */
  readonly watchOf: WatchBook['get'];
}

export interface CallBook {
  /** The same configuration, with a component for each call that is open or was a short while ago. */
  readonly source: ConfigSource;
  /** For the check of a call: what is wrong; null: it is over. */
  readonly of: (checkId: CheckId) => string | null;
  /** Oldest first, with those that are over and not forgotten yet. */
  all(): readonly Call[];
  /** The checks of calls that are not over. */
  waiting(): readonly CheckId[];
  nextNumber(): number;
  /** A new one, or one that was said again. Resolves when it may be relied upon. */
  keep(call: Call, events: readonly EventDraft[]): Promise<void>;
  /** Changes within a call that is there still, as it is now. */
  amend(number: number, change: (call: Call) => Call, events: readonly EventDraft[]): Promise<void>;
  stop(): void;
}

export function openCalls({ source, restored, clock, write, watchOf }: CallBookOptions): CallBook {
  const calls = new Map<number, Call>(restoredCalls(restored).map((call) => [call.number, call]));
  const listeners = new Set<() => void>();
  let last = Math.max(0, Number(restored.get(NUMBER) ?? 0) || 0, ...calls.keys());
  let shown = visible(calls.values(), clock.now());
  let seen: { readonly config: Config; readonly shown: readonly Call[]; readonly with: Config } | null = null;

  /** The configuration is another one when other calls are in it; what changes within a call is no matter of it. */
  function publish(): void {
    const next = visible(calls.values(), clock.now());
    const same = next.length === shown.length && next.every(({ number }, index) => number === shown[index]?.number);
    if (!same) {
      shown = next;
      for (const listener of listeners) {
        listener();
      }
    }
  }

  /** Calls whose incident is over are over. */
  function look(): void {
    for (const call of calls.values()) {
      const incident = call.ended === null ? watchOf(callComponentId(call.number))?.incident : null;
      if (incident?.state === 'resolved') {
        const ended = { at: incident.resolvedAt ?? clock.now(), by: incident.resolvedBy };
        calls.set(call.number, { ...call, ended });
        void write({ values: { [keyOf(call.number)]: { ...call, ended } }, events: [] });
      }
    }
  }

  function tidy(): void {
    const forgotten = [...calls.values()].filter(
      ({ ended }) => ended !== null && ended.at < clock.now() - CALL_KEPT_MS,
    );
    for (const { number } of forgotten) {
      calls.delete(number);
    }
    if (forgotten.length > 0) {
      void write({ values: Object.fromEntries(forgotten.map(({ number }) => [keyOf(number), null])), events: [] });
    }
    publish();
    cancel = clock.after(TIDY_EVERY_MS, tidy);
  }
  let cancel = clock.after(TIDY_EVERY_MS, tidy);

  return {
    source: {
      ...source,
      current() {
        const config = source.current();
        if (seen === null || seen.config !== config || seen.shown !== shown) {
          seen = { config, shown, with: withCalls(config, shown) };
        }
        return seen.with;
      },
      subscribe(listener) {
        const stop = source.subscribe(listener);
        listeners.add(listener);
        return () => {
          stop();
          listeners.delete(listener);
        };
      },
    },
    of(checkId) {
      look();
      const call = calls.get(callNumber(checkId) ?? 0);
      return call === undefined || call.ended !== null ? null : callCause(call);
    },
    all() {
      look();
      return [...calls.values()];
    },
    waiting: () => [...calls.values()].filter(({ ended }) => ended === null).map(({ number }) => callCheckId(number)),
    nextNumber: () => last + 1,
    async keep(call, events) {
      calls.set(call.number, call);
      last = Math.max(last, call.number);
      const written = write({ values: { [keyOf(call.number)]: call, [NUMBER]: last }, events });
      publish();
      await written;
    },
    async amend(number, change, events) {
      const call = calls.get(number);
      const values = call === undefined ? {} : { [keyOf(number)]: change(call) };
      if (call !== undefined) {
        calls.set(number, change(call));
      }
      await write({ values, events });
    },
    stop: () => cancel(),
  };
}

/** The configuration as the running app sees it. For whoever has no engine. */
export function withKeptCalls(config: Config, values: ReadonlyMap<string, unknown>, now: EpochMs): Config {
  return withCalls(config, visible(restoredCalls(values), now));
}

/** Open, or over since so short a time that the window still shows the incident. */
function visible(calls: Iterable<Call>, now: EpochMs): readonly Call[] {
  return [...calls].filter(({ ended }) => ended === null || ended.at > now - RECENT_MS);
}

function restoredCalls(values: ReadonlyMap<string, unknown>): readonly Call[] {
  return [...values]
    .flatMap(([key, value]) => (key.startsWith(PREFIX) ? (Call.safeParse(value).data ?? []) : []))
    .toSorted((one, other) => one.number - other.number);
}
