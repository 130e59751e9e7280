/**
 * The public status page as files, for whoever wants to put them somewhere.
 */
import { z } from 'zod';

/** One file of the page: its path in the page's folder, and its bytes. */
export interface StatusFile {
  readonly path: string;
  readonly base64: string;
}

export const statusPageAsks = { statusFiles: { asks: z.strictObject({}) } } as const;

export interface StatusPageAnswers {
  /** Null: the configuration wants no page. */
  statusFiles: readonly StatusFile[] | null;
}
