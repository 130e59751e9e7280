/**
 * `npm run fuzz [-- <word in the path> …] [--runs 100000]`: every parser's fuzz tests, and every other unit test that draws its
 * number of inputs from test/harness/fuzz.ts, as hard as a night allows. `npm test` runs the same files with 1,000 inputs each or fewer.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { inRoot, ROOT } from './lib/paths.mjs';
import { handOver } from './lib/run.mjs';
import { ensureDependencies } from './setup/dependencies.mjs';
import { requireNode } from './setup/node-version.mjs';

requireNode();
process.exitCode = await fuzz(process.argv.slice(2));

async function fuzz(args) {
  const at = args.indexOf('--runs');
  const runs = at < 0 ? '100000' : args.splice(at, 2)[1];
  const files = ['unit', 'integration']
    .flatMap((room) => readdirSync(inRoot('test', room), { recursive: true }).map((file) => `test/${room}/${file}`))
    .filter((file) => file.endsWith('.test.ts') && (basename(file).startsWith('fuzz') || drawsRuns(file)))
    .filter((file) => args.length === 0 || args.some((word) => file.includes(word)));
  if (files.length === 0 || !(Number(runs) > 0)) {
    console.error('usage: npm run fuzz [-- <word in the path> …] [--runs <inputs per property>]');
    return 1;
  }
  await ensureDependencies({ log: (line) => console.error(line) });
  const vitest = ['node_modules/vitest/vitest.mjs', 'run', '--config', 'build/vitest.config.ts'];
  return handOver(process.execPath, [...vitest, ...files], {
    cwd: ROOT,
    env: { ...process.env, WATCHBELL_FUZZ_RUNS: runs },
  });
}

/** Those over real connections have their own limits of time, and only some are made for a night. */
function drawsRuns(file) {
  return file.startsWith('test/unit/') && readFileSync(inRoot(file), 'utf8').includes('/harness/fuzz.ts');
}
