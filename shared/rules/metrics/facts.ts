/**
 * What figures are made of: what the window sees, and what was counted since the start.
 */
import type { Snapshot } from '../../contract/view.ts';
import type { ChannelId, EpochMs } from '../../model/ids.ts';
import type { OutcomeKind } from '../../model/observation.ts';

/** How a try of a page ended. `retried`: it is tried again. */
export const PAGE_OUTCOMES = ['delivered', 'failed', 'withdrawn', 'retried'] as const;
export type PageOutcome = (typeof PAGE_OUTCOMES)[number];

export interface Tallies {
  readonly observations: Readonly<Record<OutcomeKind, number>>;
  readonly pages: ReadonlyMap<ChannelId, Readonly<Record<PageOutcome, number>>>;
  /** Of the scheduler: how often it took up what was due, and how late, all in all. */
  readonly turns: { readonly count: number; readonly lateMs: number };
}

export interface Facts {
  readonly snapshot: Pick<Snapshot, 'at' | 'version' | 'watcher' | 'components' | 'incidents' | 'channels'>;
  readonly tallies: Tallies;
  /** Pages that are not finished, and since when the oldest waits; null: none does. */
  readonly outbox: { readonly size: number; readonly oldestAt: EpochMs | null };
}
