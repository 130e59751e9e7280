/**
 * What people outside can reach of us: by an address that we gave them, to read the roster, to answer a page, to call somebody; and
 * for everybody, the status page.
 */
import type { Replies } from '../../shared/contract/contract.ts';
import type { WatcherView } from '../../shared/contract/view.ts';
import { type AnswerLinks, createAnswerLinks } from './answer-links.ts';
import { type CalendarsOut, createCalendarsOut } from './calendars/out.ts';
import type { CallBook } from './calls/book.ts';
import { createCallDesk } from './calls/desk.ts';
import { createPageLinks, type PageLinks } from './calls/links.ts';
import type { Core } from './core.ts';
import type { EngineOptions } from './options.ts';
import type { CallDesk } from './ports/calls.ts';
import type { StatusPages } from './ports/status-page.ts';
import { createSealKey } from './seal-key.ts';
import { createStatusPages } from './status-page/pages.ts';

export interface OutsideOptions extends Pick<EngineOptions, 'seals' | 'secret' | 'servedAt'> {
  readonly core: Core;
  readonly commands: Pick<Replies, 'acknowledge'>;
  readonly calls: CallBook;
  readonly watcher: () => WatcherView;
  /** The store's values at the start. */
  readonly restored: ReadonlyMap<string, unknown>;
}

/** How the addresses are given out and taken back. */
export type OutsideReplies = PageLinks['replies'] & Pick<CalendarsOut, 'calendarLink'>;

export interface Outside extends Pick<CalendarsOut, 'calendar'> {
  readonly answerLinks: AnswerLinks;
  readonly callDesk: CallDesk;
  readonly statusPages: StatusPages & { stop(): void };
  readonly replies: OutsideReplies;
}

export function createOutside(options: OutsideOptions): Outside {
  const { core, calls, restored, seals, servedAt } = options;
  const seal = seals === undefined ? null : createSealKey({ seals, restored, write: core.write });
  const links = createPageLinks({ core, restored, seals, servedAt: () => servedAt?.() ?? null });
  const { calendar, calendarLink } = createCalendarsOut(options);
  const callDesk = createCallDesk({ core, book: calls, links, seals, seal });
  return {
    calendar,
    answerLinks: createAnswerLinks({ ...options, seals, seal }),
    callDesk,
    statusPages: createStatusPages({ core, watcher: options.watcher, cards: callDesk.cards, posts: () => [] }),
    replies: { ...links.replies, calendarLink },
  };
}
