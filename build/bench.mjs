/**
 * `npm run bench -- <name> [arguments]`: bundles test/bench/<name>.ts and runs it with this Node, so that what is
 * measured is plain JavaScript and nothing of a test runner. Without a name: which benches are there.
 */
import { existsSync, readdirSync } from 'node:fs';
import { callerFolder, inRoot, ROOT } from './lib/paths.mjs';
import { handOver } from './lib/run.mjs';
import { ensureDependencies } from './setup/dependencies.mjs';
import { requireNode } from './setup/node-version.mjs';

requireNode();
process.exitCode = await bench(process.argv[2], process.argv.slice(3));

async function bench(name, args) {
  const entry = inRoot(`test/bench/${name}.ts`);
  if (!name || !existsSync(entry)) {
    if (name) console.error(`There is no bench called ${name}.`);
    console.log(
      `Benches:\n${benches()
        .map((known) => `  npm run bench -- ${known}`)
        .join('\n')}`,
    );
    return name ? 1 : 0;
  }
  await ensureDependencies({ log: (line) => console.error(line) });
  await bundle(name, entry);
  return handOver(process.execPath, ['--enable-source-maps', inRoot(`out/bench/${name}.mjs`), ...args], {
    cwd: callerFolder(import.meta.url),
  });
}

function benches() {
  if (!existsSync(inRoot('test/bench'))) return [];
  return readdirSync(inRoot('test/bench'))
    .filter((file) => file.endsWith('.ts'))
    .map((file) => file.slice(0, -'.ts'.length));
}

/** Vite knows our TypeScript; packages stay outside, as in the app. */
async function bundle(name, entry) {
  const { build } = await import('vite');
  await build({
    configFile: false,
    root: ROOT,
    logLevel: 'warn',
    build: {
      ssr: entry,
      target: `node${process.versions.node}`,
      outDir: inRoot('out/bench'),
      emptyOutDir: false,
      sourcemap: true,
      rollupOptions: { output: { entryFileNames: `${name}.mjs`, chunkFileNames: `${name}-[hash].mjs` } },
    },
  });
}
