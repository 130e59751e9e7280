/**
 * The list of what we have written into a folder: nothing else in it is ever replaced or removed.
 */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';

export const MANIFEST_NAME = '.watchbell-status.json';

/** One name, or a folder of ours and a name; neither begins with a dot, so none leads out of the folder. */
const Path = z.string().regex(/^(?:[a-z]+\/)?[A-Za-z0-9~_][A-Za-z0-9._~-]{0,250}$/);

const Manifest = z.strictObject({ version: z.literal(1), files: z.array(Path) });

export const isSafePath = (path: string): boolean => Path.safeParse(path).success;

export function manifestText(files: readonly string[]): string {
  return `${JSON.stringify({ version: 1, files: [...files].sort() })}\n`;
}

/** Nothing is ours where there is no list, or one that cannot be read. */
export async function readManifest(folder: string): Promise<readonly string[]> {
  try {
    return Manifest.parse(JSON.parse(await readFile(join(folder, MANIFEST_NAME), 'utf8'))).files;
  } catch {
    return []; // then whatever is there counts as somebody else's, and is left alone
  }
}
