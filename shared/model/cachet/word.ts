/**
 * A program's word on a component: the last thing it said. A word holds until the next one, or until it is too old to be believed.
 */
import { z } from 'zod';
import { ComponentId } from '../ids.ts';
import { ComponentStatus } from '../status.ts';

/** A program that speaks: its token, whose name is what people read. */
export const Source = z.object({ id: z.string().regex(/^[A-Za-z0-9]{1,20}$/), name: z.string().min(1) });
export type Source = z.infer<typeof Source>;

export const Word = z.object({
  component: ComponentId,
  source: Source,
  status: ComponentStatus,
  /** Since when it says so. Epoch ms. */
  at: z.number(),
  /** When it said so last. Epoch ms. */
  heardAt: z.number(),
});
export type Word = z.infer<typeof Word>;
