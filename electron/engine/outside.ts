/**
 * What people outside can reach of us by an address that we gave them: to read the roster, to answer a page, to call somebody,
 * with a token to do what that is for, and for everybody the status page.
 */
import type { Replies } from '../../shared/contract/contract.ts';
import type { WatcherView } from '../../shared/contract/view.ts';
import type { CheckId } from '../../shared/model/ids.ts';
import type { AlertBook } from './alerts/book.ts';
import { createAlertDesk } from './alerts/desk.ts';
import { type AnswerLinks, createAnswerLinks } from './answer-links.ts';
import type { CachetBook } from './cachet/book.ts';
import { createCachet } from './cachet/desk.ts';
import { type CalendarsOut, createCalendarsOut } from './calendars/out.ts';
import type { CallBook } from './calls/book.ts';
import { type CallerNews, createCallerNews } from './calls/caller-news.ts';
import { createCallDesk } from './calls/desk.ts';
import { createPageLinks, type PageLinks } from './calls/links.ts';
import type { Core } from './core.ts';
import type { Links } from './links/links.ts';
import type { EngineOptions } from './options.ts';
import type { AlertDesk } from './ports/alerts.ts';
import type { Cachet } from './ports/cachet.ts';
import type { CallDesk, SmsDesk } from './ports/calls.ts';
import type { StatusPages } from './ports/status-page.ts';
import type { TokenGate } from './ports/tokens.ts';
import type { PractableBook } from './practable/book.ts';
import { createPractableWord, type PractableWord } from './practable/word/word.ts';
import { createSealKey } from './seal-key.ts';
import { createStatusPages } from './status-page/pages.ts';
import { createSubscriberNews, type SubscriberNews } from './subscription/subscriber-news.ts';
import { createTokens, type Tokens } from './tokens.ts';

export interface OutsideOptions extends Pick<EngineOptions, 'seals' | 'secret' | 'servedAt' | 'random'> {
  readonly core: Core;
  readonly commands: Pick<Replies, 'acknowledge'>;
  readonly calls: CallBook;
  readonly watcher: () => WatcherView;
  readonly alerts: AlertBook;
  readonly cachet: CachetBook;
  readonly practable: PractableBook;
  /** Practable systems can be followed here. */
  readonly canFollow: boolean;
  readonly links: Pick<Links, 'look' | 'markOf'>;
  /** Looks at a check at once. */
  readonly look: (checkId: CheckId) => Promise<void>;
  /** The store's values at the start. */
  readonly restored: ReadonlyMap<string, unknown>;
}

/** How the addresses are given out and taken back. */
export type OutsideReplies = PageLinks['replies'] & Tokens['replies'] & Pick<CalendarsOut, 'calendarLink'>;

export interface Outside extends Pick<CalendarsOut, 'calendar'> {
  readonly answerLinks: AnswerLinks;
  readonly callDesk: CallDesk & SmsDesk;
  readonly callerNews: CallerNews;
  readonly alertDesk: AlertDesk;
  readonly tokens: TokenGate;
  readonly statusPages: StatusPages & { stop(): void };
  readonly cachet: Cachet & { stop(): void };
  /** What is said and done about experiments. */
  readonly practableWord: PractableWord;
  /** Null: no address can be proven. */
  readonly subscriberNews: SubscriberNews | null;
  readonly replies: OutsideReplies;
}

export function createOutside(options: OutsideOptions): Outside {
  const { core, calls, alerts, restored, random, seals, servedAt, look } = options;
  const seal = seals === undefined ? null : createSealKey({ seals, restored, write: core.write });
  const links = createPageLinks({ core, restored, seals, servedAt: () => servedAt?.() ?? null });
  const tokens = createTokens({ core, restored, seals });
  const { calendar, calendarLink } = createCalendarsOut(options);
  const callDesk = createCallDesk({ core, book: calls, links, seals, seal });
  const cachet = createCachet({
    core,
    book: options.cachet,
    restored,
    look,
    knows: tokens.gate.knows,
    secret: seals?.secret,
  });
  const { subscribers, posts } = cachet;
  const statusPages = createStatusPages({ core, watcher: options.watcher, cards: callDesk.cards, posts });
  return {
    calendar,
    answerLinks: createAnswerLinks({ ...options, seals, seal }),
    callDesk,
    callerNews: createCallerNews({ core, calls, urlOf: callDesk.urlOf, random }),
    alertDesk: createAlertDesk({ core, book: alerts }),
    tokens: tokens.gate,
    statusPages,
    cachet,
    practableWord: createPractableWord({
      ...{ core, restored, random },
      seen: options.practable,
      isFollowed: options.canFollow,
      links: options.links,
    }),
    subscriberNews:
      seals === undefined || seal === null
        ? null
        : createSubscriberNews({ core, subscribers, statusPages, seals, seal, random, restored }),
    replies: { ...links.replies, ...tokens.replies, calendarLink },
  };
}
