/**
 * What a check looks at that was said to us, in the place of asking: signals, reports, alerts, words of programs.
 */
import type { Beats } from '../../../shared/model/beat.ts';
import type { Word } from '../../../shared/model/cachet/word.ts';
import type { EpochMs } from '../../../shared/model/ids.ts';
import type { Severity } from '../../../shared/model/status.ts';

/** What was heard of a heartbeat's sender. */
export interface HeardBeats extends Beats {
  /** Its latest `log`. */
  readonly said: { readonly at: EpochMs; readonly text: string } | null;
  /** Since when we can hear one. Null: we cannot (no port to listen on). */
  readonly listeningSince: EpochMs | null;
}

/** What people reported lately. */
export interface HeardReports {
  /** Within the time that the check names. */
  readonly count: number;
  /** The newest report's own words; may be empty. */
  readonly said: string;
  readonly listeningSince: EpochMs | null;
}

/** What other systems say that is wrong. `deaf`: nothing was said, and nothing could be heard. */
export type HeardAlerts =
  | { readonly kind: 'failing'; readonly cause: string; readonly severity: Severity }
  | { readonly kind: 'well' }
  | { readonly kind: 'deaf' };

/** What a program said of a component. */
export interface HeardWord {
  /** Null: nothing. */
  readonly word: Word | null;
  /** ms after which it is believed no more; null: it holds until the next one. */
  readonly staleAfter: number | null;
}
