/**
 * Somebody who wants to hear by e-mail how things are. An address is written to only after its owner has said so.
 */
import { z } from 'zod';
import { ComponentId } from './ids.ts';

export const Subscriber = z.object({
  number: z.number().int().min(1),
  email: z.string(),
  /** Known to the owner of the address alone: whoever shows it has read our mail. */
  verifyCode: z.string(),
  /** Epoch ms; null: not yet. */
  verifiedAt: z.number().nullable(),
  /** What they want to hear about, each with the number of its subscription; null: everything. */
  components: z.array(z.object({ number: z.number().int(), component: ComponentId })).nullable(),
  createdAt: z.number(),
  updatedAt: z.number(),
});
export type Subscriber = z.infer<typeof Subscriber>;
