/**
 * How sources become the app in out/: main process and command line (ES modules, packages stay outside), the preload
 * (CommonJS: a sandboxed preload can be nothing else), and the window (relative URLs, so that the app's own scheme and
 * plain http serve the same files).
 *
 * No alias and no baseUrl, here and in tsconfig.json: the folder electron/ and the package `electron` share a name.
 */
import { resolve } from 'node:path';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'electron-vite';
import { threadText } from './lib/thread-text.mjs';

const root = resolve(import.meta.dirname, '..');
const at = (...parts: string[]) => resolve(root, ...parts);

/** The floor we are tested on: Electron 33 is Node 20.18 and Chromium 130. */
const NODE_TARGET = 'node20.18';
const CHROME_TARGET = 'chrome130';

export default defineConfig({
  main: {
    root,
    plugins: [threadText()],
    build: {
      target: NODE_TARGET,
      outDir: at('out/main'),
      sourcemap: true,
      rollupOptions: {
        input: { main: at('electron/main.ts'), cli: at('electron/cli.ts') },
        output: { format: 'es', entryFileNames: '[name].js', chunkFileNames: 'chunks/[name]-[hash].js' },
      },
    },
  },
  preload: {
    root,
    build: {
      target: NODE_TARGET,
      outDir: at('out/preload'),
      sourcemap: true,
      externalizeDeps: false, // a sandboxed preload can require nothing but electron
      rollupOptions: {
        input: { preload: at('electron/preload.ts') },
        output: { format: 'cjs', entryFileNames: '[name].cjs' },
      },
    },
  },
  renderer: {
    root: at('renderer'),
    base: './',
    plugins: [react()],
    build: {
      target: CHROME_TARGET,
      outDir: at('out/renderer'),
      emptyOutDir: true,
      minify: true,
      sourcemap: true,
      rollupOptions: { input: at('renderer/index.html') },
    },
  },
});
