/**
 * From a turn of the rules to what must be written: state, incident, pages and events, in one transaction.
 */
import type { EpochMs, PageId } from '../../shared/model/ids.ts';
import type { OutboxItem } from '../../shared/model/page.ts';
import type { ComponentWatch } from '../../shared/model/watch.ts';
import { isUndecided } from '../../shared/rules/health.ts';
import type { Effect, Turn } from '../../shared/rules/watch/turn.ts';
import type { JournalEntry } from './ports/store.ts';

/** Takes a page out of the outbox; the row to write, or null when it is under way. */
export type Withdraw = (pageId: PageId, reason: string) => OutboxItem | null;

/** What must be written after a turn; null when only counters moved in a settled watch. */
export function entryOf(
  before: ComponentWatch,
  turn: Turn,
  withdraw: Withdraw,
  now: EpochMs,
  also: JournalEntry | undefined,
): JournalEntry | null {
  const { watch, effects } = turn;
  const worthKeeping = effects.length > 0 || also !== undefined || wasUndecided(before) !== wasUndecided(watch);
  if (!worthKeeping) {
    return null;
  }
  const { incident } = watch;
  return {
    watches: [watch],
    incidents: incident !== null && incident !== before.incident ? [incident] : [],
    outbox: [...(also?.outbox ?? []), ...effects.flatMap((effect) => rowOf(effect, withdraw, now))],
    events: [...effects.flatMap((effect) => (effect.type === 'event' ? [effect.event] : [])), ...(also?.events ?? [])],
  };
}

function rowOf(effect: Effect, withdraw: Withdraw, now: EpochMs): readonly OutboxItem[] {
  switch (effect.type) {
    case 'event':
    case 'look-now':
      return [];
    case 'page':
      return [{ page: effect.page, state: 'queued', attempts: 0, nextAttemptAt: now, lastReason: null }];
    case 'withdraw': {
      const row = withdraw(effect.pageId, effect.reason);
      return row === null ? [] : [row];
    }
  }
}

function wasUndecided(watch: ComponentWatch): boolean {
  return watch.checks.some(isUndecided);
}
