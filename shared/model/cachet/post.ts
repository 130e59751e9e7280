/**
 * An incident that a program posted, as it is kept: what everybody may read, and the numbers by which the Cachet API names its updates.
 */
import { z } from 'zod';
import { PublicPost } from '../public-post.ts';

export const StoredPost = PublicPost.extend({
  /** Numbers of its updates, in the same order. */
  updateNumbers: z.array(z.number().int()),
  /** The token that posted it. */
  by: z.string(),
  createdAt: z.number(),
  updatedAt: z.number(),
});
export type StoredPost = z.infer<typeof StoredPost>;

/** An incident of our own that has been shown by a number. */
export const NumberedIncident = z.object({ number: z.number().int().min(1), id: z.string().min(1) });
export type NumberedIncident = z.infer<typeof NumberedIncident>;
