/**
 * What we believe about one check. Kept in the store, so these are schemas.
 */
import { z } from 'zod';
import { CheckId } from './ids.ts';
import { Failure } from './observation.ts';

/** `starting`: the target says so itself (warming up, draining). `unknown`: never seen, or lost from sight. */
export const SETTLED = ['unknown', 'up', 'slow', 'starting', 'down'] as const;

export const CheckHealth = z.object({
  checkId: CheckId,
  settled: z.enum(SETTLED),
  /** Since when it is settled so. Epoch ms; null before the first observation. */
  since: z.number().nullable(),
  /** First conclusive try of what it asks: its startup grace counts from then. Epoch ms. */
  firstAt: z.number().nullable().default(null),
  /** Failures in a row; one pass makes it 0. */
  failStreak: z.number().int(),
  /** Passes in a row; one failure makes it 0. */
  passStreak: z.number().int(),
  /** Tries in a row without a settled opinion: the fast interval ends after ten. */
  undecidedTries: z.number().int(),
  /** First failed try of the present episode; an episode ends with `rise` passes in a row. Epoch ms. */
  failingSince: z.number().nullable(),
  lastFailedAt: z.number().nullable(),
  /** Since when the target calls itself starting or draining. Epoch ms. */
  startingSince: z.number().nullable(),
  /** Failures in this episode, for people: "third failure". */
  failures: z.number().int(),
  /** The latest failure; while down, the latest that amounts to what is settled: the status is made of it. */
  lastFailure: Failure.nullable(),
  /**
   * Failures in a row that all amount to more than `lastFailure`, or all to less, not yet confirmed: how many, the latest, and the one
   * nearest to what is settled. Null: none.
   */
  contrary: z.object({ latest: Failure, nearest: Failure, times: z.number().int() }).nullable().default(null),
  /** Latest try of any outcome. Epoch ms. */
  lastAt: z.number().nullable(),
  lastOutcome: z.enum(['pass', 'slow', 'fail', 'inconclusive']).nullable(),
  lastLatencyMs: z.number().nullable(),
  /** Latencies of the latest passes in ms, newest last, at most 20, kept only where a limit is set: their p95 decides `slow`. */
  latencies: z.array(z.number()),
  /** Estimated waits of a newcomer in ms at the latest tries that told of a load, newest last, at most 5. */
  waits: z.array(z.number()).default([]),
  /**
   * The latest conclusive results as bits, newest lowest, 1 = failed: at most 21, `resultCount` of them known. Flapping looks at all,
   * the window at those since the check last recovered (`windowCount`).
   */
  results: z.number().int().default(0),
  resultCount: z.number().int().default(0),
  windowCount: z.number().int().default(0),
  /** It changes so often that every change is no news any more. Bundles messages, delays nothing. */
  flapping: z.boolean().default(false),
});
export type CheckHealth = z.infer<typeof CheckHealth>;
export type Settled = CheckHealth['settled'];
