/** Whatever bytes a script sends, and whatever stands in one: there and back, or refused in words. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { escapeBytes, unescapeText } from '../../../../shared/model/escapes.ts';
import { FUZZ, FUZZ_TIMEOUT_MS } from '../../../harness/fuzz.ts';

const bytesOf = (text: string) => {
  const result = unescapeText(text);
  return result.ok ? [...result.bytes] : result.problem;
};

describe('escapes', { timeout: FUZZ_TIMEOUT_MS }, () => {
  it('bring any bytes there and back', () => {
    fc.assert(
      fc.property(fc.uint8Array(), (bytes) => {
        expect(bytesOf(escapeBytes(bytes))).toEqual([...bytes]);
      }),
      FUZZ,
    );
  });

  it('leave any text without a backslash as the UTF-8 that everybody else makes of it', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        const plain = text.replaceAll('\\', '');
        expect(bytesOf(plain)).toEqual([...new TextEncoder().encode(plain)]);
      }),
      FUZZ,
    );
  });

  it('never throw, whatever stands there', () => {
    fc.assert(
      fc.property(
        fc.array(fc.constantFrom('\\', 'x', 'r', 'n', '0', 'f', 'g', 'ü')).map((letters) => letters.join('')),
        (text) => {
          expect(['string', 'object']).toContain(typeof bytesOf(text));
        },
      ),
      FUZZ,
    );
  });
});
