import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Kind, readSource } from '../../../../electron/import/read.ts';
import { createReport } from '../../../../electron/import/report.ts';
import { FUZZ, FUZZ_TIMEOUT_MS, near } from '../../../harness/fuzz.ts';
import { finished, IMPORT_FIXTURES, toolsWith } from '../../../harness/importing.ts';

/** Far above what any of these inputs takes; a quadratic step would be far above this. */
const LONGEST_MS = 3_000;

const recorded = (name: string) => readFileSync(join(IMPORT_FIXTURES, name), 'utf8');

const SOURCES: readonly { readonly kind: Kind; readonly name: string; readonly modules?: string }[] = [
  { kind: 'gatus', name: 'gatus/config.yaml' },
  { kind: 'prometheus', name: 'prometheus/prometheus.yml', modules: 'prometheus/blackbox.yml' },
  { kind: 'prometheus', name: 'prometheus/targets/ssh.json' },
  { kind: 'uptime-kuma', name: 'kuma/backup.json' },
  { kind: 'nagios', name: 'nagios/conf.d/objects.cfg' },
  { kind: 'nagios', name: 'nagios/conf.d/templates.cfg' },
  { kind: 'practable', name: 'practable/status.env' },
];

/** Judging what comes out is dear: each so many of the inputs goes all the way. */
const JUDGED_EACH = 8;
let inputs = 0;

/** Whatever comes: it is refused with a reason, or what comes out is valid and says what got lost. */
async function survive(kind: Kind, text: string, modules: string | null): Promise<void> {
  const report = createReport();
  const tools = toolsWith({ source: text, modules: modules ?? '' });
  const before = performance.now();
  const read = await readSource(kind, { file: 'source', modules: modules === null ? null : 'modules' }, report, tools);
  inputs += 1;
  if (read.ok) {
    if (inputs % JUDGED_EACH === 0) {
      finished(read, report);
    }
  } else {
    expect(read.reason).not.toBe('');
  }
  expect(performance.now() - before).toBeLessThan(LONGEST_MS);
  for (const { why, name } of report.differences()) {
    expect(why).not.toBe('');
    expect(`${name}${why}`).not.toMatch(/[\n\r\0]/);
  }
}

describe('sources near to real ones', () => {
  it.each(SOURCES)(
    '$kind ($name) neither crashes nor hangs an import, and what comes out is valid',
    async ({ kind, name, modules }) => {
      const beside = modules === undefined ? null : recorded(modules);
      await fc.assert(
        fc.asyncProperty(near(recorded(name)), (text) => survive(kind, text, beside)),
        FUZZ,
      );
    },
    FUZZ_TIMEOUT_MS * 4,
  );

  it(
    'modules of the blackbox exporter that are near to real ones do no harm either',
    async () => {
      const source = recorded('prometheus/prometheus.yml');
      await fc.assert(
        fc.asyncProperty(near(recorded('prometheus/blackbox.yml')), (text) => survive('prometheus', source, text)),
        FUZZ,
      );
    },
    FUZZ_TIMEOUT_MS * 4,
  );
});
