/**
 * The tables, as the query builder knows them. The migrations make them; this only has to agree with the newest one.
 *
 * Times are epoch ms unless a name says otherwise. `json` columns hold a value of shared/model and are parsed by its schema
 * on the way out.
 */
import type { Generated } from 'kysely';

export interface Schema {
  readonly schema_version: { readonly version: number; readonly name: string; readonly at: number };
  readonly watch: { readonly component_id: string; readonly updated: number; readonly json: string };
  readonly incident: {
    readonly id: string;
    readonly component_id: string;
    readonly opened_at: number;
    readonly resolved_at: number | null;
    readonly json: string;
  };
  readonly event: {
    readonly seq: Generated<number>;
    readonly at: number;
    readonly type: string;
    readonly component_id: string | null;
    readonly incident_id: string | null;
    readonly person_id: string | null;
    readonly channel_id: string | null;
    readonly text: string;
    readonly data: string;
  };
  readonly outbox: {
    readonly id: string;
    readonly state: string;
    readonly attempts: number;
    readonly next_attempt_at: number;
    readonly channel_id: string;
    readonly incident_id: string | null;
    readonly updated: number;
    readonly json: string;
  };
  readonly override: { readonly id: string; readonly updated: number; readonly json: string };
  readonly value: { readonly key: string; readonly json: string };
  /** Checks are named by a small number in the two large tables: 2 bytes a row instead of 30. */
  readonly check_number: { readonly number: Generated<number>; readonly check_id: string };
  /** Clustered by minute, then check: a batch of all checks touches a few pages, one check's hour is 60 short seeks. */
  readonly observation: {
    /** Whole minutes since the epoch. */
    readonly minute: number;
    readonly check_number: number;
    /** Ms within the minute. */
    readonly ms: number;
    /** See OUTCOME_CODES. */
    readonly outcome: number;
    /** Tenths of a millisecond: integers add up exactly and take 2 or 3 bytes instead of 8. */
    readonly latency: number | null;
    readonly detail: string | null;
    /** See `whyCode`. Null: a pass, or a try of before there was this column. */
    readonly why: number | null;
  };
  /** Clustered by unit and start for the same reason. */
  readonly rollup: {
    /** See UNIT_CODES. */
    readonly unit: number;
    /** Whole units since the epoch. */
    readonly start: number;
    readonly check_number: number;
    readonly passes: number;
    readonly slows: number;
    readonly fails: number;
    readonly inconclusives: number;
    /** Tenths of a millisecond, over passes and slows. */
    readonly latency_sum: number;
    readonly latency_max: number;
  };
  /** State rows that their schema refused: kept with the reason, never deleted. */
  readonly unreadable: {
    readonly id: Generated<number>;
    readonly at: number;
    readonly source: string;
    readonly row_key: string;
    readonly reason: string;
    readonly json: string;
  };
}
