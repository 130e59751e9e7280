/**
 * Makes test/fixtures/store/v<newest>.db, the file by which later versions prove that they can read this one.
 *
 * Once per version, before its release. Refuses to write over one that is there: released fixtures are frozen.
 */
import { execFileSync } from 'node:child_process';
import { copyFileSync, existsSync, mkdtempSync, readdirSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { build } from 'vite';

const root = resolve(import.meta.dirname, '../..');
const newest = readdirSync(join(root, 'electron/store/migrations')).filter((name) => /^v\d+\.ts$/.test(name)).length;
const target = join(root, `test/fixtures/store/v${newest}.db`);
if (existsSync(target)) throw new Error(`${target} is there already, and frozen`);

const folder = mkdtempSync(join(tmpdir(), 'watchbell-fixture-'));
try {
  symlinkSync(join(root, 'node_modules'), join(folder, 'node_modules'), 'dir');
  const output = { entryFileNames: '[name].mjs' };
  const ssr = join(root, 'test/harness/children/storing-night.ts');
  await build({
    configFile: false,
    logLevel: 'silent',
    root,
    build: { ssr, outDir: folder, emptyOutDir: false, rollupOptions: { output } },
  });
  execFileSync(process.execPath, [join(folder, 'storing-night.mjs'), join(folder, 'night.db')], { stdio: 'inherit' });
  copyFileSync(join(folder, 'night.db'), target);
  console.log(target);
} finally {
  rmSync(folder, { recursive: true, force: true });
}
