/**
 * People's reports as they are kept: how many in each short span, and of who sent them no more than what tells the same one again.
 */
import { z } from 'zod';

/** Kept in the store. */
export const ReportBook = z.object({
  /** Begin of a span (epoch ms) and the reports in it, oldest first. */
  spans: z.array(z.tuple([z.number(), z.number()])),
  /** The newest report's own words; may be empty. */
  said: z.string(),
  /** Who reported and when (epoch ms), oldest first: seals that cannot be turned back. */
  people: z.array(z.tuple([z.string(), z.number()])).default([]),
  /** When (epoch ms) somebody who counts for himself said how many there were lately, and how many. Null: nobody did. */
  total: z.tuple([z.number(), z.number()]).nullable().default(null),
});
export type ReportBook = z.infer<typeof ReportBook>;

export const NO_REPORTS: ReportBook = { spans: [], said: '', people: [], total: null };

/** What comes in at once. */
export type Report =
  /** `n` people, or the one of this seal (null: nobody says who). */
  | { readonly kind: 'some'; readonly n: number; readonly who: string | null; readonly text: string }
  /** So many within the time that counts, all in all: in the place of what the same sender said before. */
  | { readonly kind: 'total'; readonly n: number; readonly text: string };
