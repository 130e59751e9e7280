/**
 * Words to one person that are about no incident: quiet, by their first channel, worth nothing after an hour.
 */
import { type EpochMs, PageId } from '../../shared/model/ids.ts';
import type { OutboxItem, Page } from '../../shared/model/page.ts';
import type { Person } from '../../shared/model/roster.ts';

const LIFE_MS = 3_600_000;

export interface PersonalNotice {
  readonly person: Person;
  /** Names it among all that were ever sent, together with its time. */
  readonly about: string;
  /** A newer one with the same key takes its place. */
  readonly dedupKey: string;
  /** Who or what it comes from, where a page names its component. */
  readonly from: string;
  readonly title: string;
  readonly text: string;
  readonly because: string;
  readonly now: EpochMs;
}

/** Null: the person has no channel. */
export function personalNotice({ person, about, from, now, ...words }: PersonalNotice): Page | null {
  const [channelId] = person.channels;
  if (channelId === undefined) {
    return null;
  }
  return {
    ...words,
    id: PageId.parse(`${about}.${now.toString(36)}`),
    kind: 'notice',
    incidentId: null,
    componentId: null,
    componentName: from,
    status: null,
    severity: 'low',
    personId: person.id,
    channelId,
    runbook: null,
    createdAt: now,
    expiresAt: now + LIFE_MS,
  };
}

/** Ready for the outbox. */
export function queued(page: Page): OutboxItem {
  return { page, state: 'queued', attempts: 0, nextAttemptAt: page.createdAt, lastReason: null };
}
