/**
 * What everybody who is told was told last, kept over a restart. Told means written down here.
 */
import type { EventDraft } from '../../../shared/model/event.ts';
import { Ledger } from '../../../shared/rules/subscribers/ledger.ts';
import type { JournalEntry } from '../ports/store.ts';

const PREFIX = 'subscriber-news:';

export interface Ledgers {
  of(id: string): Ledger | null;
  all(): readonly Ledger[];
  /** Holds at once; resolves when it may be relied upon. */
  keep(ledger: Ledger, events?: readonly EventDraft[]): Promise<void>;
  forget(id: string, events?: readonly EventDraft[]): Promise<void>;
}

/** @param restored the store's values at the start */
export function createLedgers(
  restored: ReadonlyMap<string, unknown>,
  write: (entry: JournalEntry) => Promise<void>,
): Ledgers {
  const kept = new Map<string, Ledger>();
  for (const [key, value] of restored) {
    const ledger = key.startsWith(PREFIX) ? Ledger.safeParse(value).data : undefined;
    if (ledger !== undefined) {
      kept.set(ledger.id, ledger);
    }
  }
  return {
    of: (id) => kept.get(id) ?? null,
    all: () => [...kept.values()],
    keep(ledger, events = []) {
      kept.set(ledger.id, ledger);
      return write({ values: { [PREFIX + ledger.id]: ledger }, events });
    },
    forget(id, events = []) {
      kept.delete(id);
      return write({ values: { [PREFIX + id]: null }, events });
    },
  };
}
