import { describe, expect, it } from 'vitest';
import { xmlText } from '../../../../shared/rules/xml-text.ts';

describe('text in XML', () => {
  it.each([
    ['a < b & c > "d" \'e\'', 'a &lt; b &amp; c &gt; &quot;d&quot; &apos;e&apos;'],
    ['Größe 支払い 🚨', 'Größe 支払い 🚨'],
    ['a\u0000b\u0008c\ufffed\ud83de\udd14f', 'abcdef'],
    ['one\ntwo\tthree', 'one\ntwo\tthree'],
  ])('%j is written %j', (text, written) => {
    expect(xmlText(text)).toBe(written);
  });
});
