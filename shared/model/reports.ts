/**
 * People's reports as they are kept: how many in each short span, never who sent them.
 */
import { z } from 'zod';

/** Kept in the store. */
export const ReportBook = z.object({
  /** Begin of a span (epoch ms) and the reports in it, oldest first. */
  spans: z.array(z.tuple([z.number(), z.number()])),
  /** The newest report's own words; may be empty. */
  said: z.string(),
});
export type ReportBook = z.infer<typeof ReportBook>;

export const NO_REPORTS: ReportBook = { spans: [], said: '' };
