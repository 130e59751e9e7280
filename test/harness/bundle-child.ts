/**
 * One of our sources as a plain script, for tests that need it in a process of its own: to kill it, or to be somebody else.
 *
 * Node 20 runs no TypeScript; packages stay outside and are found through a link.
 */
import { symlinkSync } from 'node:fs';
import { basename, join, resolve } from 'node:path';
import { build } from 'vite';
import { threadText } from '../../build/lib/thread-text.mjs';

const ROOT = resolve(import.meta.dirname, '../..');

/** Bundles `entry` (from the root of the checkout) into `folder`. Returns the script's path. */
export async function bundleChild(entry: string, folder: string): Promise<string> {
  symlinkSync(join(ROOT, 'node_modules'), join(folder, 'node_modules'), 'dir');
  await build({
    configFile: false,
    logLevel: 'silent',
    root: ROOT,
    plugins: [threadText()],
    build: {
      ssr: join(ROOT, entry),
      outDir: folder,
      emptyOutDir: false,
      minify: false,
      target: 'node20',
      rollupOptions: { output: { entryFileNames: '[name].mjs', chunkFileNames: '[name]-[hash].mjs' } },
    },
  });
  return join(folder, `${basename(entry, '.ts')}.mjs`);
}
