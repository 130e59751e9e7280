/** A user's regular expression over foreign bytes: the answers of a RegExp, and never the whole program's time. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { PatternTooSlow, patternOf } from '../../../../electron/probes/pattern.ts';
import { FUZZ } from '../../../harness/fuzz.ts';

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

  it('answers as a RegExp does, whether it is bounded or not', () => {
    const piece = fc.constantFrom('a', 'b', '.', 'a*', 'b+', '(a|b)', '(ab)+', '[^a]', 'a{2,3}', '\\b', '$', '^');
    const source = fc.array(piece, { minLength: 1, maxLength: 5 }).map((pieces) => pieces.join(''));
    const text = fc.string({ unit: fc.constantFrom('a', 'b', 'c', '\n'), maxLength: 12 });
    fc.assert(
      fc.property(source, text, (pattern, looked) => {
        expect(patternOf(pattern).test(looked)).toBe(new RegExp(pattern, 's').test(looked));
      }),
      FUZZ,
    );
  });
});
