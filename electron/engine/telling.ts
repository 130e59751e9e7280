/**
 * Everybody who is told how things are without being paged: people who called, subscribers, other systems, and those who care for
 * experiments. No decision lives here.
 */
import type { WatcherView } from '../../shared/contract/view.ts';
import type { WatchEvent } from '../../shared/model/event.ts';
import type { CallBook } from './calls/book.ts';
import { createCallerNews } from './calls/caller-news.ts';
import type { Core } from './core.ts';
import { createLinks, type Links } from './links/links.ts';
import type { EngineOptions } from './options.ts';
import type { Outside } from './outside.ts';
import type { PractableBook } from './practable/book.ts';
import { createPractableWord, type PractableWord } from './practable/word/word.ts';
import type { SealOf } from './seal-key.ts';
import { createSubscriberNews, type SubscriberNews } from './subscription/subscriber-news.ts';

export interface TellingOptions extends Pick<EngineOptions, 'links' | 'random' | 'seals'> {
  readonly core: Core;
  readonly calls: CallBook;
  readonly practable: PractableBook;
  /** Practable systems can be followed here. */
  readonly canFollow: boolean;
  /** What is told of can be reached there. */
  readonly outside: Pick<Outside, 'cachet' | 'callDesk' | 'statusPages'>;
  /** By the house's own key; null where there are no seals. */
  readonly seal: SealOf | null;
  readonly watcher: () => WatcherView;
  /** The store's values at the start. */
  readonly restored: ReadonlyMap<string, unknown>;
}

export interface Telling {
  /** Null: no address can be proven. */
  readonly subscriberNews: SubscriberNews | null;
  readonly links: Pick<Links, 'rows'>;
  /** What is said and done about experiments. */
  readonly practableWord: Pick<PractableWord, 'rows' | 'status'>;
  /** Written by the journal: there may be news. */
  heard(events: readonly WatchEvent[]): void;
  /** Takes over what the configuration wants: at the start, and when it changes. */
  configure(): void;
  /** Tells callers what is owed to them from before the start. */
  start(): void;
  /** Nothing more is begun; resolves when nothing is under way any more. */
  stop(): Promise<void>;
}

export function createTelling(options: TellingOptions): Telling {
  const { core, calls, practable, canFollow, outside, random, restored, seals, seal, watcher } = options;
  const { cachet, callDesk, statusPages } = outside;
  const callerNews = createCallerNews({ core, calls, urlOf: callDesk.urlOf, random });
  const subscriberNews =
    seals === undefined || seal === null
      ? null
      : createSubscriberNews({ core, subscribers: cachet.subscribers, statusPages, seals, seal, random, restored });
  const practableWord = createPractableWord({
    ...{ core, restored, random },
    seen: practable,
    isFollowed: canFollow,
    // Links tell the books what the word wants, and the word looks at what they took.
    links: { look: () => links.look(), markOf: (...thing) => links.markOf(...thing) },
  });
  const links: Links = createLinks({
    ...{ core, restored, random, watcher },
    links: options.links,
    more: practableWord.states,
  });

  return {
    subscriberNews,
    links,
    practableWord,
    heard(events) {
      callerNews.heard(events);
      subscriberNews?.heard(events);
      links.heard(events);
    },
    configure() {
      practableWord.configure();
      subscriberNews?.look();
      links.configure();
    },
    start: callerNews.look,
    async stop() {
      await practableWord.stop();
      await callerNews.stop();
      await subscriberNews?.stop();
      await links.stop();
    },
  };
}
