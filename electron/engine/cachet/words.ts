/**
 * Takes a program's word on a component: written first, then looked at by its check like anything else that is seen.
 */
import type { Source, Word } from '../../../shared/model/cachet/word.ts';
import type { CheckId, ComponentId } from '../../../shared/model/ids.ts';
import type { ComponentStatus } from '../../../shared/model/status.ts';
import { heard } from '../../../shared/rules/cachet/word.ts';
import type { Cancel, Clock } from '../ports/clock.ts';
import type { CachetBook } from './book.ts';
import type { Rows } from './shelf.ts';

const TIDY_EVERY_MS = 60_000;

export interface WordsOptions {
  readonly clock: Clock;
  readonly book: CachetBook;
  /** Looks at this check at once; resolves when what follows from it is believed. */
  readonly look: (checkId: CheckId) => Promise<void>;
  /** A program that still has its token. */
  readonly knows: (source: Source['id']) => boolean;
}

export interface Words {
  say(component: ComponentId, status: ComponentStatus, source: Source): Promise<void>;
  stop(): void;
}

export function createWords({ clock, book, look, knows }: WordsOptions): Words {
  /** Whoever cannot speak any more has said nothing: no last word of a token that was taken back holds for ever. */
  function tidy(): void {
    const silenced = book.words.all().filter(({ source }) => !knows(source.id));
    if (silenced.length > 0) {
      void book.keep(Object.assign({}, ...silenced.map((word): Rows => book.words.remove(word))));
    }
    cancel = clock.after(TIDY_EVERY_MS, tidy);
  }
  let cancel: Cancel = clock.after(TIDY_EVERY_MS, tidy);

  return {
    async say(component, status, source) {
      const next: Omit<Word, 'heardAt'> = { component, source, status, at: clock.now() };
      const checkId = book.checkIdOf(next);
      await book.keep(book.words.put(heard(book.words.get(checkId), next)));
      await look(checkId);
    },
    stop: () => cancel(),
  };
}
