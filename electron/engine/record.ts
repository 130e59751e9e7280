/**
 * The journal as the engine keeps it: what is written reaches the outbox and the latest incidents, what cannot be written is said.
 */
import type { WatchEvent } from '../../shared/model/event.ts';
import { loose } from './commands.ts';
import { createJournal, type Journal } from './journal.ts';
import type { Outbox } from './outbox.ts';
import type { Clock } from './ports/clock.ts';
import type { Log } from './ports/log.ts';
import type { Store } from './ports/store.ts';
import type { EngineState } from './state.ts';

export interface RecordOptions {
  readonly store: Store;
  readonly clock: Clock;
  readonly log: Log;
  readonly state: EngineState;
  readonly outbox: Pick<Outbox, 'add'>;
  /** The window should look again at everything. */
  readonly touch: () => void;
  /** Written, with their numbers. */
  readonly onEvents: (events: readonly WatchEvent[]) => void;
}

export function createRecord({ store, clock, log, state, outbox, touch, onEvents }: RecordOptions): Journal {
  const journal = createJournal({
    store,
    clock,
    log,
    onEntry: ({ outbox: rows, incidents }) => {
      for (const incident of incidents ?? []) {
        state.recent.set(incident.id, incident);
      }
      const fresh = (rows ?? []).filter((row) => row.state === 'queued' && row.attempts === 0);
      // What is written while the engine is still being put together brings no pages, and finds no outbox.
      if (fresh.length > 0) {
        outbox.add(fresh);
      }
    },
    onEvents,
    onTrouble: (trouble) => {
      state.storeTrouble = trouble;
      const text =
        trouble === null
          ? 'The store takes again; nothing was dropped'
          : `The store refuses to write: ${trouble}. Pages go out from memory`;
      void journal.write({ events: [loose(clock.now(), 'store', text)] });
      touch();
    },
  });
  return journal;
}
