/**
 * Files that the configuration names for the status page: read when they are wanted, bounded, from the configuration's own folder on.
 */
import { constants, open } from 'node:fs/promises';
import { resolve } from 'node:path';
import type { StatusPageSettings } from '../../shared/model/status-page.ts';
import { NO_OWN_FILES, type OwnFiles } from '../../shared/rules/status-page/files.ts';

/** Bytes. More is no style sheet, and no picture for the head of a page. */
const MOST = { css: 256 * 1_024, image: 1_024 * 1_024 } as const;

/** Opening a named pipe would wait for somebody to write into it. Windows has neither the flag nor the problem. */
const OPEN_FLAGS = constants.O_RDONLY | (constants.O_NONBLOCK ?? 0);

export interface ReadOwnFiles {
  readonly files: OwnFiles;
  /** A sentence for each that could not be read. */
  readonly problems: readonly string[];
}

/** @param folder the configuration's. Never rejects. */
export async function readOwnFiles(folder: string, wanted: StatusPageSettings | undefined): Promise<ReadOwnFiles> {
  if (wanted === undefined) {
    return { files: NO_OWN_FILES, problems: [] };
  }
  const [css, image] = await Promise.all([
    readOwn(folder, wanted.css, MOST.css),
    readOwn(folder, wanted.image, MOST.image),
  ]);
  return {
    files: {
      css: css.kind === 'read' ? new TextDecoder().decode(css.bytes) : null,
      image: image.kind === 'read' ? image.bytes : null,
    },
    problems: [css, image].flatMap((one) => (one.kind === 'unreadable' ? [one.problem] : [])),
  };
}

type Own =
  | { readonly kind: 'none' }
  | { readonly kind: 'read'; readonly bytes: Uint8Array }
  | { readonly kind: 'unreadable'; readonly problem: string };

async function readOwn(folder: string, name: string | undefined, most: number): Promise<Own> {
  if (name === undefined) {
    return { kind: 'none' };
  }
  const path = resolve(folder, name);
  const unreadable = (why: string): Own => ({ kind: 'unreadable', problem: `${path} ${why}` });
  try {
    const file = await open(path, OPEN_FLAGS);
    try {
      const stat = await file.stat();
      if (!stat.isFile()) {
        return unreadable('is no file');
      }
      return stat.size > most
        ? unreadable(`is larger than ${most / 1_024} KiB`)
        : { kind: 'read', bytes: new Uint8Array(await file.readFile()) };
    } finally {
      await file.close();
    }
  } catch (error) {
    const { code = String(error) } = error as NodeJS.ErrnoException;
    return unreadable(code === 'ENOENT' ? 'is not there' : `cannot be read (${code})`);
  }
}
