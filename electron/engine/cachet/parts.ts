/**
 * What every collection of the Cachet API works with. A value, not a place to keep things.
 */
import type { Core } from '../core.ts';
import type { CachetBook } from './book.ts';
import type { Facts } from './facts.ts';
import type { Words } from './words.ts';

export interface Parts {
  readonly core: Core;
  readonly book: CachetBook;
  readonly facts: Facts;
  readonly words: Words;
  /** The store's values at the start. */
  readonly restored: ReadonlyMap<string, unknown>;
}
