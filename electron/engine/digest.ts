/**
 * What a digest tells beside its news: everything that is wrong at this moment.
 */
import type { Config } from '../../shared/model/config.ts';
import type { EpochMs, PageId } from '../../shared/model/ids.ts';
import type { Page } from '../../shared/model/page.ts';
import { digestPage } from '../../shared/rules/digest.ts';
import { openIncident } from '../../shared/rules/watch/turn.ts';
import { wrongNow } from '../../shared/rules/wrong-now.ts';
import type { WatchBook } from './watch-book.ts';

export interface DigestOptions {
  readonly config: () => Config;
  readonly book: Pick<WatchBook, 'all'>;
  readonly now: () => EpochMs;
  /** The machine's IANA zone, for a mail to several or to nobody in particular. */
  readonly timeZone: string;
}

/** Pages of one channel as one message. */
export function createDigest({ config, book, now, timeZone }: DigestOptions) {
  return (id: PageId, pages: readonly [Page, ...Page[]]): Page => {
    const { people } = config();
    const open = [...book.all()].flatMap((watch) => openIncident(watch) ?? []);
    const [{ personId }] = pages;
    const own = personId === null ? undefined : people.get(personId)?.timeZone;
    const isAll = pages.every((page) => page.personId === personId);
    return digestPage(id, pages, {
      at: now(),
      timeZone: (isAll ? own : undefined) ?? timeZone,
      wrong: wrongNow(open, config()),
    });
  };
}
