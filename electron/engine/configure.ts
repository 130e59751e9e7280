/**
 * Takes over a configuration: everybody hears of it in the order in which they need each other.
 */
import type { Config } from '../../shared/model/config.ts';
import type { CheckId } from '../../shared/model/ids.ts';
import type { Beats } from './beats.ts';
import type { Feed } from './feed.ts';
import type { Ourselves } from './ourselves/ourselves.ts';
import type { Prober } from './prober.ts';
import type { Scheduler } from './scheduler.ts';
import type { WatchBook } from './watch-book.ts';

export interface ConfigureOptions {
  readonly config: () => Config;
  readonly book: Pick<WatchBook, 'configure'>;
  readonly beats: Pick<Beats, 'configure'>;
  readonly prober: Pick<Prober, 'forget'>;
  readonly scheduler: Pick<Scheduler, 'set' | 'sweep'>;
  readonly ourselves: Pick<Ourselves, 'configure'>;
  readonly feed: Pick<Feed, 'touch'>;
}

/** To be called at the start and with every change. */
export function createConfigure({
  config,
  book,
  beats,
  prober,
  scheduler,
  ourselves,
  feed,
}: ConfigureOptions): () => void {
  let known: ReadonlySet<CheckId> = new Set();
  return () => {
    const { checks } = config();
    for (const id of known) {
      if (!checks.has(id)) {
        prober.forget(id);
      }
    }
    known = new Set(checks.keys());
    const changed = book.configure(config());
    beats.configure();
    ourselves.configure();
    scheduler.set(checks.values());
    scheduler.sweep(changed);
    feed.touch(null);
  };
}
