/**
 * A store that outlives those who write to it, as a file on a disk does.
 */
import type { Store } from '../engine/ports/store.ts';

/** The store as one life of the engine has it: after its end nothing of it is written any more, and nothing is answered. */
export function mortal(store: Store): { readonly store: Store; end(): void } {
  let alive = true;
  return {
    store: { ...store, commit: (entries) => (alive ? store.commit(entries) : new Promise(() => undefined)) },
    end: () => {
      alive = false;
    },
  };
}
