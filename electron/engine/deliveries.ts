/**
 * The outbox tells how a try went; this writes it down: the page's row, the incident's ledger and an event, in one transaction.
 */
import type { EventDraft } from '../../shared/model/event.ts';
import type { ComponentId, EpochMs } from '../../shared/model/ids.ts';
import { assertNever } from '../../shared/model/never.ts';
import type { OutboxItem, PageState } from '../../shared/model/page.ts';
import type { Turn } from '../../shared/rules/watch/turn.ts';
import type { Report } from './outbox.ts';
import type { JournalEntry } from './ports.ts';
import type { WatchBook } from './watch-book.ts';

export interface DeliveriesOptions {
  readonly book: WatchBook;
  readonly now: () => EpochMs;
  readonly write: (entry: JournalEntry) => Promise<void>;
  /** A try has ended; for "last delivery" of the channel. */
  readonly onEnded: (item: OutboxItem, at: EpochMs) => void;
}

/** The outbox's `report`: resolves when it is written, with what becomes of a page that would be tried again. */
export function createDeliveries({ book, now, write, onEnded }: DeliveriesOptions) {
  return async ({ item, phase, uncertain }: Report): Promise<'go-on' | 'withdrawn'> => {
    const at = now();
    const { page } = item;
    const events = phase === 'begin' ? [] : [eventOf(item, uncertain, at)];
    if (phase === 'end') {
      onEnded(item, at);
    }
    const alone: JournalEntry = { outbox: [item], events };
    if (page.componentId === null || page.incidentId === null) {
      await write(alone);
      return 'go-on';
    }
    let verdict: 'go-on' | 'withdrawn' = 'go-on';
    const applied = book.apply(page.componentId as ComponentId, inputOf(item, phase, at), (turn) => {
      const withdrawal = withdrawalOf(turn, item);
      if (withdrawal === null) {
        return alone;
      }
      verdict = 'withdrawn';
      return { ...alone, outbox: [{ ...item, state: 'withdrawn', lastReason: withdrawal }] };
    });
    await (applied?.written ?? write(alone));
    return verdict;
  };
}

function inputOf({ page, state, attempts, lastReason }: OutboxItem, phase: Report['phase'], at: EpochMs) {
  return {
    type: 'delivery' as const,
    at,
    pageId: page.id,
    state,
    attempts,
    reason: phase === 'begin' ? null : lastReason,
  };
}

function withdrawalOf(turn: Turn, item: OutboxItem): string | null {
  const own = turn.effects.find((effect) => effect.type === 'withdraw' && effect.pageId === item.page.id);
  return own?.type === 'withdraw' ? own.reason : null;
}

function eventOf(item: OutboxItem, uncertain: boolean, at: EpochMs): EventDraft {
  const { page, state, attempts, lastReason } = item;
  return {
    at,
    type: typeOf(state),
    componentId: page.componentId,
    incidentId: page.incidentId,
    personId: page.personId,
    channelId: page.channelId,
    text: textOf(item, uncertain, at),
    data: { page: page.id, kind: page.kind, state, attempts, reason: lastReason, tookMs: at - page.createdAt },
  };
}

function typeOf(state: PageState): EventDraft['type'] {
  switch (state) {
    case 'accepted':
    case 'delivered':
      return 'page-delivered';
    case 'refused':
    case 'expired':
      return 'page-failed';
    case 'withdrawn':
      return 'page-withdrawn';
    case 'queued':
    case 'trying':
      return 'page-attempt';
    default:
      return assertNever(state, 'page state');
  }
}

function textOf(
  { page, state, attempts, lastReason, nextAttemptAt }: OutboxItem,
  uncertain: boolean,
  at: EpochMs,
): string {
  const what = `${page.kind} page by ${page.channelId}`;
  switch (typeOf(state)) {
    case 'page-delivered':
      return `${what} ${state}${attempts > 1 ? ` at try ${attempts}` : ''}`;
    case 'page-attempt':
      return `${what}: try ${attempts} ${uncertain ? 'had no answer' : 'failed'} (${lastReason}); again in ${Math.round((nextAttemptAt - at) / 1_000)} s`;
    case 'page-withdrawn':
      return `${what} withdrawn: ${lastReason}`;
    default:
      return `${what} ${state} (${lastReason})`;
  }
}
