/**
 * What we did in book to one experiment: the reference of the link to it, kept over a restart so that it can be given back.
 */
import { z } from 'zod';

const Setting = z.object({ available: z.boolean(), reason: z.string() });

export const BookNote = z.object({
  /** The reason with which we made it unavailable, as we sent it; null: it is not by us that it is. */
  ours: z.string().nullable(),
  /** Written before book is told, and taken away afterwards: it may have been told or not. */
  doing: Setting.nullable(),
  /** Somebody set it otherwise than we want it, and was left alone. */
  byHand: z.boolean(),
  /** Can it be booked, as book had it when it was read or told last? Null: it never was. */
  seen: z.boolean().nullable(),
});
export type BookNote = Readonly<z.infer<typeof BookNote>>;

export const NO_NOTE: BookNote = { ours: null, doing: null, byHand: false, seen: null };

/** @param reference of the link; null, or unreadable: nothing was done yet */
export function bookNoteIn(reference: string | null): BookNote {
  try {
    return BookNote.safeParse(JSON.parse(reference ?? 'null')).data ?? NO_NOTE;
  } catch {
    return NO_NOTE; // no JSON
  }
}
