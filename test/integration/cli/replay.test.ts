/** `watchbell replay`: over a file of observations, over a stored night, and what it says when there is neither. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { bundledCommandLine, runCommand } from '../../harness/command.ts';
import { writeConfig } from '../../harness/served.ts';
import { tempFolder } from '../../harness/temp-folder.ts';

const script = bundledCommandLine();
const START = Date.UTC(2026, 0, 5, 9);

const CONFIG = `version: 1
components: [{ id: web, checks: [{ id: web, type: tcp, host: 127.0.0.1, port: 1 }] }]
people: [{ id: kim, name: Kim, channels: [hook] }]
channels: [{ id: hook, type: webhook, url: "http://127.0.0.1:1/", secret: whsec_dGVzdA== }]
policies: [{ id: default, steps: [{ targets: [{ person: kim }] }] }]
`;

/** Down for two minutes from the third minute on, a try every ten seconds; flat and whole lines by turns. */
const lines = Array.from({ length: 60 }, (_, index) => {
  const at = START + index * 10_000;
  const down = index >= 18 && index < 30;
  const failure = { kind: 'refused', phase: 'connect', detail: 'connection refused' };
  return index % 2 === 0
    ? {
        checkId: 'web',
        at,
        outcome: down ? 'fail' : 'pass',
        latencyMs: 3,
        ...(down && { kind: 'refused', detail: failure.detail }),
      }
    : {
        checkId: 'web',
        componentId: 'web',
        at: new Date(at).toISOString(),
        endedAt: at,
        outcome: down ? { kind: 'fail', timings: { totalMs: 3 }, failure } : { kind: 'pass', timings: { totalMs: 3 } },
      };
}).map((line) => JSON.stringify(line));

function replay(args: readonly string[], text = lines.join('\n')) {
  const folder = tempFolder();
  const config = writeConfig(folder, CONFIG);
  writeFileSync(join(folder, 'tries.jsonl'), text);
  return runCommand(script(), ['replay', '--config', config, ...args], { folder });
}

describe('replay', () => {
  it('says of a file of observations who would have been paged and how soon', async () => {
    const { code, out, err } = await replay(['--observations', 'tries.jsonl', '--json']);
    expect(err).toEqual([]);
    expect(code).toBe(1); // nothing is known of what happened, so the page is one more
    const [row, summary] = out.map((line) => JSON.parse(line));
    expect(out).toHaveLength(2);
    expect(row).toMatchObject({
      componentId: 'web',
      verdict: 'new',
      happened: null,
      replayed: { paged: ['kim'], severity: 'critical' },
    });
    expect(row.replayed.since).toBe(START + 180_000);
    expect(row.replayedDetectMs).toBeGreaterThanOrEqual(45_000);
    expect(summary).toMatchObject({ type: 'summary', tries: 60, strangers: 0, kindless: 0, replayedPages: 1, new: 1 });
  });

  it('tells it in words as well', async () => {
    const { out } = await replay(['--observations', 'tries.jsonl']);
    expect(out[0]).toMatch(/web {2}only the replay pages {2}happened: no trouble {2}replayed: kim after 4\d s/);
  });

  it('names the line of a file that it does not understand', async () => {
    const { code, err } = await replay(['--observations', 'tries.jsonl'], `${lines[0]}\n{"checkId": "web"}`);
    expect(code).toBe(2);
    expect(err[0]).toMatch(/tries\.jsonl:2: /);
  });

  it('names what a line has too much, and what was meant', async () => {
    const { code, err } = await replay(
      ['--observations', 'tries.jsonl'],
      `${lines[0]}\n\n{"checkId": "web", "at": 1, "outcome": "fail", "knid": "refused"}`,
    );
    expect(code).toBe(2);
    expect(err[0]).toMatch(/tries\.jsonl:3: knid: unknown field `knid`; did you mean `kind`\?$/);
  });

  it('pages nobody for what a silence of the file lies over: nobody watched then', async () => {
    const down = (at: number) =>
      JSON.stringify({ checkId: 'web', at, outcome: 'fail', latencyMs: 3, kind: 'refused', detail: 'refused' });
    const up = (at: number) => JSON.stringify({ checkId: 'web', at, outcome: 'pass', latencyMs: 3 });
    const times = (from: number, count: number) => Array.from({ length: count }, (_, index) => from + index * 10_000);
    const asleep = [
      ...times(START, 12).map(up),
      ...times(START + 120_000, 3).map(down),
      ...times(START + 2_520_000, 30).map(up),
    ];
    const { code, out } = await replay(['--observations', 'tries.jsonl'], asleep.join('\n'));
    expect(out[0]).toContain('nobody is paged');
    expect(code).toBe(0);
  });

  it('says so when there is no history', async () => {
    const { code, err } = await replay(['--from', '1d']);
    expect(code).toBe(2);
    expect(err[0]).toContain('There is no database at');
  });

  it('refuses a range that ends before it begins', async () => {
    const { code, err } = await replay(['--from', '1h', '--to', '2h']);
    expect(code).toBe(2);
    expect(err[0]).toContain('--from and --to');
  });
});
