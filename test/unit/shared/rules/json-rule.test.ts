/** Comparisons of JSON values: a missing field is a failure, never a zero; numbers are compared with numbers only. */
import { describe, expect, it } from 'vitest';
import { JsonRule } from '../../../../shared/model/checks/expectations.ts';
import { jsonObjection } from '../../../../shared/rules/json-rule.ts';

const document = { state: 'up', free: 0, text: '7', big: 1e21, nothing: null, on: true, list: [1, 2], 'odd key': 'x' };
const matches = (pattern: string, text: string) => new RegExp(pattern, 's').test(text);
const judge = (rule: Readonly<Record<string, unknown>>) => jsonObjection(JsonRule.parse(rule), document, matches);

describe('a JSON rule', () => {
  it.each([
    { path: 'state', equals: 'up' },
    { path: 'free', equals: 0 },
    { path: 'nothing', equals: null },
    { path: 'on', equals: true },
    { path: 'state', notEquals: 'down' },
    { path: 'state', oneOf: ['up', 'ok'] },
    { path: 'free', below: 1 },
    { path: 'big', above: 5 },
    { path: 'free', atLeast: 0 },
    { path: 'free', atMost: 0 },
    { path: 'text', matches: '^\\d$' },
    { path: '["odd key"]', exists: true },
    { path: 'nothing', exists: true },
    { path: 'gone', exists: false },
    { path: 'list[1]', equals: 2 },
  ])('$path holds: %o', (rule) => {
    expect(judge(rule)).toBeNull();
  });

  it.each([
    { rule: { path: 'state', equals: 'UP' }, says: 'state is "up", expected "UP"' },
    { rule: { path: 'free', above: 0 }, says: 'free is 0, expected a number above 0' },
    { rule: { path: 'free', atLeast: 1 }, says: 'free is 0, expected a number of at least 1' },
    { rule: { path: 'text', above: 5 }, says: 'text is "7", expected a number above 5' },
    { rule: { path: 'text', equals: 7 }, says: 'text is "7", expected 7' },
    { rule: { path: 'nothing', below: 5 }, says: 'nothing is null, expected a number below 5' },
    { rule: { path: 'on', atMost: 1 }, says: 'on is true, expected a number of at most 1' },
    { rule: { path: 'free', matches: '0' }, says: 'free is 0, expected a text that matches /0/' },
    { rule: { path: 'list', equals: 'x' }, says: 'list is a list of 2, expected "x"' },
    { rule: { path: 'state', notEquals: 'up' }, says: 'state is "up", expected anything else' },
    { rule: { path: 'state', oneOf: ['a', 1] }, says: 'state is "up", expected one of "a", 1' },
    { rule: { path: 'state', exists: false }, says: 'state is there ("up"), and must not be' },
    { rule: { path: 'gone', exists: true }, says: 'gone is not in the JSON' },
  ])('$rule: $says', ({ rule, says }) => {
    expect(judge(rule)).toBe(says);
  });

  it.each(['equals', 'notEquals', 'below', 'above', 'atLeast', 'atMost'])(
    'takes a missing value for a failure in %s, never for a zero',
    (comparison) => {
      expect(judge({ path: 'deep.gone', [comparison]: 0 })).toBe('deep.gone is not in the JSON: no deep in an object');
    },
  );

  it.each([
    { path: 'a' },
    { path: 'a', equals: 1, above: 2 },
    { path: 'a', over: 2 },
    { path: 'a', above: '2' },
    { path: 'a', above: Number.NaN },
    { path: 'a', matches: '(' },
    { path: 'a..b', equals: 1 },
    { path: 'a', oneOf: [] },
    { path: 'a', equals: {} },
  ])('%o is an error when it is read', (rule) => {
    expect(JsonRule.safeParse(rule).success).toBe(false);
  });
});
