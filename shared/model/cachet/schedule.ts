/**
 * A maintenance that a program announced: shown as such, and (where it names components) a window in which their messages are held back.
 */
import { z } from 'zod';
import { ComponentId } from '../ids.ts';

export const Scheduled = z.object({
  number: z.number().int().min(1),
  name: z.string(),
  message: z.string(),
  /** Epoch ms. */
  from: z.number(),
  /** Null: until it is said to be complete, but never for longer than a day. */
  to: z.number().nullable(),
  /** Said to be complete. */
  complete: z.boolean(),
  /** Empty: nobody is held back, it is only told. */
  components: z.array(ComponentId),
  by: z.string(),
  createdAt: z.number(),
  updatedAt: z.number(),
});
export type Scheduled = z.infer<typeof Scheduled>;
