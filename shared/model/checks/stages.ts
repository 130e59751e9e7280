/**
 * Limits for the parts of a try, inside its time-out. Shared by every type that connects.
 */
import { z } from 'zod';
import { Duration } from '../duration.ts';

const StageTimeouts = z.strictObject({
  /** From the name to the connection on which the question can be asked, TLS and proxy included; for each connection anew. */
  connect: Duration.optional(),
  /** From the question to the first byte of the answer. */
  headers: Duration.optional(),
  /** From there to the end of the answer. */
  body: Duration.optional(),
});
export type StageTimeouts = z.infer<typeof StageTimeouts>;
export const STAGES = ['connect', 'headers', 'body'] as const satisfies readonly (keyof StageTimeouts)[];

/** Spread into a schema. Absent: the time-out of the whole try is the only limit. None may be longer than that. */
export const stages = { timeouts: StageTimeouts.optional() };
