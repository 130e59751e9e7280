/**
 * A pattern of the user's mapping over somebody else's text, bounded in time: `^(a+)+$` takes minutes on 30 characters, and all watching
 * and paging would stand still meanwhile. V8 has no limit of its own for a pattern; a script of `node:vm` has one.
 */
import vm from 'node:vm';
import type { Find } from '../../../shared/rules/alerts/mapped.ts';

/** The pattern cannot be looked for in reasonable time. `message` is ready to show. */
export class PatternTooSlow extends Error {}

/** The longest time that one search may keep everything else waiting. */
const LIMIT_MS = 50;

const sandbox = vm.createContext(Object.create(null) as { regex?: RegExp; text?: string });
const search = new vm.Script('regex.exec(text)');

/** Throws `PatternTooSlow`. */
export const findBounded: Find = (pattern, text, anyCase) => {
  sandbox.regex = new RegExp(pattern, anyCase ? 'si' : 's');
  sandbox.text = text;
  try {
    const found = search.runInContext(sandbox, { timeout: LIMIT_MS }) as RegExpExecArray | null;
    return found === null ? null : (found[1] ?? found[0]);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ERR_SCRIPT_EXECUTION_TIMEOUT') {
      throw error;
    }
    throw new PatternTooSlow(
      `/${pattern.slice(0, 80)}/ of its mapping takes over ${LIMIT_MS} ms on ${text.length} characters; write it without a repetition inside a repetition`,
    );
  } finally {
    sandbox.regex = undefined;
    sandbox.text = undefined;
  }
};
