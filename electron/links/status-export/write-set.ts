/**
 * A set of files into a folder, so that whoever reads or copies it meanwhile never finds half a file, nor a page before what it links to.
 *
 * Each is written beside its place and then put there in one step. Only files of ours are replaced or removed; a folder that leads
 * elsewhere is refused.
 */
import { lstat, mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { isSafePath, MANIFEST_NAME, manifestText, readManifest } from './manifest.ts';

export type FileSet = ReadonlyMap<string, string | Uint8Array>;

/** Null: it is there. Otherwise why not, and what to do. Never rejects. */
export async function writeSet(folder: string, files: FileSet): Promise<string | null> {
  try {
    await mkdir(folder, { recursive: true });
    const before = await readManifest(folder);
    const problem = await whatIsInTheWay(folder, [...files.keys()], new Set(before));
    if (problem !== null) {
      return problem;
    }
    // Before anything is put there, so that a crash leaves nothing of which we would not know that it is ours.
    await replace(folder, MANIFEST_NAME, manifestText([...new Set([...before, ...files.keys()])]));
    const changed = await changedFiles(folder, files);
    for (const [path, content] of changed) {
      await writeBeside(folder, path, content);
    }
    for (const [path] of changed) {
      await rename(beside(folder, path), join(folder, path));
    }
    for (const path of before.filter((one) => !files.has(one))) {
      await rm(join(folder, path), { force: true });
    }
    await replace(folder, MANIFEST_NAME, manifestText([...files.keys()]));
    return null;
  } catch (error) {
    return `${folder} cannot be written to (${codeOf(error)})`;
  }
}

async function whatIsInTheWay(
  folder: string,
  paths: readonly string[],
  ours: ReadonlySet<string>,
): Promise<string | null> {
  const unsafe = paths.find((path) => !isSafePath(path));
  if (unsafe !== undefined) {
    return `${JSON.stringify(unsafe)} is no name for a file of the status page`;
  }
  for (const sub of new Set(paths.map((path) => dirname(path)).filter((name) => name !== '.'))) {
    await mkdir(join(folder, sub), { recursive: true });
    // Somebody else's link would take our files wherever it leads.
    if (!(await lstat(join(folder, sub))).isDirectory()) {
      return `${join(folder, sub)} leads elsewhere; remove it, or name another folder`;
    }
  }
  for (const path of paths.filter((one) => !ours.has(one))) {
    if (await isThere(join(folder, path))) {
      return `${join(folder, path)} is there already and is not ours; name an empty folder`;
    }
  }
  return null;
}

async function isThere(path: string): Promise<boolean> {
  return lstat(path).then(
    () => true,
    (error: unknown) => {
      if (codeOf(error) === 'ENOENT') {
        return false;
      }
      throw error;
    },
  );
}

/** What is the same already keeps its time, so that a copy program leaves it alone. Pages come last: what they link to is there then. */
async function changedFiles(folder: string, files: FileSet): Promise<readonly (readonly [string, Uint8Array])[]> {
  const changed: (readonly [string, Uint8Array])[] = [];
  for (const [path, content] of files) {
    const bytes = Buffer.from(content);
    const old = await readFile(join(folder, path)).catch(() => null);
    if (old === null || !old.equals(bytes)) {
      changed.push([path, bytes]);
    }
  }
  const isPage = (path: string): number => Number(path.endsWith('.html') && !path.includes('/'));
  return changed.toSorted(([one], [other]) => isPage(one) - isPage(other));
}

async function replace(folder: string, path: string, content: string): Promise<void> {
  await writeBeside(folder, path, content);
  await rename(beside(folder, path), join(folder, path));
}

/** A new file, never through a link that lies there. */
async function writeBeside(folder: string, path: string, content: string | Uint8Array): Promise<void> {
  await rm(beside(folder, path), { force: true });
  await writeFile(beside(folder, path), content, { flag: 'wx' });
}

/** Begins with a dot: web servers do not show it, and no file of the set has that name. */
function beside(folder: string, path: string): string {
  const name = path.slice(path.lastIndexOf('/') + 1);
  return join(folder, dirname(path), `.${name.replace(/^\./, '')}.new`);
}

function codeOf(error: unknown): string {
  return (error as NodeJS.ErrnoException).code ?? String(error);
}
