/** A user's regular expression over foreign bytes: the answers of a RegExp, and never the whole program's time. */
import { describe, expect, it } from 'vitest';
import { PatternTooSlow, patternOf } from '../../../../electron/probes/pattern.ts';

describe('a pattern', () => {
  it.each([
    ['one that repeats what repeats', '^(a+)+$', `${'a'.repeat(30)}!`],
    ['one whose choices overlap', '(x|x|xx)*y', 'x'.repeat(60)],
    ['one that looks ahead', '^(?=a)(a+)+$', `${'a'.repeat(30)}!`],
    ['three open ends over a large text', '.*a.*b.*c.*d', 'abc'.repeat(20_000)],
  ])('gives up on %s, and says which pattern it was', (_what, source, text) => {
    const search = () => patternOf(source).test(text);
    expect(search).toThrow(PatternTooSlow);
    expect(search).toThrow(/takes over 100 ms on \d+ characters; write it without/);
  });

  it('goes on after one that was given up', () => {
    const slow = patternOf('^(a+)+$');
    expect(() => slow.test(`${'a'.repeat(30)}!`)).toThrow(PatternTooSlow);
    expect(slow.test('a'.repeat(30))).toBe(true);
  });
});
