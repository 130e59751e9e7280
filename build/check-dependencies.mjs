/**
 * Runs the dependency rules over a checkout, and refuses to be satisfied by nothing: a checker that silently cannot
 * read TypeScript would find no fault in it.
 */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { inRoot, ROOT } from './lib/paths.mjs';
import { run } from './lib/run.mjs';

const FOLDERS = ['electron', 'renderer', 'shared'];

/** @returns {Promise<{broken: {rule: string, from: string, to: string, comment: string}[], filesRead: number}>} */
export async function checkDependencies(folder = ROOT) {
  const present = FOLDERS.filter((name) => existsSync(join(folder, name)));
  const cli = inRoot('node_modules/dependency-cruiser/bin/dependency-cruise.mjs');
  const args = [cli, '--config', inRoot('build/dependency-rules.cjs'), '--output-type', 'json', ...present];
  const result = await run(process.execPath, args, { cwd: folder });
  const { modules, summary } = readAnswer(result);
  const comments = new Map(summary.ruleSetUsed.forbidden.map((rule) => [rule.name, rule.comment]));
  return {
    broken: summary.violations.map(({ rule, from, to }) => ({
      rule: rule.name,
      from,
      to,
      comment: comments.get(rule.name),
    })),
    filesRead: modules.filter(({ source }) => /\.tsx?$/.test(source) && !source.includes('node_modules')).length,
  };
}

function readAnswer(result) {
  try {
    return JSON.parse(result.stdout);
  } catch {
    throw new Error(`dependency-cruiser did not answer:\n${result.output.trim()}`);
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const { broken, filesRead } = await checkDependencies();
  for (const { rule, from, to, comment } of broken) console.error(`${rule}: ${from} -> ${to}\n  ${comment}`);
  if (filesRead === 0) console.error('No TypeScript file could be read: is @swc/core installed for this platform?');
  console.log(`${filesRead} files read, ${broken.length} imports against the rules`);
  process.exitCode = broken.length > 0 || filesRead === 0 ? 1 : 0;
}
