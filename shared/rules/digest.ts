/**
 * Which pages of a channel wait for one another, and how the message that tells them together looks as a page.
 */
import type { ChannelSettings } from '../model/channel.ts';
import type { Digest } from '../model/channels/digest.ts';
import { PageId } from '../model/ids.ts';
import type { Page } from '../model/page.ts';
import { SEVERITY_RANK } from '../model/roster.ts';
import { type DigestFacts, digestText } from './words/digest-text.ts';

/** Null: with these settings every page is a message of its own. */
export function digestOf(settings: ChannelSettings): Digest | null {
  return 'digest' in settings ? settings.digest : null;
}

/** So long after it was made a page has waited for others, at most. ms; 0: it does not wait. */
export function roundOf({ kind, severity }: Pick<Page, 'kind' | 'severity'>, settings: ChannelSettings): number {
  const digest = digestOf(settings);
  if (digest === null) {
    return 0;
  }
  // That it is over wakes nobody: also of the worst it can wait.
  const isUrgent = severity === 'critical' && kind !== 'close' && digest.critical === 'at-once';
  return isUrgent ? 0 : digest.every;
}

/** The same for the same pages at the same tries, so that a message that a crash sent twice is one to whoever folds. */
export function togetherId(first: Page, tries: number): PageId {
  return PageId.parse(`digest/${first.id}/${tries + 1}`);
}

/** @param pages of one channel, oldest first; one at least. The worst is told first: it stands in the subject. */
export function digestPage(id: PageId, pages: readonly [Page, ...Page[]], facts: Omit<DigestFacts, 'news'>): Page {
  const [first] = pages;
  const news = pages.toSorted((one, other) => rankOf(other) - rankOf(one));
  const { title, text } = digestText({ ...facts, news });
  const isAll = pages.every(({ personId }) => personId === first.personId);
  return {
    id,
    kind: 'notice',
    dedupKey: `digest/${first.channelId}`,
    incidentId: null,
    componentId: null,
    componentName: '',
    status: null,
    severity: news[0]?.kind === 'close' ? 'low' : (news[0]?.severity ?? 'low'),
    personId: isAll ? first.personId : null,
    channelId: first.channelId,
    title,
    text,
    because: pages.length === 1 ? 'one page of this round' : `${pages.length} pages of one round`,
    runbook: null,
    createdAt: facts.at,
    expiresAt: Math.max(...pages.map(({ expiresAt }) => expiresAt)),
  };
}

/** That something is over comes after all that is not. */
function rankOf({ kind, severity }: Page): number {
  return kind === 'close' ? -1 : SEVERITY_RANK[severity];
}
