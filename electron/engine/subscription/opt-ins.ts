/**
 * Addresses that somebody typed and whose owners have not answered yet: one for each, and for two days at most.
 */
import { OPT_IN_MS, OptIn } from '../../../shared/model/subscription.ts';
import type { Clock } from '../ports/clock.ts';
import type { JournalEntry } from '../ports/store.ts';

const PREFIX = 'subscriber-asked:';
/** More at once are somebody's joke. */
const MOST = 1_000;

export interface OptIns {
  /** Null: there is none, or it is too old. */
  of(id: string): OptIn | null;
  /** The oldest whose owner has not been written to. */
  unsent(): readonly OptIn[];
  /** In the place of an earlier one for the same address. False: there are too many. */
  keep(optIn: OptIn): Promise<boolean>;
  forget(id: string): Promise<void>;
  /** What nobody has answered in time. */
  prune(): void;
}

export interface OptInsOptions {
  readonly clock: Pick<Clock, 'now'>;
  /** The store's values at the start. */
  readonly restored: ReadonlyMap<string, unknown>;
  readonly write: (entry: JournalEntry) => Promise<void>;
}

export function createOptIns({ clock, restored, write }: OptInsOptions): OptIns {
  const kept = new Map<string, OptIn>();
  for (const [key, value] of restored) {
    const optIn = key.startsWith(PREFIX) ? OptIn.safeParse(value).data : undefined;
    if (optIn !== undefined) {
      kept.set(optIn.id, optIn);
    }
  }
  const isOld = ({ askedAt }: OptIn): boolean => clock.now() - askedAt >= OPT_IN_MS;

  function forget(id: string): Promise<void> {
    kept.delete(id);
    return write({ values: { [PREFIX + id]: null }, events: [] });
  }

  return {
    of(id) {
      const optIn = kept.get(id);
      return optIn === undefined || isOld(optIn) ? null : optIn;
    },
    unsent: () => [...kept.values()].filter((one) => !one.mailed && !isOld(one)),
    async keep(optIn) {
      if (!kept.has(optIn.id) && kept.size >= MOST) {
        return false;
      }
      kept.set(optIn.id, optIn);
      await write({ values: { [PREFIX + optIn.id]: optIn }, events: [] });
      return true;
    },
    forget,
    prune() {
      for (const { id } of [...kept.values()].filter(isOld)) {
        void forget(id);
      }
    },
  };
}
