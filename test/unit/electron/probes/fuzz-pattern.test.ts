/** A user's regular expression over foreign bytes: bounded, it answers as a RegExp does. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { patternOf } from '../../../../electron/probes/pattern.ts';
import { FUZZ, FUZZ_TIMEOUT_MS } from '../../../harness/fuzz.ts';

describe('a pattern', { timeout: FUZZ_TIMEOUT_MS }, () => {
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
