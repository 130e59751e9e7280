/**
 * Removes what is older than the configuration wants to keep, now and then, and forgets incidents that left "while you were away".
 */
import type { Config } from '../../shared/model/config.ts';
import type { Cancel, Clock } from './ports/clock.ts';
import type { Log } from './ports/log.ts';
import type { Store } from './ports/store.ts';
import { type EngineState, RECENT_MS } from './state.ts';

const EVERY_MS = 3_600_000;

export interface HousekeepingOptions {
  readonly clock: Clock;
  readonly log: Log;
  readonly store: Store;
  readonly state: EngineState;
  readonly config: () => Config;
}

export function createHousekeeping({ clock, log, store, state, config }: HousekeepingOptions): { stop(): void } {
  let cancel: Cancel = () => undefined;

  async function clean(): Promise<void> {
    const now = clock.now();
    for (const [id, incident] of state.recent) {
      if (incident.resolvedAt !== null && incident.resolvedAt < now - RECENT_MS) {
        state.recent.delete(id);
      }
    }
    try {
      const removed = await store.prune(now, config().settings.history);
      log.info({ removed }, 'old history removed');
    } catch (error) {
      log.warn({ err: String(error) }, 'old history could not be removed; tried again in an hour');
    }
  }

  function again(): void {
    cancel = clock.after(EVERY_MS, () => {
      void clean();
      again();
    });
  }

  again();
  return { stop: () => cancel() };
}
