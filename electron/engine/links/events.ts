/**
 * What the history says of links: that one takes nothing, that it takes again, that something was left or refused. Each once.
 */
import type { EventDraft } from '../../../shared/model/event.ts';
import type { EpochMs } from '../../../shared/model/ids.ts';
import type { LinkId } from '../../../shared/model/links/common.ts';
import { loose } from '../commands.ts';

export type LinkNews = 'failing' | 'again' | 'left' | 'refused' | 'told';

export function linkEvent(at: EpochMs, link: LinkId, text: string, news: LinkNews): EventDraft {
  return { ...loose(at, 'link', text), data: { link, news } };
}
