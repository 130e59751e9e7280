/**
 * Components that we cannot judge though we run, while others are well in sight: nobody would be paged for them. Told together.
 */
import type { ComponentSettings, Config } from '../../../shared/model/config.ts';
import type { OwnTrouble } from '../../../shared/model/observation.ts';
import type { Clock } from '../ports/clock.ts';
import type { Unjudged } from '../sight.ts';
import type { WatchBook } from '../watch-book.ts';
import type { Verdict } from './report.ts';

/** Names in the sentence, and reasons; the rest are counted or left out. */
const MOST_NAMES = 8;
const MOST_REASONS = 3;

export interface UnjudgedOptions {
  readonly clock: Clock;
  readonly config: () => Config;
  readonly book: Pick<WatchBook, 'get'>;
  readonly unjudged: () => readonly Unjudged[];
}

/** Gives back how we stand with what has been out of sight for so many ms. */
export function createUnjudged({ clock, config, book, unjudged }: UnjudgedOptions): (forMs: number) => Verdict {
  let last: { readonly key: string; readonly detail: string } = { key: '', detail: '' };

  /** Of components about which nothing is known. One whose other checks fail all the same is in trouble, and says so itself. */
  function worthTelling(): readonly Unjudged[] {
    return unjudged().filter(
      ({ check, trouble }) =>
        (trouble === null || isToBeTold(trouble)) && book.get(check.componentId)?.status === 'unknown',
    );
  }

  function componentsOf(lost: readonly Unjudged[]): readonly ComponentSettings[] {
    const ids = new Set(lost.map(({ check }) => check.componentId));
    return [...config().components.values()].filter(({ id }) => ids.has(id));
  }

  /** Once said it stays as it is while it is about the same components: reasons carry figures that change with every try. */
  function wordsOf(lost: readonly Unjudged[]): string {
    const components = componentsOf(lost);
    const key = components.map(({ id }) => id).join(' ');
    if (key !== last.key) {
      const reasons = new Set(lost.map(({ trouble }) => trouble?.detail ?? 'no try comes to an end'));
      const names = components.slice(0, MOST_NAMES).map(({ name }) => name);
      const more = components.length - names.length;
      const count = `${components.length} of ${config().components.size} components cannot be judged`;
      const which = `${names.join(', ')}${more > 0 ? ` and ${more} more` : ''}`;
      last = { key, detail: `${count}: ${which} (${[...reasons].slice(0, MOST_REASONS).join('; ')})` };
    }
    return last.detail;
  }

  return (forMs) => {
    const lost = worthTelling();
    // Whoever went out of sight a moment later is told with the first: one cause, one message.
    const lastedMs = Math.max(0, ...lost.map((one) => one.lastedMs));
    return lost.length === 0 || lastedMs < forMs
      ? { well: true }
      : { well: false, since: Math.round(clock.now() - lastedMs), detail: wordsOf(lost) };
  };
}

/** Who waits for a first beat, or for a program's word, is in no trouble; that a target does not let us in is paged to nobody. */
function isToBeTold({ kind }: OwnTrouble): boolean {
  return kind !== 'just-woken' && kind !== 'not-allowed' && kind !== 'not-told';
}
