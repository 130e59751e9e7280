/** Whatever a monitor says: it is read, its texts fit a pager, and health is OK only when it is exactly that. */
import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isWholeReply, readReply } from '../../../../electron/probes/monitor-reply.ts';
import { MONITOR_COMMANDS } from '../../../../shared/model/checks/zcmonitor.ts';
import { FUZZ, FUZZ_TIMEOUT_MS, near } from '../../../harness/fuzz.ts';

const transcripts: readonly { readonly steps: readonly { readonly recv: string }[] }[] = JSON.parse(
  readFileSync(new URL('../../../fixtures/zcmonitor/transcripts.json', import.meta.url), 'utf8'),
);
const recorded = [...new Set(transcripts.flatMap(({ steps }) => steps.map(({ recv }) => recv)))];

describe('any answer of a monitor', () => {
  it(
    'is read to its end',
    () => {
      const said = fc.oneof(fc.string(), ...recorded.map(near));
      fc.assert(
        fc.property(fc.constantFrom('health_check', 'help', ...MONITOR_COMMANDS), said, (command, text) => {
          const reply = readReply(command, text);
          isWholeReply(command, text);
          if ('said' in reply) {
            expect(reply.said).not.toBe('');
            expect(reply.said).not.toMatch(/\p{Cc}/u);
            expect(reply.said.length).toBeLessThan(200);
          }
          if ('figures' in reply) {
            expect(Object.values(reply.figures).every((figure) => Number.isFinite(figure))).toBe(true);
          }
          if (reply.kind === 'well') {
            expect(text.replace('\r', '').split('\n')[0]).toBe('OK');
          }
        }),
        { ...FUZZ, examples: [['health_check', '\0']] },
      );
    },
    FUZZ_TIMEOUT_MS,
  );
});
