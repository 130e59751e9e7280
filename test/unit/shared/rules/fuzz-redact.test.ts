/** Whatever a server says with our secrets in it: none of them is readable afterwards, and all else is. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { REDACTED, redact } from '../../../../shared/rules/redact.ts';
import { FUZZ, FUZZ_TIMEOUT_MS } from '../../../harness/fuzz.ts';

/** Secrets and texts made of few letters, so that they overlap, repeat and contain each other all the time. */
const letters = (most: number) => fc.string({ unit: fc.constantFrom('a', 'b', 'c', ' '), maxLength: most });
const secretLists = fc.array(letters(5), { maxLength: 5 });

describe('redact', { timeout: FUZZ_TIMEOUT_MS }, () => {
  it('leaves no secret readable, whatever the text', () => {
    fc.assert(
      fc.property(letters(40), secretLists, (text, secrets) => {
        const clean = redact(text, secrets);
        return secrets.every((secret) => secret === '' || !clean.includes(secret));
      }),
      FUZZ,
    );
  });

  it('changes nothing else: what is left stood there in that order', () => {
    fc.assert(
      fc.property(letters(40), secretLists, (text, secrets) => {
        let rest = text;
        for (const piece of redact(text, secrets).split(REDACTED)) {
          const at = rest.indexOf(piece);
          expect(at).toBeGreaterThanOrEqual(0);
          rest = rest.slice(at + piece.length);
        }
        if (!secrets.some((secret) => secret !== '' && text.includes(secret))) {
          expect(redact(text, secrets)).toBe(text);
        }
      }),
      FUZZ,
    );
  });

  it('does not depend on the order of the secrets, and twice is as good as once', () => {
    fc.assert(
      fc.property(letters(40), secretLists, (text, secrets) => {
        const once = redact(text, secrets);
        expect(redact(text, secrets.toReversed())).toBe(once);
        expect(redact(once, secrets)).toBe(once);
      }),
      FUZZ,
    );
  });
});
