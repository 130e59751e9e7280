/**
 * Many pages as one message: what comes within a round is told together, and below it everything that is wrong now.
 */
import { z } from 'zod';
import { Duration } from '../duration.ts';

/** Long enough that an outage and what follows from it are one mail, short enough that the mail is still news. ms */
const USUAL_ROUND_MS = 5 * 60_000;

const Rounds = z.strictObject({
  /** A round lasts so long from the first page that waits. */
  every: Duration.refine((ms) => ms >= 60_000 && ms <= 86_400_000, '1m to 1d').default(USUAL_ROUND_MS),
  /** `at-once`: a critical page does not wait, and takes along what has waited. `waits`: for the end of the round like the others. */
  critical: z.enum(['at-once', 'waits']).default('at-once'),
});

/** Null: every page is a message of its own. */
export const Digest = z
  .union([z.boolean(), Rounds], 'true, false, or {every: 10m, critical: at-once | waits}')
  .transform((given): Digest | null => (given === true ? Rounds.parse({}) : given === false ? null : given))
  .default(null);
export type Digest = z.infer<typeof Rounds>;
