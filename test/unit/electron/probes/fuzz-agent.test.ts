/** Whatever an agent says: a verdict, in words that fit a pager, and never a pass without a word that means one. */
import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { heardAgent, judgeAgent, parseAgentLine, SILENT_AGENT } from '../../../../electron/probes/agent-line.ts';
import { FUZZ, FUZZ_TIMEOUT_MS, near } from '../../../harness/fuzz.ts';

const replies: readonly { readonly reply: string }[] = JSON.parse(
  readFileSync(new URL('../../../fixtures/haproxy/agent-replies.json', import.meta.url), 'utf8'),
);

describe('any agent line', () => {
  it(
    'gets a verdict, and passes only on a word that says so',
    () => {
      const line = fc.oneof(fc.string(), ...replies.map(({ reply }) => near(reply)));
      fc.assert(
        fc.property(fc.array(line, { minLength: 1, maxLength: 3 }), (lines) => {
          let state = SILENT_AGENT;
          for (const text of lines) {
            const parsed = parseAgentLine(text);
            state = heardAgent(state, parsed);
            const objection = judgeAgent(parsed, state);
            const told = parsed.health ?? parsed.admin ?? parsed.weight ?? parsed.maxConnections;
            expect(objection !== null || told !== null).toBe(true);
            expect(objection?.detail ?? '').not.toMatch(/\p{Cc}/u);
            expect((objection?.detail ?? '').length).toBeLessThan(400);
          }
        }),
        FUZZ,
      );
    },
    FUZZ_TIMEOUT_MS,
  );
});
