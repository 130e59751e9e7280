/**
 * What we did in book to one experiment; kept over a restart, so that it can be given back.
 */
import { z } from 'zod';
import { SystemId } from './settings.ts';

const Setting = z.object({ available: z.boolean(), reason: z.string() });

export const BookEntry = z.object({
  system: SystemId,
  stub: z.string(),
  /** Of the resource in book. */
  name: z.string(),
  /** The reason with which we made it unavailable, as we sent it; null: it is not by us that it is. */
  ours: z.string().nullable(),
  /** Written before book is told, and taken away afterwards: it may have been told or not. */
  doing: Setting.nullable(),
  /** Somebody set it otherwise than we want it, and was left alone. */
  byHand: z.boolean(),
  /** In a dry run: what was said last that would be set; null: nothing. */
  would: z.boolean().nullable(),
});
export type BookEntry = Readonly<z.infer<typeof BookEntry>>;
