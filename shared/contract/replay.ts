/**
 * What a replay answers: the trouble of a range of time as it went, beside what another configuration would have made of the
 * same tries. Times are epoch ms.
 */
import { z } from 'zod';
import type { ComponentId, EpochMs } from '../model/ids.ts';
import type { Severity } from '../model/status.ts';

const lengthMs = z.number().int().min(0).max(86_400_000);

/** Numbers that are changed for every check and component. Absent: as it is. Times in ms. */
export const ReplayChanges = z.strictObject({
  rise: z.number().int().min(1).max(100).optional(),
  fall: z.number().int().min(1).max(100).optional(),
  pageAfter: lengthMs.optional(),
  closeAfter: lengthMs.optional(),
});
export type ReplayChanges = z.infer<typeof ReplayChanges>;

/** One trouble of one component, on one of both sides. */
export interface ReplayedIncident {
  /** First failed try. */
  readonly since: EpochMs;
  readonly openedAt: EpochMs;
  /** Null: nobody was paged. */
  readonly pagedAt: EpochMs | null;
  /** Who was paged first, by their ids; a channel's own id where it belongs to nobody. */
  readonly paged: readonly string[];
  /** The same with their channels: "kim by kim-hook". */
  readonly firstTold: readonly string[];
  /** Whoever was told at all. */
  readonly everTold: readonly string[];
  /** Steps of the policy that were reached, through all rounds; null: it was still open at the end of the range. */
  readonly steps: number | null;
  /** Null: still open at the end of the range. */
  readonly resolvedAt: EpochMs | null;
  readonly severity: Severity;
  readonly because: string;
}

/**
 * `same`: both told the same people by the same channels and came to the same step; `other`: both paged, but not so; `new`: only the
 * replay pages; `gone`: only the history paged; `silent`: nobody was paged on either side.
 */
export const REPLAY_VERDICTS = ['same', 'other', 'new', 'gone', 'silent'] as const;
export type ReplayVerdict = (typeof REPLAY_VERDICTS)[number];

export interface ReplayRow {
  readonly componentId: ComponentId;
  readonly verdict: ReplayVerdict;
  /** As the history has it; null: it has no such trouble. */
  readonly happened: ReplayedIncident | null;
  /** As it would have been. */
  readonly replayed: ReplayedIncident | null;
  /** From the first failed try that either side knows to the page, in ms; null: no page. */
  readonly happenedDetectMs: number | null;
  readonly replayedDetectMs: number | null;
}

export interface ReplayReport {
  readonly from: EpochMs;
  readonly to: EpochMs;
  /** Tries that were judged again. */
  readonly tries: number;
  /** Tries of checks that the configuration does not have. */
  readonly strangers: number;
  /** Failed tries of which only the words are known: judged as a failure of no special kind. */
  readonly kindless: number;
  /** Troubles that began before the range: not judged, and in no row. */
  readonly begunBefore: number;
  /** Absences of ours, and changes of how we stood with the world: they cannot be found out again. */
  readonly asItHappened: number;
  /** What people did and is not done again: quiet, maintenance, a status set by hand. */
  readonly undone: number;
  readonly rows: readonly ReplayRow[];
}

/** Null `report`: there is none, and `problem` says why and what to do. */
export type ReplayAnswer =
  | { readonly report: ReplayReport; readonly problem: null }
  | { readonly report: null; readonly problem: string };
