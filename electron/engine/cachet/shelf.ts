/**
 * Records of one kind, each in a row of its own in the store. In hand at once; whoever changes one writes what it gives back.
 */
import type { z } from 'zod';

/** Rows for the store: `JournalEntry.values`. */
export type Rows = Readonly<Record<string, unknown>>;

export interface Shelf<T> {
  /** In the order in which they were put there first. */
  all(): readonly T[];
  get(key: string): T | undefined;
  put(value: T): Rows;
  remove(value: T): Rows;
}

/** @param restored the store's values at the start; what cannot be read any more is left where it is, and not used */
export function createShelf<T>(
  kind: string,
  schema: z.ZodType<T>,
  restored: ReadonlyMap<string, unknown>,
  keyOf: (value: T) => string,
): Shelf<T> {
  const prefix = `${kind}:`;
  const rowOf = (value: T): string => `${prefix}${keyOf(value)}`;
  const kept = new Map<string, T>();
  for (const [key, value] of restored) {
    const read = key.startsWith(prefix) ? schema.safeParse(value) : null;
    if (read?.success) {
      kept.set(keyOf(read.data), read.data);
    }
  }
  let list: readonly T[] | null = null;
  return {
    all() {
      list ??= [...kept.values()];
      return list;
    },
    get: (key) => kept.get(key),
    put(value) {
      kept.set(keyOf(value), value);
      list = null;
      return { [rowOf(value)]: value };
    },
    remove(value) {
      kept.delete(keyOf(value));
      list = null;
      return { [rowOf(value)]: null };
    },
  };
}
