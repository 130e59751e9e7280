/**
 * What a drill tells: one line for each thing that happened, in order of time, and a summary at the end.
 *
 * The JSON output is these values and nothing else. Fields that do not apply are left out.
 */
import type { ChannelId, ComponentId, PersonId } from '../ids.ts';
import type { ComponentStatus, Severity } from '../status.ts';

export type DrillLineType =
  | 'state'
  | 'page' // first notice of an incident to somebody: one a person (or channel that belongs to nobody), whatever came of it
  | 'reminder' // whatever else they are sent about it: another channel, a later step or round, "still down"
  | 'close' // the one closing message, by each channel that told them
  | 'held'
  | 'delivered'
  | 'failed' // a try that did not arrive; `because` says whether it is tried again
  | 'acknowledge'
  | 'unacknowledge'
  | 'escalate' // a later step or round, the last resort, or somebody by hand
  | 'watcher';

/** Fields stand in this order in the output. */
export interface DrillLine {
  /** ms since the start of the drill, in true time: a clock that is set changes nothing here. */
  readonly at: number;
  readonly type: DrillLineType;
  readonly component?: ComponentId;
  /** i1, i2 … in the order in which they appear. */
  readonly incident?: string;
  readonly severity?: Severity;
  /** Of the policy, from 1. */
  readonly step?: number;
  readonly person?: PersonId;
  readonly channel?: ChannelId;
  /** `state`: statuses. `watcher`: `to` alone. */
  readonly from?: ComponentStatus;
  readonly to?: ComponentStatus | 'watching' | 'not-watching';
  /** `held`: ms since the start, or null: nobody knows. */
  readonly until?: number | null;
  readonly because: string;
}

/** A time in which a component was down or hanging, whoever saw it. ms since the start. */
export interface DrillStretch {
  readonly from: number;
  readonly to: number;
  /** From its start to the first page of its own incident; null: nobody was paged for it. */
  readonly timeToPageMs: number | null;
  /** From its start until a page of it had reached somebody; null: none did. */
  readonly timeToDeliveredMs: number | null;
  /** From its start until it was no longer shown as operational; null: it was to the end. */
  readonly timeToShowMs: number | null;
}

export interface DrillComponent {
  readonly stretches: readonly DrillStretch[];
  /** Shown as operational while it was not (down, hanging, starting, draining), while we were watching. Detection takes some. */
  readonly falselyOperationalSeconds: number;
  /** We were not watching, or could say nothing about this component. */
  readonly notWatchingSeconds: number;
}

export interface DrillSummary {
  readonly type: 'summary';
  readonly pages: number;
  readonly closes: number;
  readonly reminders: number;
  readonly held: number;
  /** Tries that were carried out. */
  readonly checks: number;
  /** Nobody was watching from here. */
  readonly notWatchingSeconds: number;
  /** By the component's id. */
  readonly components: Readonly<Record<string, DrillComponent>>;
}
