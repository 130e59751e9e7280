/** What the importers need of the world: files of a bounded size, folders, a database that is only read, the house's YAML parser. */
import { open, readdir, readFile, stat } from 'node:fs/promises';
import { basename, dirname, isAbsolute, join } from 'node:path';
import { readYaml } from '../../config/yaml.ts';
import type { SourceDatabase, TextFile, Tools } from '../../import/tools.ts';
import { loadDriver } from '../../store/sqlite/driver.ts';

/** Larger is no configuration: a wrong path must not fill the memory. */
const MAX_BYTES = 64 * 1024 * 1024;
/** sqlite.org/fileformat.html, section 1.3. */
const SQLITE_HEADER = 'SQLite format 3\0';

export const importTools: Tools = { readYaml, readText, filesBelow, filesLike, isDatabase, openDatabase };

async function readText(path: string): Promise<TextFile> {
  try {
    const about = await stat(path);
    if (!about.isFile()) {
      return { ok: false, reason: `${path} is not a file; name the file itself` };
    }
    if (about.size > MAX_BYTES) {
      return { ok: false, reason: `${path} is larger than 64 MB; that is not a configuration` };
    }
    const text = new TextDecoder('utf-8', { fatal: true }).decode(await readFile(path));
    return { ok: true, path, text };
  } catch (error) {
    const reason = error instanceof TypeError ? 'it is not UTF-8 text' : messageOf(error);
    return { ok: false, reason: `${path} cannot be read: ${reason}` };
  }
}

async function filesBelow(path: string, ending: string): Promise<readonly string[] | null> {
  try {
    const found = await readdir(path, { recursive: true, withFileTypes: true });
    return found
      .filter((entry) => entry.isFile() && entry.name.endsWith(ending))
      .map((entry) => join(entry.parentPath, entry.name))
      .toSorted();
  } catch {
    return null;
  }
}

async function filesLike(pattern: string, beside: string): Promise<readonly string[]> {
  const whole = isAbsolute(pattern) ? pattern : join(dirname(beside), pattern);
  const last = basename(whole);
  const parts = last.split('*');
  const folder = dirname(whole);
  try {
    const names = await readdir(folder);
    return names
      .filter((name) => fits(name, parts))
      .map((name) => join(folder, name))
      .toSorted();
  } catch {
    return [];
  }
}

/** Whether a name is the parts of a pattern in order, with anything where a `*` stood. */
function fits(name: string, parts: readonly string[]): boolean {
  const [first = '', ...rest] = parts;
  const last = rest.pop();
  if (last === undefined) {
    return name === first;
  }
  let from = first.length;
  for (const part of rest) {
    const at = name.indexOf(part, from);
    if (at < 0) {
      return false;
    }
    from = at + part.length;
  }
  return name.startsWith(first) && name.endsWith(last) && name.length - last.length >= from;
}

async function isDatabase(path: string): Promise<boolean> {
  try {
    const file = await open(path, 'r');
    try {
      const { buffer } = await file.read(Buffer.alloc(SQLITE_HEADER.length), 0, SQLITE_HEADER.length, 0);
      return buffer.toString('latin1') === SQLITE_HEADER;
    } finally {
      await file.close();
    }
  } catch {
    return false;
  }
}

async function openDatabase(path: string): Promise<SourceDatabase> {
  const handle = (await loadDriver()).open(path, { readOnly: true });
  return {
    rows: (table) => {
      const there = handle.prepare("SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = ?").get(table);
      return there === undefined
        ? null
        : (handle.prepare(`SELECT * FROM "${table.replaceAll('"', '""')}"`).all() as Record<string, unknown>[]);
    },
    close: () => handle.close(),
  };
}

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));
