/** Whatever a plugin prints: a line that fits a page, and only figures that are numbers. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { figureReading, readPluginOutput } from '../../../../electron/probes/plugin-output.ts';
import { FUZZ, FUZZ_TIMEOUT_MS, near } from '../../../harness/fuzz.ts';

/** In the forms of monitoring-plugins 2.3 (check_disk, check_load, check_ping, check_http) and of the guidelines' own examples. */
const KNOWN = [
  "DISK OK - free space: / 3326 MB (56%); | /=2643MB;5948;5958;0;5968\n/ 15272 MB (77%);\n/boot 68 MB (69%); | /boot=68MB;88;93;0;98\n/home=69357MB;253404;253409;0;253414 \n'/var/log'=818MB;970;975;0;980",
  'OK - load average: 0.42, 0.36, 0.30|load1=0.420;5.000;10.000;0; load5=0.360;4.000;6.000;0; load15=0.300;3.000;4.000;0;',
  'PING CRITICAL - Packet loss = 100%|rta=U;100.000000;500.000000;0.000000 pl=100%;20;60;0',
  "HTTP WARNING: HTTP/1.1 404 Not Found - 452 bytes in 0.012 second response time |time=0.012364s;;;0.000000;10.000000 size=452B;;;0 'it''s'=1c;@1:3;~:5",
];

describe('any output', () => {
  it(
    'is a line and figures',
    () => {
      fc.assert(
        fc.property(
          fc.oneof(
            ...KNOWN.map(near),
            fc.string(),
            fc.string().map((text) => `x | ${text}`),
          ),
          (output) => {
            const { line, figures } = readPluginOutput(output);
            expect(line).not.toMatch(/\p{Cc}/u);
            expect(line.length).toBeLessThan(200);
            expect(figures.length).toBeLessThanOrEqual(32);
            for (const figure of figures) {
              expect(figure.label).not.toBe('');
              expect(figure.label).not.toMatch(/\p{Cc}/u);
              expect(figure.value === null || Number.isFinite(figure.value)).toBe(true);
              expect(String(figureReading(figure)).length).toBeLessThan(150);
            }
          },
        ),
        FUZZ,
      );
    },
    FUZZ_TIMEOUT_MS,
  );

  it('gives no figure without a name that can be shown', () => {
    expect(readPluginOutput('OK | \u0000=2 a=1').figures.map(({ label }) => label)).toEqual(['a']);
  });

  it('loses no figure to the broken one before it', () => {
    const broken = fc.string({ unit: fc.constantFrom(...'ab=;:@~.%1 \t'), maxLength: 20 });
    fc.assert(
      fc.property(broken, (text) => {
        expect(readPluginOutput(`OK | ${text} last=7`).figures.at(-1)).toMatchObject({ label: 'last', value: 7 });
      }),
      FUZZ,
    );
  });
});
