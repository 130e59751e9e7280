/**
 * What somebody has written for everybody to read: an incident or a planned maintenance in their own words, with its updates.
 *
 * Unlike `Incident`, which follows from checks, nothing here is decided by us, and nobody is paged for it.
 */
import { z } from 'zod';
import { ComponentId } from './ids.ts';

/** Cachet's 0 to 4, in its order: `scheduled` lies ahead, `fixed` is over, the others are going on. */
export const POST_STATUSES = ['scheduled', 'investigating', 'identified', 'watching', 'fixed'] as const;
export const PostStatus = z.enum(POST_STATUSES);
export type PostStatus = z.infer<typeof PostStatus>;

/** Characters of a text. Longer is no message any more. */
const LONGEST_MESSAGE = 10_000;

/** Markdown of a small kind (see rules/status-page/markdown.ts); everything else in it is shown as it stands. */
const Message = z.string().max(LONGEST_MESSAGE);

export const PostUpdate = z.object({
  status: PostStatus,
  message: Message,
  /** Epoch ms. */
  at: z.number(),
});
export type PostUpdate = z.infer<typeof PostUpdate>;

export const PublicPost = z.object({
  /** From 1, never used again. */
  id: z.number().int().min(1),
  name: z.string().min(1).max(200),
  message: Message,
  /** As it is now: that of the latest update, where there is one. */
  status: PostStatus,
  /** What it is about; may be nothing that is watched. */
  components: z.array(ComponentId),
  /** When it happened, or (scheduled) will begin. Epoch ms. */
  at: z.number(),
  /** Oldest first. */
  updates: z.array(PostUpdate),
  /** False: kept, and shown to nobody outside. */
  visible: z.boolean(),
  /** Stays on top until it is taken down, however old it is. */
  stickied: z.boolean(),
});
export type PublicPost = z.infer<typeof PublicPost>;
