import { expect, it } from 'vitest';
import { ordinal } from '../../../../../shared/rules/words/ordinal.ts';

it.each([
  [1, 'first'],
  [2, 'second'],
  [3, 'third'],
  [10, 'tenth'],
  [11, '11th'],
  [12, '12th'],
  [13, '13th'],
  [21, '21st'],
  [22, '22nd'],
  [103, '103rd'],
  [111, '111th'],
])('counts %i as "%s"', (number, words) => {
  expect(ordinal(number)).toBe(words);
});
