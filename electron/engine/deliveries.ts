/**
 * The outbox tells how a try went; this writes it down: the page's row, the incident's ledger and an event, in one transaction.
 */
import type { EventDraft } from '../../shared/model/event.ts';
import type { EpochMs } from '../../shared/model/ids.ts';
import { assertNever } from '../../shared/model/never.ts';
import type { OutboxItem, PageState } from '../../shared/model/page.ts';
import type { Turn } from '../../shared/rules/watch/turn.ts';
import type { Report } from './outbox-turn.ts';
import type { JournalEntry } from './ports/store.ts';
import type { WatchBook } from './watch-book.ts';

export interface DeliveriesOptions {
  readonly book: WatchBook;
  readonly now: () => EpochMs;
  readonly write: (entry: JournalEntry) => Promise<void>;
  /** A try has ended; for "last delivery" of the channel. */
  readonly onEnded: (item: OutboxItem, at: EpochMs) => void;
}

/** The outbox's `report`: resolves when it is written, with whether anybody still wants the page. */
export function createDeliveries({ book, now, write, onEnded }: DeliveriesOptions) {
  return async ({ item, phase, uncertain }: Report): Promise<'go-on' | 'withdrawn'> => {
    const at = now();
    const { page } = item;
    if (phase === 'end') {
      onEnded(item, at);
    }
    let needless: string | null = null;
    const entry = (turn: Turn | null): JournalEntry => {
      needless = needlessBecause(item, turn);
      const row = needless === null ? item : withdrawn(item, phase, needless);
      return { outbox: [row], events: phase === 'begin' && needless === null ? [] : [eventOf(row, uncertain, at)] };
    };
    const { componentId } = page;
    const applied = componentId === null ? null : book.apply(componentId, inputOf(item, phase, at), entry);
    await (applied?.written ?? write(entry(null)));
    return needless === null ? 'go-on' : 'withdrawn';
  };
}

/** Why no try of it is wanted, by what the rules say of it (`turn`; null: of its component nothing is known). Null: it is wanted. */
function needlessBecause({ page, state }: OutboxItem, turn: Turn | null): string | null {
  if (page.incidentId === null || (state !== 'queued' && state !== 'trying')) {
    return null;
  }
  const withdrawal = turn?.effects.find((effect) => effect.type === 'withdraw' && effect.pageId === page.id);
  if (withdrawal?.type === 'withdraw') {
    return withdrawal.reason;
  }
  // What closes goes out also when nobody remembers why. What wakes people does not.
  const remembered = turn?.watch.incident?.id === page.incidentId;
  return remembered || page.kind === 'close' ? null : 'its incident is over';
}

function withdrawn(item: OutboxItem, phase: Report['phase'], needless: string): OutboxItem {
  return { ...item, state: 'withdrawn', lastReason: phase === 'begin' ? needless : `${item.lastReason}; ${needless}` };
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
      return `${what} ${state}${attempts > 1 ? ` at try ${attempts}` : ''}${lastReason === null ? '' : ` ${lastReason}`}`;
    case 'page-attempt':
      return `${what}: try ${attempts} ${uncertain ? 'had no answer' : 'failed'} (${lastReason}); again in ${Math.round((nextAttemptAt - at) / 1_000)} s`;
    case 'page-withdrawn':
      return `${what} withdrawn: ${lastReason}`;
    default:
      return `${what} ${state} (${lastReason})`;
  }
}
