/**
 * The configuration file as it lies on disk: a text, not there, or not readable. Never throws for what a disk can do.
 */
import { constants, type FileHandle, open } from 'node:fs/promises';
import { MAX_TEXT_BYTES } from './yaml.ts';

/** What was found at the path. */
export type Reading =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'absent' }
  /** `reason` is one sentence that says what to do. */
  | { readonly kind: 'unreadable'; readonly reason: string };

/** Opening a named pipe would wait for somebody to write into it. Windows has neither the flag nor the problem. */
const OPEN_FLAGS = constants.O_RDONLY | (constants.O_NONBLOCK ?? 0);

/** Reads the file, but never more of it than a configuration may have: a wrong path must not fill the memory. */
export async function readConfigFile(path: string): Promise<Reading> {
  let file: FileHandle | null = null;
  try {
    file = await open(path, OPEN_FLAGS);
    if (!(await file.stat()).isFile()) {
      return { kind: 'unreadable', reason: `${path} is not a file; name the configuration file itself` };
    }
    return decode(await readSome(file, MAX_TEXT_BYTES + 1), path);
  } catch (error) {
    return whyNot(error, path);
  } finally {
    await file?.close();
  }
}

/** At most `most` bytes, from the start. */
async function readSome(file: FileHandle, most: number): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of file.createReadStream({ end: most - 1, autoClose: false })) {
    chunks.push(chunk as Uint8Array);
    length += (chunk as Uint8Array).length;
  }
  return Buffer.concat(chunks, length);
}

function decode(bytes: Uint8Array, path: string): Reading {
  if (bytes.length > MAX_TEXT_BYTES) {
    return { kind: 'unreadable', reason: `${path} is longer than 1 MB; that is not a configuration` };
  }
  try {
    return { kind: 'text', text: new TextDecoder('utf-8', { fatal: true }).decode(bytes) };
  } catch {
    return { kind: 'unreadable', reason: `${path} is not UTF-8 text; save it as UTF-8` };
  }
}

function whyNot(error: unknown, path: string): Reading {
  const code = (error as NodeJS.ErrnoException).code;
  switch (code) {
    case 'ENOENT':
    case 'ENOTDIR':
      return { kind: 'absent' };
    case 'EACCES':
    case 'EPERM':
      return { kind: 'unreadable', reason: `${path} may not be read by this user; change its owner or mode` };
    case 'EISDIR':
      return { kind: 'unreadable', reason: `${path} is a folder; name the file in it` };
    default:
      return {
        kind: 'unreadable',
        reason: `${path} cannot be read: ${error instanceof Error ? error.message : String(error)}`,
      };
  }
}
