/**
 * The steps of `npm test`, cheapest first. A step says what it is about, may say why it has nothing to do, and answers
 * whether all was well; its own words go straight to the terminal.
 */
import { existsSync } from 'node:fs';
import { ensureBundle } from '../bundle.mjs';
import { inRoot, ROOT } from '../lib/paths.mjs';
import { handOver } from '../lib/run.mjs';
import { ensureSystemPackages, TO_PROBE } from '../setup/system-packages.mjs';
import { failedTests, writingDown } from './failed-tests.mjs';
import { runOnScreen } from './screen.mjs';
import { hasTests } from './test-files.mjs';

const log = (line) => console.log(line);

/** A step about the sources as a whole has nothing to do when the user asks for some test files. */
const unlessFiltered = (filters) => (filters.length > 0 ? 'a filter names test files' : null);

export const STEPS = [
  {
    name: 'style',
    what: 'biome: format and lint',
    skip: unlessFiltered,
    run: () => runs('@biomejs/biome/bin/biome', 'ci', `--colors=${process.stdout.isTTY ? 'force' : 'off'}`, '.'),
  },
  {
    name: 'types',
    what: 'tsc: the whole, and shared/ without Node and DOM',
    skip: unlessFiltered,
    run: async () => (await compiles('tsconfig.json')) && (await compiles('shared/tsconfig.json')),
  },
  {
    name: 'rules',
    what: 'who may import whom',
    skip: unlessFiltered,
    run: async () => (await handOver(process.execPath, [inRoot('build/rules/check.mjs')])) === 0,
  },
  {
    name: 'unused',
    what: 'knip: files, exports and packages that nobody uses',
    skip: unlessFiltered,
    run: () => runs('knip/bin/knip.js', '--config', 'build/knip.json'),
  },
  tests('unit', 'functions and views by themselves', ['unit', 'renderer'], (args) =>
    runs('vitest/vitest.mjs', ...args),
  ),
  tests('integration', 'with real servers on loopback', ['integration'], async (args) => {
    const servers = await ensureSystemPackages(TO_PROBE, { log });
    if (!servers.ok)
      log(`Tests of servers that are not installed here are skipped. To have them all:\n  ${servers.line}`);
    return runs('vitest/vitest.mjs', ...args);
  }),
  {
    name: 'bundle',
    what: 'electron-vite: the app in out/',
    skip: (filters) =>
      unlessFiltered(filters) ?? (existsSync(inRoot('electron/main.ts')) ? null : 'there is no electron/main.ts'),
    run: async () => {
      await ensureBundle({ log });
      return true;
    },
  },
  tests('e2e', 'the real app on a screen of its own', ['e2e'], async (args) => {
    await ensureBundle({ log });
    return runOnScreen([process.execPath, inRoot('node_modules/vitest/vitest.mjs'), ...args], { log });
  }),
];

/** A step that runs vitest projects, and has nothing to do where no test file fits. */
function tests(name, what, projects, runVitest) {
  return {
    name,
    what,
    skip: (filters) => (hasTests(`test/${name}`, filters) ? null : `no test file in test/${name}`),
    run: (filters) => {
      const chosen = projects.flatMap((project) => ['--project', project]);
      return runVitest([
        'run',
        '--config',
        inRoot('build/vitest.config.ts'),
        ...writingDown(name),
        ...chosen,
        ...filters,
      ]);
    },
    failed: () => failedTests(name),
  };
}

async function compiles(project) {
  return !existsSync(inRoot(project)) || runs('typescript/bin/tsc', '--noEmit', '-p', project);
}

/** Runs a tool out of node_modules on the checkout; whether it was satisfied. */
async function runs(script, ...args) {
  const env = { ...process.env, TZ: 'UTC' };
  return (await handOver(process.execPath, [inRoot('node_modules', script), ...args], { cwd: ROOT, env })) === 0;
}
