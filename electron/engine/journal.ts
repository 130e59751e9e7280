/**
 * The only writer of truth: state, events and outgoing pages in one transaction, then (and only then) they are handed on.
 *
 * Whatever comes in while a transaction runs goes into the next one together (group commit). When the disk refuses, nothing is
 * dropped: entries wait in memory and are tried again, and pages go out meanwhile, because a missed page is worse than an
 * unwritten one. Observations are written in batches; losing the last second of them in a crash is acceptable.
 */
import type { WatchEvent } from '../../shared/model/event.ts';
import type { Observation } from '../../shared/model/observation.ts';
import type { Cancel, Clock } from './ports/clock.ts';
import type { Log } from './ports/log.ts';
import type { JournalEntry, Store } from './ports/store.ts';

const BATCH_EVERY_MS = 1_000;
const BATCH_SIZE = 500;
/** Observations kept while the disk refuses; older ones make room. Pages and events are never dropped. */
const MOST_UNWRITTEN = 100_000;
const RETRY_MS = [1_000, 2_000, 5_000, 10_000, 30_000];

export interface JournalOptions {
  readonly store: Store;
  readonly clock: Clock;
  readonly log: Log;
  /** Entries that may be acted upon: written, or (`written: false`) held in memory because the store refuses. Once per entry. */
  readonly onEntry: (entry: JournalEntry, written: boolean) => void;
  readonly onEvents: (events: readonly WatchEvent[]) => void;
  /** The store refuses (what it said), or takes again (null). Told on change only. */
  readonly onTrouble: (trouble: string | null) => void;
}

export interface Journal {
  /** Resolves when the entry may be acted upon (see `onEntry`). */
  write(entry: JournalEntry): Promise<void>;
  observe(observation: Observation): void;
  /** Writes what is waiting. Resolves when that was tried once. */
  flush(): Promise<void>;
  close(): Promise<void>;
}

interface Pending {
  readonly entry: JournalEntry;
  released: boolean;
  readonly release: () => void;
}

export function createJournal({ store, clock, log, onEntry, onEvents, onTrouble }: JournalOptions): Journal {
  let pending: Pending[] = [];
  let observations: Observation[] = [];
  let committing: Promise<void> | null = null;
  let failures = 0;
  let retry: Cancel | null = null;
  let batch: Cancel | null = null;
  let recordRefused = false;
  let closed = false;

  function release(item: Pending, written: boolean): void {
    if (item.released) {
      return;
    }
    item.released = true;
    try {
      onEntry(item.entry, written);
    } catch (error) {
      // Not the store's fault: what is written is not written again because of it.
      log.error({ err: String(error) }, 'what follows from an entry threw: a bug of ours');
    }
    item.release();
  }

  /** One transaction after the other until nothing is left, or the store refuses. */
  async function drain(): Promise<void> {
    while (pending.length > 0) {
      const now = pending;
      pending = [];
      try {
        const events = await store.commit(now.map(({ entry }) => entry));
        if (failures > 0) {
          failures = 0;
          onTrouble(null);
        }
        onEvents(events);
        for (const item of now) {
          release(item, true);
        }
      } catch (error) {
        pending = [...now, ...pending];
        refused(error);
        return;
      }
    }
  }

  function refused(error: unknown): void {
    const reason = error instanceof Error ? error.message : String(error);
    failures += 1;
    if (failures === 1) {
      log.error({ err: reason }, 'the store refuses to write; pages go out from memory until it takes again');
      onTrouble(reason);
    }
    for (const item of pending) {
      release(item, false);
    }
    if (!closed) {
      retry?.();
      retry = clock.after(RETRY_MS[Math.min(failures, RETRY_MS.length) - 1] as number, () => {
        retry = null;
        void commit();
      });
    }
  }

  function commit(): Promise<void> {
    committing ??= Promise.resolve()
      .then(drain)
      .finally(() => {
        committing = null;
        if (pending.length > 0 && retry === null && !closed) {
          void commit();
        }
      });
    return committing;
  }

  async function record(): Promise<void> {
    batch?.();
    batch = null;
    const now = observations;
    observations = [];
    if (now.length === 0) {
      return;
    }
    try {
      await store.record(now);
      recordRefused = false;
    } catch (error) {
      observations = [...now, ...observations].slice(-MOST_UNWRITTEN);
      if (!recordRefused) {
        recordRefused = true;
        log.warn({ err: String(error) }, 'observations cannot be written; kept in memory until they can');
      }
      armBatch();
    }
  }

  function armBatch(): void {
    if (batch === null && !closed) {
      batch = clock.after(BATCH_EVERY_MS, () => {
        batch = null;
        void record();
      });
    }
  }

  return {
    write(entry) {
      return new Promise((resolve) => {
        pending.push({ entry, released: false, release: resolve });
        if (retry === null) {
          void commit();
        } else {
          // The store is refusing: its next try has a time of its own, the page has not.
          for (const item of pending) {
            release(item, false);
          }
        }
      });
    },
    observe(observation) {
      observations.push(observation);
      if (observations.length >= BATCH_SIZE && failures === 0) {
        void record();
      } else {
        armBatch();
      }
    },
    async flush() {
      await commit();
      await record();
    },
    async close() {
      closed = true;
      retry?.();
      retry = null;
      await commit();
      await record();
      if (pending.length + observations.length > 0) {
        const events = pending.flatMap(({ entry }) => entry.events.map(({ text }) => text));
        log.error({ tries: observations.length, events }, 'ended before the store took again; this is not in it');
      }
    },
  };
}
