/**
 * Builds the app of `desktop-app/` into a folder that Electron can start: main process, the real preload, a page for tests.
 */
import { cpSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { build } from 'vite';
import { ROOT } from './desktop-session.ts';

/** @param folder where the app is written */
export async function buildDesktopApp(folder: string): Promise<string> {
  await bundle(join(ROOT, 'test/harness/desktop-app/main.ts'), folder, 'es', 'main.js');
  await bundle(join(ROOT, 'electron/preload.ts'), folder, 'cjs', 'preload.cjs');
  cpSync(join(ROOT, 'test/harness/desktop-app/page'), join(folder, 'page'), { recursive: true });
  const manifest = { name: 'watchbell-desktop-test', version: '0.0.0', type: 'module', main: 'main.js' };
  writeFileSync(join(folder, 'package.json'), JSON.stringify(manifest));
  return folder;
}

async function bundle(entry: string, outDir: string, format: 'es' | 'cjs', name: string): Promise<void> {
  await build({
    configFile: false,
    logLevel: 'error',
    ssr: { noExternal: true, external: ['electron'] },
    build: {
      ssr: entry,
      outDir,
      emptyOutDir: false,
      target: 'node20.18',
      rollupOptions: { external: ['electron'], output: { format, entryFileNames: name } },
    },
  });
}
