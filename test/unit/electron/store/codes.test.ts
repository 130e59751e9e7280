import { expect, test } from 'vitest';
import { OUTCOME_CODES, outcomeOf, UNIT_CODES } from '../../../../electron/store/codes.ts';

test('numbers that are on disks mean what they meant', () => {
  expect(OUTCOME_CODES).toEqual({ pass: 0, slow: 1, fail: 2, inconclusive: 3 });
  expect(UNIT_CODES).toEqual({ minute: 0, hour: 1, day: 2 });
});

test('a number nobody knows is never shown as a pass', () => {
  expect(outcomeOf(2)).toBe('fail');
  expect(outcomeOf(77)).toBe('inconclusive');
});
