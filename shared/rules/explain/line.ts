/**
 * One event of the history as a line: its own sentence, and beside it what else was recorded of why.
 */
import type { ExplainKind, ExplainLine } from '../../contract/explain.ts';
import { formatDuration } from '../../model/duration.ts';
import type { EventDraft, EventType } from '../../model/event.ts';
import { PageId, type PersonId } from '../../model/ids.ts';

export type NameOf = (person: PersonId) => string;

const KINDS = {
  check: 'settled',
  status: 'settled',
  'status-by-hand': 'hand',
  'incident-opened': 'incident',
  'incident-acknowledged': 'hand',
  'incident-unacknowledged': 'incident',
  'incident-snoozed': 'hand',
  'incident-snooze-ended': 'incident',
  'incident-escalated': 'step',
  'incident-recovered': 'incident',
  'incident-relapsed': 'incident',
  'incident-worsened': 'incident',
  'incident-resolved': 'incident',
  'incident-reopened': 'incident',
  'incident-note': 'hand',
  'page-queued': 'page',
  'page-held': 'held',
  'page-released': 'held',
  'page-attempt': 'fate',
  'page-delivered': 'fate',
  'page-failed': 'fate',
  'page-withdrawn': 'fate',
  nobody: 'step',
  hushed: 'hand',
  override: 'hand',
  swap: 'hand',
  quiet: 'hand',
  maintenance: 'hand',
  silence: 'hand',
  presence: 'hand',
  call: 'hand',
  alert: 'hand',
  subscription: 'hand',
  link: 'ourselves',
  experiment: 'settled',
  'on-call': 'ourselves',
  config: 'ourselves',
  server: 'ourselves',
  watcher: 'ourselves',
  store: 'ourselves',
} as const satisfies Record<EventType, ExplainKind>;

export function lineOf(event: EventDraft, nameOf: NameOf): ExplainLine {
  const { at, type, personId, channelId, data } = event;
  const kind = KINDS[type];
  return {
    at,
    kind,
    text: kind === 'fate' ? fateText(event, nameOf) : event.text,
    because: becauseOf(event),
    said: type === 'page-queued' ? saidOf(data) : '',
    personId,
    channelId,
    pageId: PageId.safeParse(data.page).data ?? null,
  };
}

/** "DOWN API: 503 for 45 s, third failure" */
function saidOf({ title, text }: EventDraft['data']): string {
  return typeof title === 'string' && typeof text === 'string' ? `${title}: ${text}` : '';
}

/** The sentence of a try names the channel alone; whose it was stands beside it, and how long it took from the decision on. */
function fateText({ text, personId, data: { tookMs } }: EventDraft, nameOf: NameOf): string {
  const who = personId === null ? '' : `${nameOf(personId)}: `;
  const took = typeof tookMs === 'number' && tookMs > 0 ? `, ${formatDuration(tookMs)} after it was decided` : '';
  return `${who}${text}${took}`;
}

function becauseOf({ type, data }: EventDraft): string {
  switch (type) {
    case 'check':
      return confirmation(data);
    case 'page-queued':
      return pageBecause(data);
    default:
      return '';
  }
}

/** Why a check counts as settled. Empty: it took no counting, or that was not recorded. */
function confirmation({ to, inRow, needed, failed, of, limitMs }: EventDraft['data']): string {
  if (typeof inRow === 'number' && typeof needed === 'number') {
    const what = to === 'down' ? 'failure' : 'pass';
    return `${counted(inRow, what)} in a row, ${needed} ${needed === 1 ? 'is' : 'are'} enough`;
  }
  if (typeof failed === 'number' && typeof of === 'number') {
    return `${failed} of the last ${of} tries failed, ${needed} are enough`;
  }
  return typeof limitMs === 'number' ? `more than one of its last 20 answers took longer than ${limitMs} ms` : '';
}

/** Why it could go when it went. Every page that nobody asked for by hand has passed the gate of all holds. */
function pageBecause({ kind, because, byHand, afterMs }: EventDraft['data']): string {
  if (kind === 'close') {
    return typeof because === 'string' ? because : '';
  }
  if (typeof byHand !== 'boolean') {
    return '';
  }
  const rule =
    typeof afterMs === 'number' && afterMs > 0
      ? [`${formatDuration(afterMs)} after the step by the person's own rules`]
      : [];
  return [...rule, byHand ? 'asked for by hand, which no hold keeps back' : 'nothing held it back'].join('; ');
}

/** False: it was written before all of this was recorded, and there is something to say. */
export function recordsWhy({ type, data }: EventDraft): boolean {
  switch (type) {
    case 'check':
      return data.from === data.to || data.to !== 'down' || data.needed !== undefined;
    case 'page-queued':
      return typeof data.title === 'string';
    default:
      return true;
  }
}

const counted = (amount: number, what: string): string =>
  `${amount} ${amount === 1 ? what : what === 'pass' ? 'passes' : `${what}s`}`;
