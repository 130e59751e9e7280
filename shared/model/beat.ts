/**
 * What the sender of a heartbeat tells, and what is kept of it. The signals are healthchecks': start, finish, fail, log.
 */
import { z } from 'zod';

/**
 * `finish` says that the job is well (a plain beat is one), `fail` that it is not; `start` opens a run, which one of both ends;
 * `log` changes nothing.
 */
export interface BeatSignal {
  readonly kind: 'start' | 'finish' | 'fail' | 'log';
  /** A line of the sender's; may be empty. */
  readonly detail: string;
  /** Which run it speaks of, where the sender tells them apart. */
  readonly runId: string | null;
}

/** The latest finish or failure. Kept in the store. */
export const Beat = z.object({
  /** Epoch ms. */
  at: z.number(),
  ok: z.boolean(),
  detail: z.string(),
  /** How long the run took in ms, where its start was told. */
  tookMs: z.number().nullable().default(null),
});
export type Beat = z.infer<typeof Beat>;

/** The run that was begun last and has not ended. Kept in the store. */
export const OpenRun = z.object({ at: z.number(), runId: z.string().nullable() });
export type OpenRun = z.infer<typeof OpenRun>;

/** All that is kept of one sender. */
export interface Beats {
  readonly last: Beat | null;
  readonly run: OpenRun | null;
}
