/**
 * What the store does not tell of an incident, said instead of guessed: tries that were thrown away, a history that is older than
 * what is recorded today, pages of which only the ledger knows.
 */
import type { ExplainLine } from '../../contract/explain.ts';
import { formatDuration } from '../../model/duration.ts';
import type { WatchEvent } from '../../model/event.ts';
import type { EpochMs } from '../../model/ids.ts';
import type { Incident, Told } from '../../model/incident.ts';
import { type NameOf, recordsWhy } from './line.ts';

function missing(at: EpochMs, text: string, about: Partial<ExplainLine> = {}): ExplainLine {
  return { at, kind: 'missing', text, because: '', said: '', personId: null, channelId: null, pageId: null, ...about };
}

/** In the place of the tries that led to an event. @param keptMs how long single tries are kept */
export function noTries({ at, data }: WatchEvent, keptMs: number): ExplainLine {
  const kept = `single tries are kept for ${formatDuration(keptMs)}`;
  return missing(at, `The tries of ${data.check} that decided this are not in the store (${kept})`);
}

/** Before everything else: what of the history is not there at all. */
export function beginning({ openedAt }: Incident, events: readonly WatchEvent[], isCut: boolean): ExplainLine[] {
  const opened = events.some(({ type }) => type === 'incident-opened');
  if (opened && !isCut) {
    return [];
  }
  const text = isCut
    ? 'More was written about it than is shown here: this is the latest of it'
    : 'The history of its beginning is not in the store any more: it was opened at this time';
  return [missing(isCut ? (events[0]?.at ?? openedAt) : openedAt, text)];
}

/** After everything else: pages whose story is not in the history, or not over. */
export function ending(incident: Incident, events: readonly WatchEvent[], nameOf: NameOf): ExplainLine[] {
  const queued = new Set(events.flatMap(({ type, data }) => (type === 'page-queued' ? [data.page] : [])));
  const unexplained = incident.told.filter(({ pageId }) => !queued.has(pageId));
  const open = incident.told.filter(({ state }) => state === 'queued' || state === 'trying');
  const old = events.filter((event) => !recordsWhy(event));
  return [
    ...unexplained.map((told) =>
      missing(told.at, `${pageWords(told, nameOf)}: ${fate(told)}. Why it was sent is not in the store any more`, {
        personId: told.personId,
        channelId: told.channelId,
        pageId: told.pageId,
      }),
    ),
    ...open.map((told) =>
      missing(told.at, `${pageWords(told, nameOf)} is not over: ${fate(told)}`, {
        personId: told.personId,
        channelId: told.channelId,
        pageId: told.pageId,
      }),
    ),
    ...(old.length === 0
      ? []
      : [
          missing(
            old.at(-1)?.at ?? incident.openedAt,
            'Written by an earlier Watchbell: how many tries it took, what could have held a page back, and the words of pages were not recorded then',
          ),
        ]),
  ];
}

function pageWords({ personId, channelId }: Told, nameOf: NameOf): string {
  return `The page to ${personId === null ? channelId : `${nameOf(personId)} by ${channelId}`}`;
}

/** "refused after 2 tries (401 Unauthorized)" */
function fate({ state, attempts, reason }: Told): string {
  const tries = attempts > 0 ? ` after ${attempts} ${attempts === 1 ? 'try' : 'tries'}` : '';
  return `${state}${tries}${reason === null ? '' : ` (${reason})`}`;
}
