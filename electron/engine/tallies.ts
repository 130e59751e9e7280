/**
 * What is counted since the start, for whoever draws curves of it. Kept in memory: a counter that begins at 0 again is understood.
 */
import type { EventType, WatchEvent } from '../../shared/model/event.ts';
import type { ChannelId } from '../../shared/model/ids.ts';
import type { Observation, OutcomeKind } from '../../shared/model/observation.ts';
import type { PageOutcome, Tallies } from '../../shared/rules/metrics/facts.ts';
import type { Journal } from './journal.ts';

export interface TallyBook {
  /** The same journal, and every observation is counted. */
  counting(journal: Journal): Journal;
  /** Written: how tries of pages ended. */
  heard(events: readonly WatchEvent[]): void;
  /** A turn of the scheduler began so late. */
  turn(lateMs: number): void;
  now(): Tallies;
}

const OUTCOME_OF: Partial<Record<EventType, PageOutcome>> = {
  'page-delivered': 'delivered',
  'page-failed': 'failed',
  'page-withdrawn': 'withdrawn',
  'page-attempt': 'retried',
};

export function createTallies(): TallyBook {
  const observations: Record<OutcomeKind, number> = { pass: 0, slow: 0, fail: 0, inconclusive: 0 };
  const pages = new Map<ChannelId, Record<PageOutcome, number>>();
  const turns = { count: 0, lateMs: 0 };
  return {
    counting: (journal) => ({
      ...journal,
      observe(observation: Observation) {
        observations[observation.outcome.kind] += 1;
        journal.observe(observation);
      },
    }),
    heard(events) {
      for (const { type, channelId } of events) {
        const outcome = OUTCOME_OF[type];
        if (outcome !== undefined && channelId !== null) {
          const own = pages.get(channelId) ?? { delivered: 0, failed: 0, withdrawn: 0, retried: 0 };
          own[outcome] += 1;
          pages.set(channelId, own);
        }
      }
    },
    turn(lateMs) {
      turns.count += 1;
      turns.lateMs += Math.max(0, lateMs);
    },
    now: () => ({ observations, pages, turns }),
  };
}
