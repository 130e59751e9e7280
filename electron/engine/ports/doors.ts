/**
 * The ways to this machine's own screen and speakers.
 */
import type { IncidentId } from '../../../shared/model/ids.ts';
import type { Delivery } from '../../../shared/model/page.ts';

/** What this machine's own screen is asked to show. */
export interface Notice {
  readonly title: string;
  readonly body: string;
  /** `critical` stays until somebody takes it away; `low` goes by itself. */
  readonly urgency: 'critical' | 'low';
  /** A newer notice with the same tag takes the place of the older one, so that a close replaces its trigger. */
  readonly tag: string;
  /** Opened when the notice is clicked, where the system tells us. */
  readonly incidentId: IncidentId | null;
  /** No sound of its own: the pager tone is ours, and a recovery wakes nobody. */
  readonly quiet: boolean;
}

/** The way to this machine's screen. Never throws; a screen that cannot be reached is `refused` with the fix in words. */
export interface NoticeDoor {
  show(notice: Notice, signal: AbortSignal): Promise<Delivery>;
}

/** The way to this machine's speakers. The tone follows the feed's state, so that it stops exactly when the state says so. */
export interface SoundDoor {
  /** `accepted` when a tone would be heard now, else `refused` with the reason. */
  ready(): Promise<Delivery>;
}
