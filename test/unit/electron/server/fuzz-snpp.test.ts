/** Our SNPP gateway and whatever a machine may say to it: always an answer that SNPP knows, and no page that was not asked for. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { snppDialogue } from '../../../../electron/server/snpp/dialogue.ts';
import { FUZZ, FUZZ_TIMEOUT_MS } from '../../../harness/fuzz.ts';

const line = fc.oneof(
  fc.constantFrom(
    'PAGE 1001',
    'PAGEr 1002',
    'PAGE 9',
    'MESS down',
    'MESS',
    'DATA',
    '.',
    '..',
    'text',
    'SEND',
    'RESE',
    'HELP',
  ),
  fc.string({ unit: 'binary', maxLength: 20 }),
  fc.string({ maxLength: 900 }),
);

describe('the SNPP gateway', () => {
  it(
    'answers every line with codes of its own, and pages whom it knows with words',
    async () => {
      await fc.assert(
        fc.asyncProperty(fc.array(line, { maxLength: 30 }), async (lines) => {
          const sent: { pager: string; words: string }[] = [];
          const hear = snppDialogue({
            knows: (pager) => pager === '1001' || pager === '1002',
            page: async (pager, words) => {
              sent.push({ pager, words });
              return 'taken';
            },
          });
          for (const one of lines) {
            const said = await hear(one);
            expect(said?.text ?? '250 ').toMatch(
              /^(?:(?:214|221|250|354|421|500|503|550|552|554) [^\r\n]*(?:\r\n(?!$)|$))+$/,
            );
          }
          for (const { pager, words } of sent) {
            expect(['1001', '1002']).toContain(pager);
            expect(words).toMatch(/^[^\p{Cc}]{1,600}$/u);
          }
        }),
        FUZZ,
      );
    },
    FUZZ_TIMEOUT_MS,
  );
});
