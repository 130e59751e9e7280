import { describe, expect, it } from 'vitest';
import { REDACTED, redact } from '../../../../shared/rules/redact.ts';

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
});
