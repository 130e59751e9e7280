/**
 * Somebody else's picture of our state (a Cachet, a booking system, any program): told of one thing at a time, the newest state first
 * and last. Like a channel, but for state in the place of pages.
 *
 * The engine compares what a link should have been told with what it took, writes down what it is about to tell, and tells; a link
 * never retries by itself and keeps nothing across restarts but its references.
 */
import type { LinkSettings, LinkSettingsOf, LinkType } from '../../../shared/model/link.ts';
import type { LinkState, StateChange } from '../../../shared/model/link-state.ts';
import type { Clock } from './clock.ts';

/** What is known of the other side's picture of this thing. */
export interface ToldSoFar {
  /** Told, and taken, last; null: nothing yet. */
  readonly state: LinkState | null;
  /** Begun since then, and nobody knows whether it arrived: look before it is made twice. Oldest first. */
  readonly maybe: readonly LinkState[];
  /** What the link gave back, or noted, last: the other side's name for the thing. */
  readonly reference: string | null;
}

export interface LinkContext {
  /** Aborted when the try has taken too long; the adapter must give up then. */
  readonly signal: AbortSignal;
  readonly clock: Pick<Clock, 'now' | 'after'>;
  /** Kept over a restart before it resolves: what must be known if we die in the next moment. */
  note(reference: string): Promise<void>;
}

/** How one try ended. */
export type LinkAnswer =
  /**
   * It is there as it was told. `reference`: the other side's name for it; absent: as before. `said`: a sentence for the history, where
   * something was done that people will ask about.
   */
  | { readonly status: 'accepted'; readonly reference?: string; readonly said?: string }
  /** The other side as a whole cannot take anything now: everything waits, this is tried again. */
  | { readonly status: 'try-later'; readonly reason: string; readonly afterMs?: number }
  /** Somebody has set it there by hand; it was not touched. Looked at again now and then. */
  | { readonly status: 'left'; readonly reason: string }
  /** This thing is not taken until somebody mends something; the others go on. */
  | { readonly status: 'refused'; readonly reason: string };

export interface Link<T extends LinkType> {
  readonly type: T;
  /** Where it goes, fit for a stranger's eyes. Another place knows nothing of what this one was told. */
  target(settings: LinkSettingsOf<T>): string;
  /** What may never stand in an answer's words. */
  secrets(settings: LinkSettingsOf<T>): readonly string[];
  /** What of a state it has words for: two states with the same face are the same news. Null: it is not told of such things. */
  face(state: LinkState, settings: LinkSettingsOf<T>): string | null;
  /** So often what was taken is looked at again, for the other side may forget, or somebody may set it by hand. ms; absent: never. */
  recheckEvery?(settings: LinkSettingsOf<T>): number;
  tell(change: StateChange, told: ToldSoFar, settings: LinkSettingsOf<T>, context: LinkContext): Promise<LinkAnswer>;
  close?(): Promise<void>;
}

/** All links behind one door. Nothing that it says holds a secret. */
export interface LinkSet {
  target(settings: LinkSettings): string;
  face(state: LinkState, settings: LinkSettings): string | null;
  /** ms; null: never. */
  recheckEvery(settings: LinkSettings): number | null;
  tell(change: StateChange, told: ToldSoFar, settings: LinkSettings, context: LinkContext): Promise<LinkAnswer>;
  close(): Promise<void>;
}
