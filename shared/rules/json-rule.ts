/**
 * Whether a value in a JSON document is as it should be. A missing value is a failure, never a zero; a number in quotes
 * is a text.
 */
import type { JsonRule } from '../model/checks/expectations.ts';
import { kindWords, lookUp, pathWords } from '../model/json-path.ts';

/** Enough to recognise a value. */
const SHOWN = 80;

/** Whether a regular expression is somewhere in the text; its time is the caller's to bound. */
type Matches = (pattern: string, text: string) => boolean;

/** What is wrong, as one sentence without a full stop: `workers.free is 0, expected at least 1`. Null: nothing. */
export function jsonObjection(rule: JsonRule, document: unknown, matches: Matches): string | null {
  const found = lookUp(document, rule.path);
  const where = pathWords(rule.path);
  if (rule.exists === false) {
    return found.ok ? `${where} is there (${shown(found.value)}), and must not be` : null;
  }
  if (!found.ok) {
    return found.missing === where
      ? `${where} is not in the JSON`
      : `${where} is not in the JSON: no ${found.missing} in ${found.inside}`;
  }
  const expected = expectation(rule, found.value, matches);
  return expected === null ? null : `${where} is ${shown(found.value)}, expected ${expected}`;
}

/** What was expected instead of `value`; null when it is that. */
function expectation(rule: JsonRule, value: unknown, matches: Matches): string | null {
  if (rule.equals !== undefined) {
    return value === rule.equals ? null : literal(rule.equals);
  }
  if (rule.notEquals !== undefined) {
    return value === rule.notEquals ? 'anything else' : null;
  }
  if (rule.oneOf !== undefined) {
    return rule.oneOf.some((each) => each === value) ? null : `one of ${rule.oneOf.map(literal).join(', ')}`;
  }
  if (rule.matches !== undefined) {
    const fits = typeof value === 'string' && matches(rule.matches, value);
    return fits ? null : `a text that matches /${cut(rule.matches)}/`;
  }
  for (const [name, words, holds] of NUMERIC) {
    const limit = rule[name];
    if (limit !== undefined) {
      return typeof value === 'number' && holds(value, limit) ? null : `a number ${words} ${limit}`;
    }
  }
  return null; // exists: true
}

const NUMERIC = [
  ['below', 'below', (value: number, limit: number) => value < limit],
  ['above', 'above', (value: number, limit: number) => value > limit],
  ['atLeast', 'of at least', (value: number, limit: number) => value >= limit],
  ['atMost', 'of at most', (value: number, limit: number) => value <= limit],
] as const;

const literal = (value: unknown) => cut(JSON.stringify(value));
const shown = (value: unknown) => (typeof value === 'object' && value !== null ? kindWords(value) : literal(value));
const cut = (text: string) => (text.length > SHOWN ? `${text.slice(0, SHOWN)}…` : text);
