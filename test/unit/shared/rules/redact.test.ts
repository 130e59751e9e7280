import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { REDACTED, redact } from '../../../../shared/rules/redact.ts';

/** Secrets and texts made of few letters, so that they overlap, repeat and contain each other all the time. */
const letters = (most: number) => fc.string({ unit: fc.constantFrom('a', 'b', 'c', ' '), maxLength: most });
const secretLists = fc.array(letters(5), { maxLength: 5 });

describe('redact', () => {
  it.each([
    {
      story: 'a secret in a sentence',
      text: 'login with hunter2 failed',
      secrets: ['hunter2'],
      reads: `login with ${REDACTED} failed`,
    },
    {
      story: 'the longer one first, so that no tail survives',
      text: 'key=abcdef',
      secrets: ['abc', 'abcdef'],
      reads: `key=${REDACTED}`,
    },
    { story: 'two that overlap', text: 'xabcdy', secrets: ['abc', 'bcd'], reads: `x${REDACTED}y` },
    { story: 'one that overlaps itself', text: 'xaaay', secrets: ['aa'], reads: `x${REDACTED}y` },
    { story: 'every occurrence', text: 'pw pw', secrets: ['pw'], reads: `${REDACTED} ${REDACTED}` },
    {
      story: 'signs that mean something to regular expressions',
      text: 'a.*b axxb',
      secrets: ['a.*b'],
      reads: `${REDACTED} axxb`,
    },
  ])('hides $story', ({ text, secrets, reads }) => {
    expect(redact(text, secrets)).toBe(reads);
  });

  it('ignores an empty secret instead of hiding everything', () => {
    expect(redact('hello', [''])).toBe('hello');
  });

  it('leaves no secret readable, whatever the text', () => {
    fc.assert(
      fc.property(letters(40), secretLists, (text, secrets) => {
        const clean = redact(text, secrets);
        return secrets.every((secret) => secret === '' || !clean.includes(secret));
      }),
      { numRuns: 1_000 },
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
      { numRuns: 1_000 },
    );
  });

  it('does not depend on the order of the secrets, and twice is as good as once', () => {
    fc.assert(
      fc.property(letters(40), secretLists, (text, secrets) => {
        const once = redact(text, secrets);
        expect(redact(text, secrets.toReversed())).toBe(once);
        expect(redact(once, secrets)).toBe(once);
      }),
    );
  });
});
