/** Whatever stands in a line of observations: a try that can be replayed, or what is wrong with the line, in words. */
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { parseObservation } from '../../../../../electron/compose/commands/observations-file.ts';
import { FAILURE_KINDS, OWN_TROUBLE_KINDS } from '../../../../../shared/model/observation.ts';
import { FUZZ, FUZZ_TIMEOUT_MS, near } from '../../../../harness/fuzz.ts';

const LINES = [
  '{"checkId":"api/http","at":"2026-01-05T09:00:00Z","outcome":"fail","latencyMs":12,"detail":"503","kind":"wrong-status","level":"major_outage"}',
  '{"checkId":"api/http","at":1767603600000,"outcome":"pass"}',
  '{"checkId":"api/http","at":1,"componentId":"api","endedAt":2,"outcome":{"kind":"fail","failure":{"kind":"refused","phase":"connect","detail":"refused"},"timings":{"totalMs":3}}}',
  '{"checkId":"api/http","at":1,"outcome":{"kind":"inconclusive","trouble":{"kind":"stalled","detail":"stood still"}}}',
];
const line = fc.oneof(
  ...LINES.map(near),
  fc.json(),
  fc.string(),
  fc.constantFrom('{"outcome":null}', '[]', 'null', '['.repeat(50_000)),
);

it(
  'a line is a try or a complaint that says what is wrong',
  () => {
    fc.assert(
      fc.property(line, (text) => {
        const read = parseObservation(text);
        if (typeof read === 'string') {
          expect(read).not.toBe('');
          expect(read).not.toMatch(/\[object/);
          expect(read.length).toBeLessThan(1_000);
          return;
        }
        expect(read.checkId).not.toBe('');
        expect(read.at).toBeGreaterThanOrEqual(0);
        expect(Number.isNaN(new Date(read.at).getTime())).toBe(false);
        expect(['pass', 'slow', 'fail', 'inconclusive']).toContain(read.outcome);
        expect([...FAILURE_KINDS, ...OWN_TROUBLE_KINDS, undefined]).toContain(read.kind);
        expect(read.latencyMs === null || read.latencyMs >= 0).toBe(true);
      }),
      { ...FUZZ, examples: [['{"checkId":"api/http","at":"0001-01-01T00:00:00Z","outcome":"pass"}']] },
    );
    expect(LINES.map(parseObservation).every((read) => typeof read === 'object')).toBe(true);
  },
  FUZZ_TIMEOUT_MS,
);
