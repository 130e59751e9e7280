/** Whatever a job calls: a signal or none, in words that fit a page; a failure is never taken for a finish. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { signalOf } from '../../../../electron/server/beats.ts';
import { stepBeats } from '../../../../shared/rules/beats.ts';
import { FUZZ, FUZZ_TIMEOUT_MS } from '../../../harness/fuzz.ts';

describe('any call of a job', () => {
  it(
    'is a signal or none, and well only when it says so',
    () => {
      const path = fc.oneof(fc.constantFrom('start', 'finish', 'fail', 'log', '0', '1', '255'), fc.string());
      const value = fc.oneof(
        fc.string(),
        fc.array(fc.string()),
        fc.constant(undefined),
        fc.constantFrom('0', '00', '2', '-1'),
      );
      fc.assert(
        fc.property(path, value, value, fc.string(), (signal, rid, exit, detail) => {
          const heard = signalOf(signal, { rid, exit }, detail);
          if (heard === null) {
            expect(/^(?:start|finish|fail|log|\d{1,10})$/.test(signal)).toBe(false);
            return;
          }
          expect((heard.runId ?? '').length).toBeLessThanOrEqual(64);
          const beats = stepBeats({ last: null, run: null }, heard, 1);
          if (beats.last?.ok) {
            expect(signal === 'finish' ? typeof exit !== 'string' || /^0+$/.test(exit) : /^0+$/.test(signal)).toBe(
              true,
            );
          }
        }),
        FUZZ,
      );
    },
    FUZZ_TIMEOUT_MS,
  );
});
