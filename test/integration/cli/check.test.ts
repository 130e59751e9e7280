/** `watchbell check`: one line a check, an exit code for cron, and a verdict that does not come from one unlucky try. */
import { describe, expect, it } from 'vitest';
import { bundledCommandLine, type Ended, runCommand } from '../../harness/command.ts';
import { closedPort, httpServer, type Loopback, tcpServer } from '../../harness/loopback.ts';
import { writeConfig } from '../../harness/served.ts';
import { tempFolder } from '../../harness/temp-folder.ts';

const script = bundledCommandLine();

interface CheckLine {
  readonly id: string;
  readonly port: number;
  readonly more?: string;
}

function check(checks: readonly CheckLine[], ...args: readonly string[]): Promise<Ended> {
  const folder = tempFolder();
  const components = checks.map(
    ({ id, port, more = '' }) =>
      `  - id: ${id}\n    checks: [{ type: http, url: "http://127.0.0.1:${port}/", interval: 1s, fastInterval: 100ms${more} }]\n`,
  );
  const config = writeConfig(folder, `version: 1\ncomponents:\n${components.join('')}`);
  return runCommand(script(), ['check', '--config', config, ...args], { folder });
}

/** Answers 200 or 503, as the story says; the last word stays. */
function storyteller(story: readonly boolean[]): Promise<Loopback> {
  let turn = 0;
  return httpServer((_request, response) => {
    const well = story[Math.min(turn, story.length - 1)] ?? false;
    turn += 1;
    response.writeHead(well ? 200 : 503).end();
  });
}

describe('check --once', () => {
  it('says one line a check in plain columns, and ends with 1 when one of them is not well', async () => {
    const good = await storyteller([true]);
    const bad = await storyteller([false]);
    const nobody = await closedPort();
    const { code, out, err } = await check(
      [
        { id: 'shop', port: good.port },
        { id: 'mail', port: bad.port },
        { id: 'gone', port: nobody },
      ],
      '--once',
    );
    expect(code).toBe(1);
    expect([...out].sort()).toEqual([
      `failed       gone/http  GET http://127.0.0.1:${nobody}/  connection refused by 127.0.0.1:${nobody}`,
      `failed       mail/http  GET http://127.0.0.1:${bad.port}/  503 Service Unavailable, expected 200-299`,
      expect.stringMatching(`^ok           shop/http  GET http://127.0.0.1:${good.port}/  \\d+ ms$`),
    ]);
    expect(err).toEqual(['2 of 3 checks not well']);
    expect([good.connections(), bad.connections()]).toEqual([1, 1]);
  });

  it('ends with 0 when all is well', async () => {
    const { port } = await storyteller([true]);
    const { code, err } = await check([{ id: 'shop', port }], '--once');
    expect([code, err]).toEqual([0, ['all 1 checks well']]);
  });

  it('does not call a slow answer well', async () => {
    const server = await httpServer((_request, response) => void setTimeout(() => response.end(), 50));
    const { code, out } = await check([{ id: 'shop', port: server.port, more: ', latencyLimit: 5ms' }], '--once');
    expect([code, out]).toEqual([1, [expect.stringMatching(/^slow {9}shop\/http .* \d+ ms, limit 5 ms$/)]]);
  });
});

describe('check', () => {
  it('forgives a single failure, and looks until two passes in a row have settled it', async () => {
    const server = await storyteller([false, true, true]);
    const { code, out } = await check([{ id: 'shop', port: server.port }]);
    expect([code, out]).toEqual([0, [expect.stringMatching(/^ok +shop\/http/)]]);
    expect(server.connections()).toBe(3);
  });

  it('takes three failures in a row before it says that something is wrong', async () => {
    const server = await storyteller([false, false, false, true]);
    const { code, out } = await check([{ id: 'shop', port: server.port }]);
    expect([code, out]).toEqual([1, [expect.stringMatching(/^failed +shop\/http .*503 Service Unavailable/)]]);
    expect(server.connections()).toBe(3);
  });

  it('gives up on a target that cannot decide, and does not call it well', async () => {
    const server = await storyteller(Array.from({ length: 40 }, (_, turn) => turn % 2 === 1));
    const { code, out } = await check([{ id: 'shop', port: server.port, more: ', rise: 2, fall: 3' }]);
    expect([code, out]).toEqual([1, [expect.stringContaining('not settled after 20 tries')]]);
  });

  it('looks at other types too, and says what it had to leave out', async () => {
    const folder = tempFolder();
    const greeter = await tcpServer((socket) => void socket.write('220 ready\r\n'));
    const config = writeConfig(
      folder,
      `version: 1\ncomponents:\n  - id: mail\n    checks:\n      - { type: tcp, host: 127.0.0.1, port: ${greeter.port}, script: [{ expect: "220" }] }\n      - { type: heartbeat, every: 1h, token: a-long-enough-token }\n`,
    );
    const { code, out, err } = await runCommand(script(), ['check', '--config', config], { folder });
    expect([code, out]).toEqual([0, [expect.stringMatching(`^ok +mail/tcp  127.0.0.1:${greeter.port}  \\d+ ms$`)]]);
    expect(err).toEqual([
      '1 heartbeat or count check(s) left out: beats and reports arrive at the running Watchbell only',
      'all 1 checks well',
    ]);
  });

  it('does not call nothing well', async () => {
    const { code, out, err } = await check([]);
    expect([code, out, err]).toEqual([1, [], ['There is nothing to look at in this configuration']]);
  });

  it('ends with 2 on a broken configuration, without looking at anything', async () => {
    const folder = tempFolder();
    const config = writeConfig(folder, 'version: 1\ncomponents: [\n');
    const { code, out, err } = await runCommand(script(), ['check', '--config', config], { folder });
    expect([code, out]).toEqual([2, []]);
    expect(err).toEqual([expect.stringMatching(`^${config}:3:1: `)]);
  });
});
