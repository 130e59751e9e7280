/**
 * `npm test`: everything that must hold, in the order in which a mistake is cheapest to find. Goes on after a failure,
 * and lists all of them at the end.
 *
 *   npm test                         all of it
 *   npm test -- --only unit          one step (or several: --only unit,types)
 *   npm test -- escalation           the test files whose path contains that word
 */
import { ensureDependencies } from './setup/dependencies.mjs';
import { requireNode } from './setup/node-version.mjs';
import { STEPS } from './testing/steps.mjs';

const log = (line) => console.log(line);

let interrupted = false;
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
  process.on(signal, () => {
    interrupted = true;
  });
}

requireNode();
process.exitCode = await test(readArguments(process.argv.slice(2)));

async function test({ only, filters }) {
  const unknown = only.filter((name) => !STEPS.some((step) => step.name === name));
  if (unknown.length > 0) {
    console.error(`no step called ${unknown.join(', ')}; there are: ${STEPS.map((step) => step.name).join(', ')}`);
    return 1;
  }
  await ensureDependencies({ log });
  const results = [];
  for (const step of STEPS.filter(({ name }) => only.length === 0 || only.includes(name))) {
    const skipped = step.skip?.(filters) ?? null;
    if (skipped !== null) {
      if (filters.length === 0) log(`\n── ${step.name}: skipped, ${skipped}`);
      continue;
    }
    results.push(await take(step, filters));
    if (interrupted) break;
  }
  return report(results);
}

async function take(step, filters) {
  log(`\n── ${step.name}: ${step.what}`);
  const startedAt = performance.now();
  const ok = await step.run(filters).catch((error) => {
    console.error(error.message);
    return false;
  });
  const seconds = ((performance.now() - startedAt) / 1_000).toFixed(1);
  log(`── ${step.name}: ${ok ? 'passed' : 'FAILED'} in ${seconds} s`);
  return { name: step.name, ok, failed: ok ? [] : (step.failed?.() ?? []) };
}

function report(results) {
  const failed = results.filter(({ ok }) => !ok);
  log('');
  if (interrupted) log('Interrupted: the steps after this were not taken.');
  if (results.length === 0) log('Nothing fits that filter.');
  for (const { name, failed: tests } of failed) {
    for (const line of tests) log(`  ${line}`);
    log(`failed: ${name}   (again: npm test -- --only ${name})`);
  }
  log(`${results.length - failed.length} passed, ${failed.length} failed`);
  return failed.length > 0 || interrupted || results.length === 0 ? 1 : 0;
}

function readArguments(args) {
  const only = [];
  const filters = [];
  for (let i = 0; i < args.length; i++) {
    if (args[i] === '--only') only.push(...(args[++i] ?? '').split(','));
    else filters.push(args[i]);
  }
  return { only, filters };
}
