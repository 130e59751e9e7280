/**
 * What is written together, and what can be asked of it afterwards.
 */
import type { CheckDays, Rollup, RollupUnit, StoredTry } from '../../../shared/contract/series.ts';
import type { EventDraft, EventType, WatchEvent } from '../../../shared/model/event.ts';
import type { ChannelId, CheckId, ComponentId, EpochMs, IncidentId } from '../../../shared/model/ids.ts';
import type { Incident } from '../../../shared/model/incident.ts';
import type { Observation } from '../../../shared/model/observation.ts';
import type { OutboxItem } from '../../../shared/model/page.ts';
import type { StoredOverride } from '../../../shared/model/schedule.ts';
import type { ComponentWatch } from '../../../shared/model/watch.ts';

/** One transaction's worth of truth: state, the events that explain it, and the pages that follow from it. */
export interface JournalEntry {
  readonly watches?: readonly ComponentWatch[];
  readonly forgetWatches?: readonly ComponentId[];
  /** Upserted, for history and for "last incidents". */
  readonly incidents?: readonly Incident[];
  readonly outbox?: readonly OutboxItem[];
  readonly overrides?: readonly StoredOverride[];
  readonly removeOverrides?: readonly string[];
  /** Small settings and cursors by key: quiet, beats, window state. Null removes. */
  readonly values?: Readonly<Record<string, unknown>>;
  readonly events: readonly EventDraft[];
}

export interface EventQuery {
  readonly componentId?: ComponentId;
  readonly incidentId?: IncidentId;
  readonly types?: readonly EventType[];
  /** Words that must all occur in the text, any case. */
  readonly text?: string;
  readonly from?: EpochMs;
  readonly to?: EpochMs;
  /** Only events before this number (for the next page of a listing, newest first). */
  readonly beforeSeq?: number;
  readonly limit: number;
}

/** Everything the engine needs to go on after a restart. */
export interface Restored {
  readonly watches: readonly ComponentWatch[];
  /** Items that still want work: queued or trying. */
  readonly outbox: readonly OutboxItem[];
  readonly overrides: readonly StoredOverride[];
  readonly values: ReadonlyMap<string, unknown>;
}

/** All that survives. The same port on SQLite and, later, PostgreSQL. */
export interface Store {
  restore(): Promise<Restored>;
  /** All entries in ONE transaction, durable when it resolves. Gives back the events with their numbers, in order. */
  commit(entries: readonly JournalEntry[]): Promise<readonly WatchEvent[]>;
  /** A batch of observations with their rollups, in one transaction. Losing the last second of these in a crash is acceptable. */
  record(observations: readonly Observation[]): Promise<void>;
  /** Newest first: by number, for the wall clock jumps. `from` and `to` (here and below) are both inclusive. */
  events(query: EventQuery): Promise<readonly WatchEvent[]>;
  /** Those that were open at some time of the range, newest first. */
  incidents(query: {
    readonly id?: IncidentId;
    readonly componentId?: ComponentId;
    readonly from?: EpochMs;
    readonly to?: EpochMs;
    readonly limit: number;
  }): Promise<readonly Incident[]>;
  /** The newest `limit` of the range, oldest first. */
  observations(query: {
    readonly checkId: CheckId;
    readonly from: EpochMs;
    readonly to: EpochMs;
    readonly limit: number;
  }): Promise<readonly StoredTry[]>;
  /** All tries of all checks, oldest first, in pieces; both ends inclusive. Others have their turn between two pieces. */
  history(range: { readonly from: EpochMs; readonly to: EpochMs }): AsyncIterable<readonly StoredTry[]>;
  /** Every span that the range touches and that holds a try, oldest first. */
  rollups(query: {
    readonly checkIds: readonly CheckId[];
    readonly unit: RollupUnit;
    readonly from: EpochMs;
    readonly to: EpochMs;
  }): Promise<readonly Rollup[]>;
  /** Each UTC day that the range touches, for every check that was tried in one of them. Cheap for thousands of checks. */
  days(query: {
    readonly checkIds: readonly CheckId[];
    readonly from: EpochMs;
    readonly to: EpochMs;
  }): Promise<readonly CheckDays[]>;
  /** The latest try of each channel that has an answer, whether it arrived, was refused, or waits to be tried again. */
  lastDeliveries(): Promise<
    readonly { readonly channelId: ChannelId; readonly item: OutboxItem; readonly at: EpochMs }[]
  >;
  /** Removes what is older than these ages (ms), never what is still open or waiting. Returns rows removed. */
  prune(
    now: EpochMs,
    ages: {
      readonly observations: number;
      readonly minutes: number;
      readonly hours: number;
      readonly days: number;
      readonly events: number;
    },
  ): Promise<number>;
  /** For the self-check: `ok` or what is wrong with it, size in bytes, and where it is. */
  health(): Promise<{ readonly ok: boolean; readonly detail: string; readonly bytes: number; readonly place: string }>;
  close(): Promise<void>;
}
