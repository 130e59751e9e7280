/**
 * Which tests failed? Vitest's own list stands thousands of lines above the end, and a machine that keeps the end of a log only says
 * "failed" without it.
 */
import { readFileSync, rmSync } from 'node:fs';
import { relative } from 'node:path';
import { inRoot, ROOT } from '../lib/paths.mjs';

const fileOf = (step) => inRoot('test-results', `${step}.json`);

/** Arguments with which vitest writes down how it went, beside what it says; what was written before is gone. */
export function writingDown(step) {
  rmSync(fileOf(step), { force: true });
  return ['--reporter=default', '--reporter=json', `--outputFile.json=${fileOf(step)}`];
}

/** One line for each test that failed, with the first line of why. None when nothing was written down. */
export function failedTests(step) {
  let seen;
  try {
    seen = JSON.parse(readFileSync(fileOf(step), 'utf8'));
  } catch {
    return [];
  }
  return seen.testResults.flatMap(({ name, status, message, assertionResults }) => {
    const file = relative(ROOT, name);
    const failed = assertionResults.filter((one) => one.status === 'failed');
    if (failed.length === 0) {
      return status === 'failed' ? [`${file}: ${firstLine(message)}`] : [];
    }
    return failed.map((one) => `${file}: ${one.fullName}: ${firstLine(one.failureMessages[0])}`);
  });
}

function firstLine(text = '') {
  return text.split('\n', 1)[0].slice(0, 300);
}
