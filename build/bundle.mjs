/**
 * The bundle in out/, made anew when a source differs from what it was made of.
 *
 * Compares contents, not dates: git and copies touch dates, and reading a few hundred small files costs milliseconds.
 */
import { createHash } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { withLock } from './lib/lock.mjs';
import { inRoot, ROOT } from './lib/paths.mjs';
import { run } from './lib/run.mjs';

const SOURCES = [
  'electron',
  'renderer',
  'shared',
  'build/electron.vite.config.ts',
  'build/lib/thread-text.mjs',
  'package.json',
  'package-lock.json',
  'tsconfig.json',
];

/** Written last, so that a bundle that broke half-way is never taken for a whole one. */
const STAMP = inRoot('out/made-of');

/** Makes out/ current. Throws with the bundler's own words when the sources do not build. */
export async function ensureBundle({ log }) {
  if (isCurrent(fingerprint())) return;
  await withLock('bundle', async () => {
    const wanted = fingerprint();
    if (isCurrent(wanted)) return; // somebody else made it while we waited
    log('Bundling …');
    rmSync(STAMP, { force: true });
    const cli = inRoot('node_modules/electron-vite/bin/electron-vite.js');
    const args = [cli, 'build', '--config', inRoot('build/electron.vite.config.ts'), '--logLevel', 'warn'];
    const result = await run(process.execPath, args, { cwd: ROOT });
    if (!result.ok) throw new Error(`the sources do not bundle:\n${result.output.trim()}`);
    mkdirSync(inRoot('out'), { recursive: true });
    writeFileSync(STAMP, wanted);
  });
}

function isCurrent(wanted) {
  try {
    return readFileSync(STAMP, 'utf8') === wanted;
  } catch {
    return false;
  }
}

function fingerprint() {
  const hash = createHash('sha256');
  for (const source of SOURCES) {
    for (const file of filesUnder(source))
      hash
        .update(file)
        .update('\0')
        .update(readFileSync(inRoot(file)))
        .update('\0');
  }
  return hash.digest('hex');
}

/** Every file under a path, sorted; the path itself when it is a file; nothing when it is not there. */
function filesUnder(path) {
  let entries;
  try {
    entries = readdirSync(inRoot(path), { withFileTypes: true });
  } catch (error) {
    return error.code === 'ENOTDIR' ? [path] : [];
  }
  return entries
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .flatMap((entry) => (entry.isDirectory() ? filesUnder(join(path, entry.name)) : [join(path, entry.name)]));
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await ensureBundle({ log: console.log });
