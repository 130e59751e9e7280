/**
 * What people outside can reach of us by an address that we gave them: to answer a page, or to call somebody.
 */
import type { Replies } from '../../shared/contract/contract.ts';
import { type AnswerLinks, createAnswerLinks } from './answer-links.ts';
import type { CallBook } from './calls/book.ts';
import { createCallDesk } from './calls/desk.ts';
import { createPageLinks, type PageLinks } from './calls/links.ts';
import type { Core } from './core.ts';
import type { EngineOptions } from './options.ts';
import type { CallDesk } from './ports/calls.ts';
import { createSealKey } from './seal-key.ts';

export interface OutsideOptions extends Pick<EngineOptions, 'seals' | 'servedAt'> {
  readonly core: Core;
  readonly commands: Pick<Replies, 'acknowledge'>;
  readonly calls: CallBook;
  /** The store's values at the start. */
  readonly restored: ReadonlyMap<string, unknown>;
}

export interface Outside {
  readonly answerLinks: AnswerLinks;
  readonly callDesk: CallDesk;
  readonly replies: PageLinks['replies'];
}

export function createOutside({ core, commands, calls, restored, seals, servedAt }: OutsideOptions): Outside {
  const seal = seals === undefined ? null : createSealKey({ seals, restored, write: core.write });
  const links = createPageLinks({ core, restored, seals, servedAt: () => servedAt?.() ?? null });
  return {
    answerLinks: createAnswerLinks({ core, commands, restored, seals, seal }),
    callDesk: createCallDesk({ core, book: calls, links, seals, seal }),
    replies: links.replies,
  };
}
