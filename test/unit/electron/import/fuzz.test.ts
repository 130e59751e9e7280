/**
 * Whatever stands in a foreign configuration: it is refused with a reason, or what comes out is valid and says what got lost.
 *
 * Judging what comes out costs as much as reading a configuration of ours, so each input is a few pieces of a recorded file.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Kind } from '../../../../electron/import/kinds.ts';
import { readSource } from '../../../../electron/import/read.ts';
import { createReport } from '../../../../electron/import/report.ts';
import { workMs } from '../../../harness/cpu-time.ts';
import { FUZZ, FUZZ_TIMEOUT_MS, near } from '../../../harness/fuzz.ts';
import { finished, IMPORT_FIXTURES, toolsWith } from '../../../harness/importing.ts';

/** Of work. Far above what any of these inputs takes; a quadratic step would be far above this. */
const LONGEST_MS = 3_000;

const recorded = (name: string) => readFileSync(join(IMPORT_FIXTURES, name), 'utf8');

interface Source {
  readonly kind: Kind;
  readonly name: string;
  readonly modules?: string;
  /** Before each of these begins a piece that can do without the others. Default: it is one piece. */
  readonly pieces?: RegExp;
}

const SOURCES: readonly Source[] = [
  { kind: 'gatus', name: 'gatus/config.yaml', pieces: /^(?= {2}- (?:name|type):)/m },
  {
    kind: 'prometheus',
    name: 'prometheus/prometheus.yml',
    modules: 'prometheus/blackbox.yml',
    pieces: /^(?= {2}- job_name:)/m,
  },
  { kind: 'prometheus', name: 'prometheus/targets/ssh.json' },
  { kind: 'uptime-kuma', name: 'kuma/backup.json' },
  { kind: 'nagios', name: 'nagios/conf.d/objects.cfg', pieces: /^(?=define )/m },
  { kind: 'nagios', name: 'nagios/conf.d/templates.cfg' },
  { kind: 'practable', name: 'practable/status.env' },
];

/** Some of the pieces at a time, behind what stands before the first. */
const MOST_PIECES = 3;

function anyOf({ name, pieces }: Source): fc.Arbitrary<string> {
  const whole = recorded(name);
  if (pieces === undefined) {
    return near(whole);
  }
  const [head = '', ...rest] = whole.split(pieces);
  return fc.subarray(rest, { minLength: 1, maxLength: MOST_PIECES }).chain((some) => near(head + some.join('')));
}

async function survive(kind: Kind, text: string, modules: string | null): Promise<boolean> {
  const report = createReport();
  const tools = toolsWith({ source: text, modules: modules ?? '' });
  const before = workMs();
  const read = await readSource(kind, { file: 'source', modules: modules === null ? null : 'modules' }, report, tools);
  if (read.ok) {
    finished(read, report);
  } else {
    expect(read.reason).not.toBe('');
  }
  expect(workMs() - before).toBeLessThan(LONGEST_MS);
  for (const { why, name } of report.differences()) {
    expect(why).not.toBe('');
    expect(`${name}${why}`).not.toMatch(/[\n\r\0]/);
  }
  return read.ok;
}

describe('sources near to real ones', { timeout: FUZZ_TIMEOUT_MS * 2 }, () => {
  it.each(SOURCES)('$kind ($name) neither crashes nor hangs an import, and what comes out is valid', async (source) => {
    const beside = source.modules === undefined ? null : recorded(source.modules);
    let taken = 0;
    await fc.assert(
      fc.asyncProperty(anyOf(source), async (text) => {
        taken += Number(await survive(source.kind, text, beside));
      }),
      FUZZ,
    );
    expect(taken).toBeGreaterThan(0);
  });

  it('modules of the blackbox exporter that are near to real ones do no harm either', async () => {
    const [head = '', ...jobs] = recorded('prometheus/prometheus.yml').split(/^(?= {2}- job_name:)/m);
    const source = head + jobs.slice(1, 4).join(''); // those that use the modules
    await fc.assert(
      fc.asyncProperty(near(recorded('prometheus/blackbox.yml')), async (text) => {
        await survive('prometheus', source, text);
      }),
      FUZZ,
    );
  });
});
