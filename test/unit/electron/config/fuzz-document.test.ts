/** No text of a world, however broken, crashes or hangs its reader: a value or problems with places, nothing else. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { parseDocument } from '../../../../electron/config/parse-document.ts';
import { World } from '../../../../shared/model/drill/world.ts';
import { FUZZ, FUZZ_TIMEOUT_MS, near } from '../../../harness/fuzz.ts';

const recorded = readFileSync(join(import.meta.dirname, '../../../fixtures/drills/design.yaml'), 'utf8');

it(
  'whatever the text, a world or problems that say something',
  () => {
    fc.assert(
      fc.property(fc.oneof(near(recorded), fc.string()), (text) => {
        const parsed = parseDocument(text, World, () => []);
        expect(parsed.ok || parsed.problems.every(({ message }) => message !== '')).toBe(true);
        expect(parsed.ok || parsed.problems.length > 0).toBe(true);
      }),
      FUZZ,
    );
  },
  FUZZ_TIMEOUT_MS,
);
