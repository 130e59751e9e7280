/**
 * The house's own key for what it seals: made once, kept in the store and nowhere else. Whoever reads the configuration cannot seal.
 */
import { z } from 'zod';
import type { Seals } from './ports/seals.ts';
import type { JournalEntry } from './ports/store.ts';

const KEY = 'seal-key';

export interface SealKeyOptions {
  readonly seals: Seals;
  /** The store's values at the start. */
  readonly restored: ReadonlyMap<string, unknown>;
  readonly write: (entry: JournalEntry) => Promise<void>;
}

/** `purpose` parts seals under the one key from each other. */
export type SealOf = (purpose: string, text: string) => string;

export function createSealKey({ seals, restored, write }: SealKeyOptions): SealOf {
  const kept = z.string().min(20).safeParse(restored.get(KEY)).data;
  const key = kept ?? seals.secret();
  if (kept === undefined) {
    // At the start, before anything can be sealed with it: what was handed out must not outlive its key in a crash.
    void write({ values: { [KEY]: key }, events: [] });
  }
  return (purpose, text) => seals.tag(key, `${purpose} ${text}`);
}
