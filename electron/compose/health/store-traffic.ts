/**
 * The store, with what goes through it counted: for dbinfo, which ZODB's activity monitor answers elsewhere.
 */
import type { StoreTraffic } from '../../../shared/rules/health-port/picture.ts';
import type { Store } from '../../engine/ports/store.ts';

export interface CountedStore {
  readonly store: Store;
  /** Since the start. */
  readonly traffic: () => StoreTraffic;
}

export function countTraffic(store: Store): CountedStore {
  let reads = 0;
  let writes = 0;
  let transactions = 0;

  /** One reading query, by the number of its records. */
  function reading<Asked extends readonly unknown[], T>(
    ask: (...asked: Asked) => Promise<T>,
    size: (found: T) => number,
  ): (...asked: Asked) => Promise<T> {
    return async (...asked) => {
      const found = await ask(...asked);
      transactions += 1;
      reads += size(found);
      return found;
    };
  }
  const list = (found: readonly unknown[]): number => found.length;

  return {
    traffic: () => ({ reads, writes, transactions }),
    store: {
      ...store,
      restore: reading(store.restore, ({ watches, outbox, overrides, values }) =>
        [watches, outbox, overrides].reduce((sum, { length }) => sum + length, values.size),
      ),
      events: reading(store.events, list),
      incidents: reading(store.incidents, list),
      observations: reading(store.observations, list),
      rollups: reading(store.rollups, list),
      days: reading(store.days, list),
      lastDeliveries: reading(store.lastDeliveries, list),
      async *history(range) {
        for await (const piece of store.history(range)) {
          transactions += 1;
          reads += piece.length;
          yield piece;
        }
      },
      async commit(entries) {
        const events = await store.commit(entries);
        transactions += 1;
        writes += entries.length;
        return events;
      },
      async record(observations) {
        await store.record(observations);
        transactions += 1;
        writes += observations.length;
      },
    },
  };
}
