/**
 * What was decided about the health of an experiment, kept over a restart.
 */
import { z } from 'zod';
import { SystemId } from './settings.ts';

/** One change, as it was then. Nothing in it changes afterwards. */
export const HealthEvent = z.object({
  /** Epoch ms. */
  at: z.number(),
  healthy: z.boolean(),
  /** "missing jump", "missing required aaaa00-st-data", "unhealthy aaaa00-st-data" */
  issues: z.array(z.string()),
  jumpOk: z.boolean(),
  /** By topic. */
  streamOk: z.record(z.string(), z.boolean()),
  /** Can be booked; null: nobody knows. */
  available: z.boolean().nullable(),
});
export type HealthEvent = Readonly<z.infer<typeof HealthEvent>>;

/** What was last seen for certain of a stream. */
export const StreamVerdict = z.object({ state: z.enum(['ok', 'silent', 'missing']), required: z.boolean() });
export type StreamVerdict = z.infer<typeof StreamVerdict>;

export const ExperimentHealth = z.object({
  system: SystemId,
  stub: z.string(),
  /** By topic. */
  streams: z.record(z.string(), StreamVerdict),
  /** Null: never seen for certain. */
  jumpOk: z.boolean().nullable(),
  /** Oldest first, as many as the settings say. */
  events: z.array(HealthEvent),
});
export type ExperimentHealth = Readonly<z.infer<typeof ExperimentHealth>>;
