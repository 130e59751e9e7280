/**
 * Commands that hold messages back, and that set by hand what is believed.
 */
import { z } from 'zod';
import { ComponentId } from '../../model/ids.ts';
import { MaintenanceId } from '../../model/maintenance.ts';
import { SilenceId, SilenceMatch, SilenceReason } from '../../model/silence.ts';
import { ComponentStatus } from '../../model/status.ts';
import type { Done } from '../done.ts';
import { instant, ms, note } from './fields.ts';

export const holdingAsks = {
  /** Null: everything. */
  checkNow: { asks: z.strictObject({ component: ComponentId.nullable() }) },
  /** `until: null` ends it. */
  quiet: { asks: z.strictObject({ until: instant.nullable(), criticalToo: z.boolean() }) },
  /** Holds messages about these back from now on; watching goes on. */
  startMaintenance: { asks: z.strictObject({ components: z.array(ComponentId).min(1).max(10_000), forMs: ms, note }) },
  /** Ends one that was begun by hand: what it held back and is still true is said now. */
  endMaintenance: { asks: z.strictObject({ id: MaintenanceId }) },
  /** Nobody is paged about what matches; `from` null: from now on, `forMs` null: the longest (31 d), with `untilWell`. */
  addSilence: {
    asks: z
      .strictObject({
        match: SilenceMatch,
        from: instant.nullable().default(null),
        forMs: ms.nullable(),
        untilWell: z.boolean().default(false),
        reason: SilenceReason,
      })
      .refine(({ forMs, untilWell }) => forMs !== null || untilWell, 'say for how long, or `untilWell`'),
  },
  lengthenSilence: { asks: z.strictObject({ id: SilenceId, forMs: ms }) },
  endSilence: { asks: z.strictObject({ id: SilenceId }) },
  /** Wins over what the checks say until it is released; `forMs: null` is for as long as that takes. */
  setStatus: {
    asks: z.strictObject({ component: ComponentId, status: ComponentStatus, forMs: ms.nullable(), note }),
  },
  releaseStatus: { asks: z.strictObject({ component: ComponentId }) },
} as const;

export type HoldingAnswers = { [A in keyof typeof holdingAsks]: Done };
