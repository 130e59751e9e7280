import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { tapBlocks, tapChecksum } from '../../../../electron/paging/channels/tap-blocks.ts';
import { FUZZ_RUNS, FUZZ_TIMEOUT_MS } from '../../../harness/fuzz.ts';
import { readTapBlock } from '../../../harness/tap-blocks.ts';

const { examples } = JSON.parse(readFileSync(new URL('../../../fixtures/pager/tap.json', import.meta.url), 'utf8')) as {
  examples: readonly { block: string; checksum: string }[];
};

describe('a TAP checksum', () => {
  it.each(examples)('of $block is $checksum', ({ block, checksum }) => {
    expect(tapChecksum(block)).toBe(checksum);
  });

  it('does not see a parity bit, and keeps twelve bits', () => {
    expect(tapChecksum('\u0082')).toBe('002');
    expect(tapChecksum('\x7f'.repeat(40))).toBe('3=8');
  });
});

describe('a TAP transaction', () => {
  it('is one block where it fits', () => {
    expect(tapBlocks(['5551212', 'DB1: disk full'])).toEqual(['\x025551212\rDB1: disk full\r\x03613\r']);
    expect(tapBlocks(['5551212', 'x'.repeat(241)])).toHaveLength(1);
    expect(tapBlocks(['5551212', '']).map(readTapBlock)).toMatchObject([{ content: '5551212\r\r', end: 'ETX' }]);
  });

  it('goes on inside a field with US, and after a field with ETB', () => {
    expect(tapBlocks(['5551212', 'x'.repeat(242)]).map(readTapBlock)).toMatchObject([
      { end: 'US' },
      { content: 'x\r', end: 'ETX' },
    ]);
    expect(tapBlocks(['p'.repeat(249), 'message']).map(readTapBlock)).toMatchObject([
      { content: `${'p'.repeat(249)}\r`, end: 'ETB' },
      { content: 'message\r', end: 'ETX' },
    ]);
  });

  it('hides control characters from the protocol', () => {
    expect(tapBlocks(['1', 'a\x03b\rc\x1ad'])).toEqual([expect.stringContaining('a\x1aCb\x1aMc\x1aZd')]);
  });

  it('arrives as it was, in blocks that are never too long', { timeout: FUZZ_TIMEOUT_MS }, () => {
    const field = fc.string({
      unit: fc.integer({ min: 0, max: 126 }).map((code) => String.fromCharCode(code)),
      maxLength: 600,
    });
    fc.assert(
      fc.property(fc.tuple(field, field), (fields) => {
        const blocks = tapBlocks(fields);
        const read = blocks.map(readTapBlock);
        expect(blocks.every((block) => block.length <= 256 + 1)).toBe(true);
        expect(read.every((block) => block.sound)).toBe(true);
        expect(
          read
            .map(({ content }) => content)
            .join('')
            .split('\r'),
        ).toEqual([...fields.map(hidden), '']);
      }),
      { numRuns: FUZZ_RUNS },
    );
  });
});

/** As the document hides control characters, written another way than ours. */
function hidden(field: string): string {
  return Array.from(field, (one) =>
    one.charCodeAt(0) < 32 ? `\x1a${String.fromCharCode(one.charCodeAt(0) | 0x40)}` : one,
  ).join('');
}
