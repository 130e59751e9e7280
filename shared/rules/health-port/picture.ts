/**
 * What the health thread is told, as small values that are never changed afterwards: each second a beat, with every change a picture.
 *
 * Nothing in here needs the main process to be understood: whoever answers decides from these alone, and from how old they are.
 */
import type { EpochMs } from '../../model/ids.ts';
import type { Incident } from '../../model/incident.ts';
import type { ComponentStatus, Severity } from '../../model/status.ts';
import type { WarmUp } from './warm-up.ts';

/** What the house is about: draining, it lets those finish who are there, and nobody new is to be sent to it. */
export type Phase =
  | { readonly kind: 'starting' }
  | { readonly kind: 'serving' }
  | { readonly kind: 'draining'; readonly reason: string };

/** Sums since the start. */
export interface StoreTraffic {
  /** Records read. */
  readonly reads: number;
  /** Records written. */
  readonly writes: number;
  /** Reads and writes that belong together, each one. */
  readonly transactions: number;
}

/** Sent each second while the main process lives. */
export interface Beat {
  /** When it was sent, by the wall clock. */
  readonly at: EpochMs;
  /** When the main process began, by the wall clock. */
  readonly startedAt: EpochMs;
  readonly phase: Phase;
  /** Null: the engine is not up yet. */
  readonly watcher: { readonly watching: boolean; readonly because: string } | null;
  readonly warmUp: WarmUp;
  /** Null: the store is not open yet. */
  readonly store: StoreTraffic | null;
  /** Checks that are watched. */
  readonly checks: number;
  /** Pages that are not finished. */
  readonly unfinished: number;
  readonly underWay: UnderWay;
}

/** Tries that have begun and not ended. */
export interface UnderWay {
  readonly count: number;
  /** The oldest of them, the oldest first. `ageMs`: when the beat was sent. */
  readonly oldest: readonly { readonly check: string; readonly ageMs: number }[];
}

/** An open incident. */
export interface Alert {
  readonly since: EpochMs;
  readonly severity: Severity;
  readonly state: Incident['state'];
  readonly component: string;
  readonly cause: string;
}

export interface OnCallLine {
  readonly schedule: string;
  /** Empty: nobody. */
  readonly people: readonly { readonly name: string; readonly until: EpochMs | null }[];
}

/** The component that the agent port speaks for. */
export interface Subject {
  readonly status: ComponentStatus;
  /** Why, in words; empty when all is well. */
  readonly because: string;
  /** Name of the window of maintenance that runs; null: none. */
  readonly maintenance: string | null;
}

export interface HealthPicture {
  /** Open incidents, worst first; the first of them, where they are many. */
  readonly alerts: readonly Alert[];
  /** All open ones. */
  readonly open: number;
  readonly onCall: readonly OnCallLine[];
  /** Null: not seen yet, or not watched. */
  readonly subject: Subject | null;
}

/** What the thread has been told so far. */
export interface Known {
  /** Null: nothing yet. */
  readonly beat: Beat | null;
  /** How old that beat is, in ms. */
  readonly ageMs: number;
  readonly picture: HealthPicture | null;
}
