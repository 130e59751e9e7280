/** Whatever bytes come, and however the network cuts them: the same verdict, one of the three that there are. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { FUZZ, FUZZ_TIMEOUT_MS } from '../../../harness/fuzz.ts';
import { play } from '../../../harness/tcp-play.ts';

describe('a script', { timeout: FUZZ_TIMEOUT_MS }, () => {
  it('comes to the same verdict however the network cuts the bytes', () => {
    const letters = fc.string({ unit: fc.constantFrom('a', 'b', 'c'), minLength: 1, maxLength: 4 });
    const step = fc.oneof(
      fc.record({ expect: letters }),
      fc.record({ expectHex: fc.constantFrom('61', '6162', '63 61') }),
      fc.record({ expect: letters, not: fc.constant(true), minLength: fc.integer({ min: 20, max: 60 }) }),
    );
    const cuts = fc.array(fc.integer({ min: 1, max: 5 }), { minLength: 40, maxLength: 40 });
    fc.assert(
      fc.property(
        fc.array(step, { maxLength: 4 }),
        fc.string({ unit: fc.constantFrom('a', 'b', 'c'), maxLength: 19 }),
        cuts,
        (script, stream, sizes) => {
          const pieces: string[] = [];
          for (let at = 0, turn = 0; at < stream.length; turn += 1) {
            const size = sizes[turn] ?? 1;
            pieces.push(stream.slice(at, at + size));
            at += size;
          }
          expect(play(script, [...pieces, 'end'])).toEqual(play(script, [stream, 'end']));
        },
      ),
      FUZZ,
    );
  });
});
