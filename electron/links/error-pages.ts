/**
 * Puts files where a proxy reads them: each whole, the old one until the new one is there. Nothing else in the folder is touched.
 */
import { chmod, mkdir, open, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';

export interface FileToPut {
  readonly name: string;
  readonly text: string;
}

/** Another user's server reads them; nothing in them is secret. */
const FILE_MODE = 0o644;
const FOLDER_MODE = 0o755;

/** Makes the folder if it is missing. Null: all of them are there. Otherwise why not, in words with the path. Never rejects. */
export async function putFiles(folder: string, files: readonly FileToPut[]): Promise<string | null> {
  try {
    await mkdir(folder, { recursive: true, mode: FOLDER_MODE });
    for (const { name, text } of files) {
      await put(join(folder, name), text);
    }
    return null;
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    return `the error pages cannot be written to ${folder}: ${code ?? message}; may this user write there?`;
  }
}

async function put(path: string, text: string): Promise<void> {
  const draft = `${path}.new`;
  await rm(draft, { force: true });
  try {
    const file = await open(draft, 'wx', FILE_MODE);
    try {
      await file.writeFile(text);
      await file.sync();
    } finally {
      await file.close();
    }
    await chmod(draft, FILE_MODE); // whatever the umask says
    await rename(draft, path);
  } catch (error) {
    await rm(draft, { force: true });
    throw error;
  }
}
