/** The escapes of a TCP script: what is written is what is sent. */
import { describe, expect, it } from 'vitest';
import { unescapeText } from '../../../../shared/model/escapes.ts';

const bytesOf = (text: string) => {
  const result = unescapeText(text);
  return result.ok ? [...result.bytes] : result.problem;
};

describe('escapes', () => {
  it.each([
    { text: 'PING', bytes: [0x50, 0x49, 0x4e, 0x47] },
    { text: '\\r\\n\\t\\\\', bytes: [0x0d, 0x0a, 0x09, 0x5c] },
    { text: '\\x00\\xfF', bytes: [0x00, 0xff] },
    { text: '\\\\n', bytes: [0x5c, 0x6e] },
    { text: '\\x414', bytes: [0x41, 0x34] },
    { text: 'ü', bytes: [0xc3, 0xbc] },
    { text: '€', bytes: [0xe2, 0x82, 0xac] },
    { text: '🔔', bytes: [0xf0, 0x9f, 0x94, 0x94] },
    { text: '', bytes: [] },
  ])('$text', ({ text, bytes }) => {
    expect(bytesOf(text)).toEqual(bytes);
  });

  it.each([
    { text: 'a\\q', problem: '"\\q" at character 2 is no escape; known are \\r \\n \\t \\\\ \\xHH' },
    { text: '\\x4', problem: '"\\x" at character 1 is no escape; known are \\r \\n \\t \\\\ \\xHH' },
    { text: 'end\\', problem: '"\\" at character 4 is no escape; known are \\r \\n \\t \\\\ \\xHH' },
  ])('refuses $text, and says where', ({ text, problem }) => {
    expect(bytesOf(text)).toBe(problem);
  });
});
