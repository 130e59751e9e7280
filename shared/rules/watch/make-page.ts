/**
 * One page as it goes into the outbox, with its words and its number. No decision is taken here.
 *
 * The id is the same whenever the same decision is taken again, so that a receiver folds what a crash made twice.
 */

import type { EventDraft } from '../../model/event.ts';
import { type ChannelId, type EpochMs, PageId, type PersonId } from '../../model/ids.ts';
import type { Incident } from '../../model/incident.ts';
import type { Page } from '../../model/page.ts';
import type { ComponentWatch } from '../../model/watch.ts';
import { flappingReason } from '../flapping.ts';
import { matterOf } from '../matter.ts';
import { longestWait, waitWords } from '../overload.ts';
import { WATCHER_ID } from '../watcher.ts';
import { pageWords } from '../words/page-text.ts';
import { SLOW } from '../wrong-now.ts';
import { endingOf } from './ending.ts';
import type { Surroundings } from './turn.ts';
import { worstCheck } from './words.ts';

/** After this a page helps nobody; the incident's own end withdraws it much earlier. */
const PAGE_LIFE_MS = 24 * 3_600_000;

/** A closing or opening page. `number` counts the incident's pages from 1. */
export function makePage(
  watch: ComponentWatch,
  incident: Incident,
  to: { readonly personId: PersonId | null; readonly channelId: ChannelId },
  page: { readonly kind: Page['kind']; readonly number: number; readonly at: EpochMs; readonly because: string },
  surroundings: Surroundings,
): Page {
  const { component, config } = surroundings;
  const flapping = page.kind === 'close' ? null : flappingReason(watch, incident, page.at);
  const person = to.personId === null ? undefined : config.people.get(to.personId);
  const words = pageWords({
    kind: page.kind,
    componentName: component.name,
    status: incident.status,
    cause: [incident.cause?.detail ?? SLOW, flapping].filter((part) => part !== null).join('; '),
    since: incident.since,
    at: page.at,
    recoveredAt: incident.recoveredAt,
    resolvedBy: incident.resolvedBy,
    ...(page.kind === 'close' && endingOf(watch, incident, component)),
    failures:
      component.id === WATCHER_ID || matterOf(component.id) !== 'component'
        ? null
        : worstCheck(watch.checks, component)?.failures || null,
    wait: waitWords(longestWait(watch.checks)),
    acknowledgedBy: incident.acknowledgement?.by ?? null,
    ourselves: component.id === WATCHER_ID,
    matter: matterOf(component.id),
    runbook: component.runbook,
    timeZone: person?.timeZone ?? surroundings.timeZone,
  });
  return {
    id: PageId.parse(`${incident.id}/${page.number}`),
    kind: page.kind,
    dedupKey: incident.id,
    incidentId: incident.id,
    componentId: component.id,
    componentName: component.name,
    status: incident.status,
    severity: incident.severity,
    personId: to.personId,
    channelId: to.channelId,
    title: words.title,
    text: words.text,
    because: page.because,
    runbook: component.runbook,
    createdAt: page.at,
    expiresAt: page.at + PAGE_LIFE_MS,
  };
}

/** What the history keeps of a page, so that its words can be read again when it is long gone from the outbox. */
export function saidIn({ id, kind, because, title, text }: Page): EventDraft['data'] {
  return { page: id, kind, because, title, text };
}
