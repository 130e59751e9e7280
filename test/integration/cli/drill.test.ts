/** `watchbell drill`: the same bytes from every process, words for people, and each mistake in the world with its place. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { bundledCommandLine, runCommand } from '../../harness/command.ts';
import { writeConfig } from '../../harness/served.ts';
import { tempFolder } from '../../harness/temp-folder.ts';

const script = bundledCommandLine();

const CONFIG = `version: 1
components:
  - { id: web, checks: [{ type: tcp, host: web.example.org, port: 80 }] }
  - { id: db, checks: [{ type: tcp, host: db.example.org, port: 5432 }] }
people: [{ id: kim, name: Kim, timeZone: Europe/Berlin, channels: [hook] }]
channels: [{ id: hook, type: webhook, url: "http://127.0.0.1:1/", secret: whsec_dGVzdA== }]
policies: [{ id: default, steps: [{ targets: [{ person: kim }] }] }]
`;

const WORLD = `seed: 7
start: 2026-03-28T22:00:00Z
length: 6h
targets:
  web:
    - { from: 1h, to: 1h5m, state: down, kind: wrong-status, status: 503 }
    - { from: 2h, to: 3h, state: flaky, failShare: 0.4, kind: refused }
watcher: [{ from: 4h, to: 4h20m, event: asleep }, { from: 5h, event: restart }]
channels: { hook: [{ from: 1h, to: 1h2m, result: hang }] }
people: { kim: { acknowledges: { after: 2m }, awake: "07:00-23:00" } }
`;

function drill(world: string, args: readonly string[] = [], env: Readonly<Record<string, string>> = {}) {
  const folder = tempFolder();
  const config = writeConfig(folder, CONFIG);
  writeFileSync(join(folder, 'world.yaml'), world);
  return runCommand(script(), ['drill', 'world.yaml', '--config', config, ...args], { folder, env });
}

describe('drill', () => {
  it('says the same, byte for byte, in another process, zone and language', async () => {
    const one = await drill(WORLD, ['--json']);
    const other = await drill(WORLD, ['--json'], {
      TZ: 'America/St_Johns',
      LANG: 'de_DE.UTF-8',
      LC_ALL: 'de_DE.UTF-8',
    });
    expect(one).toMatchObject({ code: 0, err: [] });
    expect(other).toEqual(one);
    const lines = one.out.map((line) => JSON.parse(line));
    expect(lines.at(-1)).toMatchObject({ type: 'summary', components: { web: {}, db: { stretches: [] } } });
    expect(lines.map(({ type }) => type)).toEqual(
      expect.arrayContaining(['state', 'page', 'failed', 'delivered', 'close', 'watcher']),
    );
    const page = lines.find(({ type }) => type === 'page');
    expect(page).toMatchObject({
      component: 'web',
      incident: 'i1',
      person: 'kim',
      because: expect.stringMatching(/wrong-status/),
    });
  });

  it('tells it in words as well: a timeline, and the summary as a table', async () => {
    const { code, out } = await drill(WORLD);
    expect(code).toBe(0);
    expect(out.find((line) => / page {10}web /.test(line))).toMatch(
      /^ +1:0\d:\d\d(\.\d+)? page {10}web {14}i1 critical step 1 kim by hook: third failure in a row \(wrong-status\)/,
    );
    const table = out.slice(out.indexOf('') + 1);
    expect(table[0]).toMatch(
      /^\d+ pages, \d+ closing messages, \d+ reminders, 0 held back; \d+ checks run; not watching for/,
    );
    expect(table[1]).toMatch(
      /^component +down from +for +shown after +paged after +reached after +green .* +not watched/,
    );
    expect(table[2]).toMatch(/^web +1:00:00 +5 min /);
    expect(table.at(-1)).toMatch(/^1 component was never down; not watched for at most 2\d min/);
  });

  it('names every mistake with its place and a suggestion, and plays nothing', async () => {
    const { code, out, err } = await drill(
      'lenght: 6h\ntargets:\n  web: [{ from: 1h, to: 2h, state: slow, latency: 3 }]\n',
    );
    expect(code).toBe(2);
    expect(out).toEqual([]);
    expect(err).toEqual([
      expect.stringMatching(/world\.yaml:1:1: lenght: unknown field `lenght`; did you mean `length`\?$/),
      expect.stringMatching(
        /world\.yaml:3:\d+: targets\.web\[0\]\.latency: unknown field `latency`; did you mean `latencyMs`\?$/,
      ),
    ]);
  });

  it('names a target that the configuration does not have, and one that begins when the drill is over', async () => {
    const stranger = await drill('targets:\n  wbe: []\n');
    expect(stranger).toMatchObject({
      code: 2,
      err: [expect.stringMatching(/world\.yaml:2:\d+: targets\.wbe: .*did you mean `web`\?$/)],
    });
    const late = await drill('length: 1h\ntargets:\n  web: [{ from: 2h, to: 3h, state: hang }]\n');
    expect(late).toMatchObject({
      code: 2,
      err: [expect.stringMatching(/world\.yaml:3:\d+: targets\.web\[0\]\.from: never happens/)],
    });
  });

  it('says of a world that is not there which file it looked for', async () => {
    const folder = tempFolder();
    const ended = await runCommand(script(), ['drill', 'world.yaml', '--config', writeConfig(folder, CONFIG)], {
      folder,
    });
    expect(ended).toMatchObject({ code: 2, out: [], err: [expect.stringMatching(/^There is no file .*world\.yaml/)] });
  });
});
