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
import { createCallDesk, type OwnCallDesk } from './calls/desk.ts';
import { createPageLinks, type PageLinks } from './calls/links.ts';
import type { Core } from './core.ts';
import type { EngineOptions } from './options.ts';
import type { AlertDesk } from './ports/alerts.ts';
import type { Cachet } from './ports/cachet.ts';
import type { StatusPages } from './ports/status-page.ts';
import type { TokenGate } from './ports/tokens.ts';
import type { SealOf } from './seal-key.ts';
import { createStatusPages } from './status-page/pages.ts';
import { createTokens, type Tokens } from './tokens.ts';

export interface OutsideOptions extends Pick<EngineOptions, 'seals' | 'secret' | 'servedAt'> {
  readonly core: Core;
  readonly commands: Pick<Replies, 'acknowledge'>;
  readonly calls: CallBook;
  readonly watcher: () => WatcherView;
  readonly alerts: AlertBook;
  readonly cachet: CachetBook;
  /** By the house's own key; null where there are no seals. */
  readonly seal: SealOf | null;
  /** Looks at a check at once. */
  readonly look: (checkId: CheckId) => Promise<void>;
  /** The store's values at the start. */
  readonly restored: ReadonlyMap<string, unknown>;
}

/** How the addresses are given out and taken back. */
export type OutsideReplies = PageLinks['replies'] & Tokens['replies'] & Pick<CalendarsOut, 'calendarLink'>;

export interface Outside extends Pick<CalendarsOut, 'calendar'> {
  readonly answerLinks: AnswerLinks;
  readonly callDesk: OwnCallDesk;
  readonly alertDesk: AlertDesk;
  readonly tokens: TokenGate;
  readonly statusPages: StatusPages;
  readonly cachet: Cachet;
  readonly replies: OutsideReplies;
  stop(): void;
}

export function createOutside(options: OutsideOptions): Outside {
  const { core, calls, alerts, restored, seals, seal, servedAt, look } = options;
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
  const statusPages = createStatusPages({
    core,
    watcher: options.watcher,
    cards: callDesk.cards,
    posts: cachet.posts,
  });
  return {
    calendar,
    answerLinks: createAnswerLinks({ ...options, seals }),
    callDesk,
    alertDesk: createAlertDesk({ core, book: alerts }),
    tokens: tokens.gate,
    statusPages,
    cachet,
    replies: { ...links.replies, ...tokens.replies, calendarLink },
    stop() {
      statusPages.stop();
      cachet.stop();
    },
  };
}
