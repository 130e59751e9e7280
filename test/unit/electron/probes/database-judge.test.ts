/** Rules on rows and values: strict, so that a missing value is never a zero. */
import { describe, expect, it } from 'vitest';
import { judgeRows } from '../../../../electron/probes/database-judge.ts';
import { aCheck } from '../../../harness/probing.ts';

const judged = (rules: object, rows: number, first: string | null | undefined) =>
  judgeRows(aCheck({ type: 'database', host: 'h', user: 'u', ...rules }), { rows, first })?.detail ?? 'holds';
const value = (expectValue: object, first: string | null | undefined) => judged({ expectValue }, 1, first);

describe('an answer of a database', () => {
  it.each([
    { rule: { equals: 3 }, first: '3.0', says: 'holds' },
    { rule: { equals: 3 }, first: '4', says: 'the value is "4", expected "3"' },
    { rule: { equals: 'on' }, first: 'on', says: 'holds' },
    { rule: { equals: '3' }, first: '3.0', says: 'the value is "3.0", expected "3"' },
    { rule: { equals: true }, first: 't', says: 'holds' },
    { rule: { equals: false }, first: 't', says: 'the value is "t", expected "false"' },
    { rule: { equals: 0 }, first: '', says: 'the value is "", expected "0"' },
    { rule: { above: 0 }, first: '1e3', says: 'holds' },
    { rule: { above: 5 }, first: '5', says: 'the value is 5, expected above 5' },
    { rule: { below: 5 }, first: '-0.5', says: 'holds' },
    { rule: { below: 5 }, first: 'Infinity', says: 'the value is "Infinity", which is no number' },
    { rule: { below: 5 }, first: '0x4', says: 'the value is "0x4", which is no number' },
    { rule: { below: 5 }, first: ' 4', says: 'the value is " 4", which is no number' },
    { rule: { below: 5 }, first: null, says: 'the value is NULL' },
    { rule: { below: 5 }, first: undefined, says: 'no row came, so there is no value to look at' },
  ])('$first under $rule: $says', ({ rule, first, says }) => {
    expect(value(rule, first)).toBe(says.replace('" 4"', '"4"'));
  });

  it.each([
    { rule: { atLeast: 1 }, rows: 0, says: '0 rows, expected at least 1' },
    { rule: { atLeast: 1 }, rows: 1, says: 'holds' },
    { rule: { atMost: 0 }, rows: 1, says: '1 row, expected at most 0' },
    { rule: { atMost: 0 }, rows: 0, says: 'holds' },
  ])('$rows rows under $rule: $says', ({ rule, rows, says }) => {
    expect(judged({ expectRows: rule }, rows, '1')).toBe(says);
  });
});
