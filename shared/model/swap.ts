/**
 * A swap of shifts that somebody proposed. It changes nothing until the other one agrees.
 */
import { z } from 'zod';
import { Instant, PersonId, ScheduleId } from './ids.ts';

export const SwapId = z
  .string()
  .regex(/^[A-Za-z0-9][A-Za-z0-9-]{0,39}$/, 'a swap is named by letters, digits and dashes')
  .brand<'SwapId'>();
export type SwapId = z.infer<typeof SwapId>;

/** A shift as it stood when it was proposed, [from, to) in epoch ms. `source`: what puts the owner on call. */
export const SwapShift = z.object({ from: Instant, to: Instant, source: z.string() });
export type SwapShift = z.infer<typeof SwapShift>;

export const Swap = z.object({
  id: SwapId,
  scheduleId: ScheduleId,
  asker: PersonId,
  other: PersonId,
  /** The asker's shift. */
  gives: SwapShift,
  /** The other's shift; null: nothing is wanted for it. */
  wants: SwapShift.nullable(),
  note: z.string(),
  /** Whose word it was, and by which way. */
  by: z.string(),
  askedAt: Instant,
});
export type Swap = z.infer<typeof Swap>;
