/**
 * Saves a file as an editor does that puts the new one in the place of the old: whoever watches meets no half of it, however slow the
 * machine is.
 */
import { rename, writeFile } from 'node:fs/promises';

export async function put(path: string, text: string): Promise<void> {
  await writeFile(`${path}.new`, text);
  await rename(`${path}.new`, path);
}
