/**
 * The auditor: what should have been sent, worked out anew from what is believed, without the timers and queues that send it.
 *
 * Pure, and deliberately simpler than the rules it looks after: a difference means a mistake of ours. One that lasts two rounds is
 * told as an incident of our own, so that a missed page is not found out in the morning.
 */

import type { ComponentSettings, Config } from '../model/config.ts';
import { formatDuration } from '../model/duration.ts';
import type { CheckId, ComponentId, EpochMs, PageId } from '../model/ids.ts';
import type { Incident } from '../model/incident.ts';
import { isTrouble } from '../model/status.ts';
import type { ComponentWatch } from '../model/watch.ts';
import { closingChannel } from './watch/closing-way.ts';
import { nextDue } from './watch/timers.ts';
import { ARRIVED } from './watch/told.ts';
import { WATCHER_ID } from './watcher.ts';

/** Whatever should have happened has had so long to happen. */
const GRACE_MS = 60_000;

/** What the auditor may look at. */
export interface Books {
  readonly now: EpochMs;
  readonly config: Config;
  readonly watches: Iterable<ComponentWatch>;
  /** Pages that the outbox still has work with. */
  readonly inOutbox: (pageId: PageId) => boolean;
  /** Something keeps messages about it back at the moment. */
  readonly isHeld: (component: ComponentSettings, watch: ComponentWatch) => boolean;
  /** A check has not been judged for longer than it may take; null: it is in time, or not known to the scheduler. */
  readonly overdueMs: (checkId: CheckId) => number | null;
}

/** One thing that should be otherwise. */
export interface Difference {
  readonly kind: 'not-paged' | 'timer' | 'lost-page' | 'not-closed' | 'not-judged';
  readonly componentId: ComponentId;
  /** The incident or check it is about: the same difference is the same one in the next round. */
  readonly about: string;
  /** One sentence without full stop. */
  readonly text: string;
}

/** Everything that should be otherwise. Of ourselves nothing: what could not be told would be told again and again. */
export function audit(books: Books): readonly Difference[] {
  const found: Difference[] = [];
  for (const watch of books.watches) {
    const component = books.config.components.get(watch.componentId);
    if (component !== undefined && watch.componentId !== WATCHER_ID) {
      ofChecks(component, watch, books, found);
      if (watch.incident !== null) {
        found.push(...ofIncident(component, watch, watch.incident, books));
      }
    }
  }
  return found;
}

/** What was found in this round and in the one before: moments in which the world moves on are no differences. */
export function lasting(before: readonly Difference[], now: readonly Difference[]): readonly Difference[] {
  const known = new Set(before.map(keyOf));
  return now.filter((difference) => known.has(keyOf(difference)));
}

const keyOf = ({ kind, about }: Difference): string => `${kind} ${about}`;

/** Looked at in every round, and nearly always in order: so no list is made of nothing. */
function ofChecks(component: ComponentSettings, { checks }: ComponentWatch, books: Books, found: Difference[]): void {
  for (const { checkId, settled } of checks) {
    const overdue = settled === 'unknown' ? null : books.overdueMs(checkId);
    if (overdue !== null && overdue > GRACE_MS) {
      found.push({
        kind: 'not-judged',
        componentId: component.id,
        about: checkId,
        text: `${checkId} is shown as ${settled}, but should have been judged ${formatDuration(overdue)} ago`,
      });
    }
  }
}

function ofIncident(
  component: ComponentSettings,
  watch: ComponentWatch,
  incident: Incident,
  books: Books,
): readonly Difference[] {
  const is = (kind: Difference['kind'], about: string, text: string): Difference => ({
    kind,
    componentId: component.id,
    about,
    text: `${component.name}: ${text}`,
  });
  const found = lostPages(incident, books).map((pageId) =>
    is('lost-page', pageId, `page ${pageId} is to be sent, but nothing is sending it`),
  );
  if (incident.state === 'resolved') {
    const open = unclosed(incident, books);
    return open.length === 0
      ? found
      : [
          ...found,
          is('not-closed', incident.id, `whoever was told by ${open.join(', ')} has not heard that it is over`),
        ];
  }
  if (books.isHeld(component, watch)) {
    return found;
  }
  const due = nextDue(watch);
  if (due !== null && books.now - due > GRACE_MS) {
    found.push(
      is('timer', incident.id, `something was due ${formatDuration(books.now - due)} ago and has not happened`),
    );
  }
  const late = unpagedFor(component, watch, incident, books.now);
  if (late !== null) {
    found.push(is('not-paged', incident.id, `in trouble for ${formatDuration(late)} and nobody has been paged`));
  }
  return found;
}

function lostPages(incident: Incident, { inOutbox }: Books): readonly PageId[] {
  const lost = incident.told.filter(({ pageId, state }) => state === 'queued' && !inOutbox(pageId));
  return lost.map(({ pageId }) => pageId);
}

/** Channels by which a page arrived that nothing has closed. */
function unclosed(incident: Incident, { now, config }: Books): readonly string[] {
  if (incident.resolvedAt === null || now - incident.resolvedAt <= GRACE_MS) {
    return [];
  }
  const open = incident.told.filter(
    (told) =>
      ARRIVED.includes(told.state) &&
      told.closedBy === null &&
      config.channels.get(told.channelId)?.type !== 'sound' &&
      closingChannel(told, incident, { config }) !== null,
  );
  return [...new Set(open.map(({ channelId }) => channelId))];
}

/** For how long it has been in trouble while it should have been paged and nobody was told, in ms; null: all is as it should be. */
function unpagedFor(
  component: ComponentSettings,
  watch: ComponentWatch,
  incident: Incident,
  now: EpochMs,
): number | null {
  const { state, snoozedUntil, escalation, told, waiting, recoveredAt } = incident;
  const toBePaged =
    isTrouble(watch.status) &&
    recoveredAt === null &&
    state === 'triggered' &&
    snoozedUntil === null &&
    escalation.policy !== null;
  // A first page that still has its time has been given one by settings that held then.
  const planned = waiting.length > 0 || (escalation.nextAt !== null && escalation.nextAt > now);
  const dueAt = Math.max(incident.openedAt, incident.since + component.pageAfter[incident.severity]);
  return toBePaged && !planned && told.length === 0 && now - dueAt > GRACE_MS ? now - incident.since : null;
}
