/**
 * A pattern of the user's mapping over somebody else's text, bounded in time: `^(a+)+$` takes minutes on 30 characters, and all watching
 * and paging would stand still meanwhile. V8 has no limit of its own for a pattern; a script of `node:vm` has one.
 */
import vm from 'node:vm';
import type { Find } from '../../../shared/rules/alerts/mapped.ts';

/** The pattern cannot be looked for in reasonable time. `message` is ready to show. */
export class PatternTooSlow extends Error {}

/** The longest time that one search may keep everything else waiting. Linear ones need a millisecond. */
const LIMIT_MS = 100;
/** The limit is one of the wall clock. On a busy machine it passes while we wait for a core: then it is tried again, so often. */
const MOST_TRIES = 5;
/** So much of the limit must have been our own work to be the pattern's fault. */
const OWN_SHARE = 0.8;

const sandbox = vm.createContext(Object.create(null) as { regex?: RegExp; text?: string });
const search = new vm.Script('regex.exec(text)');

/** Throws `PatternTooSlow`. */
export const findBounded: Find = (pattern, text, anyCase) => {
  sandbox.regex = new RegExp(pattern, anyCase ? 'si' : 's');
  sandbox.text = text;
  try {
    for (let tries = 0; tries < MOST_TRIES; tries++) {
      const before = process.cpuUsage();
      const found = searchOnce();
      if (found !== 'late') {
        return found === null ? null : (found[1] ?? found[0]);
      }
      const { user, system } = process.cpuUsage(before);
      if ((user + system) / 1_000 >= LIMIT_MS * OWN_SHARE) {
        break;
      }
    }
  } finally {
    sandbox.regex = undefined;
    sandbox.text = undefined;
  }
  throw new PatternTooSlow(
    `/${pattern.slice(0, 80)}/ of its mapping takes over ${LIMIT_MS} ms on ${text.length} characters; write it without a repetition inside a repetition`,
  );
};

function searchOnce(): RegExpExecArray | null | 'late' {
  try {
    return search.runInContext(sandbox, { timeout: LIMIT_MS }) as RegExpExecArray | null;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ERR_SCRIPT_EXECUTION_TIMEOUT') {
      throw error;
    }
    return 'late';
  }
}
