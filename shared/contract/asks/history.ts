/**
 * What has been, and what would be: events, tries, figures, replay, explain, dry run.
 */
import { z } from 'zod';
import { EventType, type WatchEvent } from '../../model/event.ts';
import { CheckId, ComponentId, type EpochMs, IncidentId } from '../../model/ids.ts';
import { Severity } from '../../model/status.ts';
import type { UptimeFigure } from '../../rules/uptime.ts';
import type { DryRunAnswer } from '../dry-run.ts';
import type { ExplainAnswer } from '../explain.ts';
import { type ReplayAnswer, ReplayChanges } from '../replay.ts';
import type { CheckDays, Rollup, StoredTry } from '../series.ts';
import { instant } from './fields.ts';

export const historyAsks = {
  events: {
    asks: z.strictObject({
      component: ComponentId.optional(),
      incident: IncidentId.optional(),
      types: z.array(EventType).optional(),
      text: z.string().max(200).optional(),
      from: instant.optional(),
      to: instant.optional(),
      beforeSeq: z.number().int().optional(),
      limit: z.number().int().min(1).max(500).default(100),
    }),
  },
  /** Tries and rollups of the checks of a component. The finest unit that covers the range in at most ~1,500 points. */
  series: { asks: z.strictObject({ checks: z.array(CheckId).min(1).max(50), from: instant, to: instant }) },
  /** What was seen on each of the last `UPTIME_DAYS` days, for uptime bars. */
  uptime: { asks: z.strictObject({ checks: z.array(CheckId).min(1).max(2_000) }) },
  /** What was seen of a component over each of `FIGURE_SPANS`. */
  figures: { asks: z.strictObject({ component: ComponentId }) },
  /**
   * The stored tries of a range judged again: by another configuration file (`config`: its path; null: the running one), with
   * some numbers changed.
   */
  replay: {
    asks: z.strictObject({
      from: instant,
      to: instant,
      config: z.string().min(1).max(1_000).nullable(),
      changes: ReplayChanges.default({}),
    }),
  },
  /** How an incident went, line by line with the reasons; null: the newest one. */
  explain: { asks: z.strictObject({ incident: IncidentId.nullable() }) },
  /** Who would hear of a failure that nobody answers. `severity: null`: of a refused connection; `at: null`: now. */
  dryRun: {
    asks: z.strictObject({ component: ComponentId, severity: Severity.nullable(), at: instant.nullable() }),
  },
} as const;

export interface HistoryAnswers {
  events: readonly WatchEvent[];
  series: {
    readonly unit: 'try' | 'minute' | 'hour' | 'day';
    readonly tries: readonly StoredTry[];
    readonly rollups: readonly Rollup[];
  };
  /** `from`: start of the first day, UTC. */
  uptime: { readonly from: EpochMs; readonly checks: readonly CheckDays[] };
  figures: readonly UptimeFigure[];
  replay: ReplayAnswer;
  explain: ExplainAnswer;
  dryRun: DryRunAnswer;
}
