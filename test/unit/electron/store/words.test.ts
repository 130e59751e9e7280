import { describe, expect, test } from 'vitest';
import { holdsAll, likePattern, searchWords } from '../../../../electron/store/words.ts';

describe('searching the history', () => {
  test('words are folded, told apart by any white space, and asked for once', () => {
    expect(searchWords('  Refused\tAPI\n refused ')).toEqual(['refused', 'api']);
    expect(searchWords('')).toEqual([]);
    expect(searchWords(undefined)).toEqual([]);
  });

  test.each([
    ['api', '%api%'],
    ['50%', '%50\\%%'],
    ['a_b', '%a\\_b%'],
    ['c:\\temp', '%c:\\\\temp%'],
    ['größe', '%gr%%e%'],
    ['日本', '%%%%'],
  ])('%s becomes a pattern that cannot miss it in any case', (word, pattern) => {
    expect(likePattern(word)).toBe(pattern);
  });

  test.each<{ text: string; words: string[]; holds: boolean }>([
    { text: 'API gateway: Connection REFUSED', words: ['refused', 'api'], holds: true },
    { text: 'GRÖSSE of the ÄNSWER', words: ['änswer'], holds: true },
    { text: 'API gateway', words: ['api', 'refused'], holds: false },
    { text: 'gr--e', words: ['größe'], holds: false },
    { text: 'anything', words: [], holds: true },
  ])('"$text" holding $words is $holds', ({ text, words, holds }) => {
    expect(holdsAll(text, words)).toBe(holds);
  });
});
