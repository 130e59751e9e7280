/**
 * Holds every import of the app's sources against the rules. Run by `npm test`, or alone: `node build/rules/check.mjs`.
 *
 * Our own instead of dependency-cruiser: that one cannot speak to TypeScript 7, and with another parser it
 * overlooks `export type … from`.
 */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import { ROOT } from '../lib/paths.mjs';
import { findCycles } from './cycles.mjs';
import { importsOf } from './imports.mjs';
import { RULES } from './rules.mjs';
import { resolverFor } from './targets.mjs';

const FOLDERS = ['electron', 'renderer', 'shared'];

/** @returns {{broken: {rule: string, from: string, to: string, instead: string}[], files: string[]}} */
export function checkDependencies(folder = ROOT) {
  const resolve = resolverFor(folder);
  const files = FOLDERS.flatMap((name) => sourcesUnder(folder, name));
  const broken = [];
  const graph = new Map();
  for (const file of files) {
    const targets = [];
    for (const name of importsOf(file, readFileSync(join(folder, file), 'utf8'))) {
      const to = resolve(file, name);
      if (to === null) broken.push({ rule: 'everything-resolves', from: file, to: name, instead: NOWHERE });
      else targets.push(to);
    }
    graph.set(file, targets);
    broken.push(...targets.flatMap((to) => judge(file, to)));
  }
  for (const cycle of findCycles(graph)) {
    broken.push({ rule: 'no-cycles', from: cycle[0], to: [...cycle.slice(1), cycle[0]].join(' -> '), instead: CYCLE });
  }
  return { broken, files };
}

const NOWHERE = 'No such file (name it with its ending), and no package that package.json names.';
const CYCLE = 'Files that need each other are one file, or lack a third.';

function judge(from, to) {
  return RULES.filter((rule) => rule.from.test(from))
    .filter((rule) => (rule.may && !rule.may.test(to)) || rule.never?.test(to))
    .map(({ name, instead }) => ({ rule: name, from, to, instead }));
}

function sourcesUnder(folder, name) {
  if (!existsSync(join(folder, name))) return [];
  return readdirSync(join(folder, name), { recursive: true })
    .filter((file) => /\.tsx?$/.test(file))
    .map((file) => `${name}/${file.split(sep).join('/')}`)
    .sort();
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const { broken, files } = checkDependencies();
  for (const { rule, from, to, instead } of broken) console.error(`${rule}: ${from} -> ${to}\n  ${instead}`);
  console.log(`${files.length} files, ${broken.length} imports against the rules`);
  process.exitCode = broken.length > 0 ? 1 : 0;
}
