/**
 * A feed that moves when a test says so: keeps a snapshot, hands out numbered changes.
 */
import type { Change, Snapshot } from '../../shared/contract/view.ts';

export function aFeed(first: Snapshot) {
  const listeners = new Set<(change: Change) => void>();
  let snapshot = first;
  let isDeaf = false;
  return {
    snapshot: () => snapshot,
    subscribe(listener: (change: Change) => void) {
      listeners.add(listener);
      return () => {
        listeners.delete(listener);
      };
    },
    /** The next change: incidents are upserts, the rest replaces. */
    change(parts: Partial<Omit<Snapshot, 'sequence' | 'components'>>): void {
      const change: Change = { at: snapshot.at, ...parts, sequence: snapshot.sequence + 1 };
      const incidents = new Map([...snapshot.incidents, ...(parts.incidents ?? [])].map((one) => [one.id, one]));
      snapshot = { ...snapshot, ...parts, sequence: change.sequence, incidents: [...incidents.values()] };
      if (!isDeaf) {
        for (const listener of [...listeners]) {
          listener(change);
        }
      }
    },
    /** What changes in here is never told to anybody. */
    deaf(work: () => void): void {
      isDeaf = true;
      work();
      isDeaf = false;
    },
    listeners: () => listeners.size,
  };
}
