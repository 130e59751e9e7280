/**
 * Which test files are there? Asked before vitest is, so that a step with nothing to do costs nothing.
 */
import { readdirSync } from 'node:fs';
import { sep } from 'node:path';
import { inRoot } from '../lib/paths.mjs';

/** Whether a folder holds a test file whose path contains one of the filters (any, when there is no filter). */
export function hasTests(folder, filters) {
  return testFiles(folder).some((file) => filters.length === 0 || filters.some((filter) => file.includes(filter)));
}

function testFiles(folder) {
  try {
    return readdirSync(inRoot(folder), { recursive: true })
      .filter((name) => /\.test\.(tsx?|mjs)$/.test(name))
      .map((name) => `${folder}/${name.split(sep).join('/')}`);
  } catch {
    return [];
  }
}
