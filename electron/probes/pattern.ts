/**
 * A user's regular expression over somebody else's bytes, bounded in time: `^(a+)+$` takes minutes on 30 of them, and all
 * watching and paging would stand still meanwhile.
 *
 * V8 has no limit of its own for a pattern; a script of `node:vm` has one, at about 0.1 ms a call. Where the pattern and
 * the text are too small to do harm it is asked directly.
 */
import vm from 'node:vm';
import { short } from './words.ts';

/** What there is of a RegExp that can be bounded. */
export interface Pattern {
  readonly source: string;
  /** Whether it is somewhere in the text. Throws `PatternTooSlow`. */
  test(text: string): boolean;
}

/** The user's pattern cannot be looked for in reasonable time. Nobody's failure but the pattern's; `message` is ready to show. */
export class PatternTooSlow extends Error {}

/** Longest time a search may keep everything else waiting. Linear ones need 1 to 5 ms for a whole megabyte. */
const LIMIT_MS = 100;
/** A search that was given so little of that time by the machine is not slow, but begun anew; this often at most. */
const OUR_SHARE = 0.5;
const MOST_SEARCHES = 3;
/** So many moves of a backtracking search are over in about a millisecond. */
const FEW_MOVES = 50_000;

/** Throws a SyntaxError when it is no regular expression; the configuration has refused that already. */
export function patternOf(source: string): Pattern {
  const regex = new RegExp(source, 's');
  const degree = degreeOf(source);
  return {
    source: regex.source,
    test: (text) => ((text.length + 1) ** degree <= FEW_MOVES ? regex.test(text) : boundedTest(regex, text)),
  };
}

/** Moves grow at most with this power of the text's length: one for its start, one for each repetition. Errs to more. */
function degreeOf(source: string): number {
  const isNestedOrRefersBack = /\)[*+?{]|\\[1-9k]/.test(source);
  return isNestedOrRefersBack ? Number.POSITIVE_INFINITY : 1 + (source.match(/[*+?{]/g)?.length ?? 0);
}

const sandbox = vm.createContext(Object.create(null) as { regex?: RegExp; text?: string });
const search = new vm.Script('regex.test(text)');

function boundedTest(regex: RegExp, text: string): boolean {
  for (let searches = 1; ; searches += 1) {
    const before = process.cpuUsage();
    const found = searched(regex, text);
    if (found !== 'not in time') {
      return found;
    }
    const { user, system } = process.cpuUsage(before); // µs
    const stoodStill = (user + system) / 1_000 < LIMIT_MS * OUR_SHARE;
    if (!stoodStill || searches === MOST_SEARCHES) {
      throw new PatternTooSlow(
        `/${short(regex.source)}/ takes over ${LIMIT_MS} ms on ${text.length} characters; write it without a repetition inside a repetition, or limit what it may skip`,
      );
    }
  }
}

/** By the clock on the wall: a machine that is busy with others counts as well. */
function searched(regex: RegExp, text: string): boolean | 'not in time' {
  sandbox.regex = regex;
  sandbox.text = text;
  try {
    return search.runInContext(sandbox, { timeout: LIMIT_MS }) as boolean;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ERR_SCRIPT_EXECUTION_TIMEOUT') {
      throw error;
    }
    return 'not in time';
  } finally {
    sandbox.regex = undefined;
    sandbox.text = undefined;
  }
}
