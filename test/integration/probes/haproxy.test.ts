/** The HAProxy check against a real one: three back ends on loopback, drained, lost, and with a queue. */
import { existsSync, writeFileSync } from 'node:fs';
import { get, type ServerResponse } from 'node:http';
import { connect } from 'node:net';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished, type TestContext } from 'vitest';
import type { ProbeOutcome } from '../../../shared/model/observation.ts';
import { until } from '../../harness/desktop/until.ts';
import { closedPort, httpServer, type Loopback } from '../../harness/loopback.ts';
import { aCheck, aContext, aProbeSet, failureOf, lookUntil, troubleOf } from '../../harness/probing.ts';
import { requireProgram, serverFolder, startPeer } from '../../harness/real-programs.ts';

interface Stage {
  readonly servers: readonly Loopback[];
  readonly port: number;
  readonly statsPort: number;
  readonly adminPort: number;
  readonly socket: string;
  /** Says one line to the admin socket. */
  command(line: string): Promise<string>;
  /** Lets every request that waits at a server go. */
  release(): void;
}

/**
 * HAProxy before three servers that take one request at a time, with a backup elsewhere. It gives a look at a server no longer than
 * the time between two (`inter`): where that is short, a busy machine takes servers out of service.
 */
async function stage(test: TestContext): Promise<Stage> {
  const program = requireProgram(test, 'haproxy');
  const waiting: ServerResponse[] = [];
  const answer = (_request: unknown, response: ServerResponse) => void waiting.push(response);
  const servers = [await httpServer(answer), await httpServer(answer), await httpServer(answer)];
  const spare = await httpServer(answer);
  const [port, statsPort, adminPort, dead] = [
    await closedPort(),
    await closedPort(),
    await closedPort(),
    await closedPort(),
  ];
  const folder = serverFolder('us');
  const socket = join(folder.path, 'admin.sock');
  const lines = servers.map((server, index) => `  server web${index + 1} 127.0.0.1:${server.port} maxconn 1`);
  writeFileSync(
    join(folder.path, 'haproxy.cfg'),
    `
global
  stats socket ${socket} mode 600 level admin
  stats socket ipv4@127.0.0.1:${adminPort} level admin
defaults
  mode http
  timeout connect 2s
  timeout client 60s
  timeout server 60s
  timeout queue 60s
  timeout check 2s
  default-server check inter 2s fastinter 100ms downinter 100ms fall 1 rise 1
frontend in
  bind 127.0.0.1:${port}
  default_backend web
frontend stats
  bind 127.0.0.1:${statsPort}
  stats enable
  stats uri /stats
  acl secret path_beg /secret
  http-request deny if secret
backend web
${lines.join('\n')}
backend spare
  server main 127.0.0.1:${dead}
  server second 127.0.0.1:${spare.port} backup
`,
  );
  const peer = await startPeer({ program, args: ['-db', '-f', join(folder.path, 'haproxy.cfg')], port: statsPort });
  onTestFinished(async () => {
    await peer.stop();
    folder.remove();
  });
  await until('its admin socket has its name', () => existsSync(socket)); // which it gets after the ports are open
  return {
    servers,
    port,
    statsPort,
    adminPort,
    socket,
    command: (line) =>
      new Promise((resolve, reject) => {
        let said = '';
        const admin = connect({ path: socket }, () => admin.write(`${line}\n`));
        admin.on('data', (chunk) => {
          said += chunk.toString();
        });
        admin.on('end', () => resolve(said)).on('error', reject);
      }),
    release: () => {
      for (const response of waiting.splice(0)) {
        response.end('at last');
      }
    },
  };
}

const servers = (words: string) => (outcome: ProbeOutcome) =>
  outcome.kind !== 'inconclusive' && outcome.readings?.servers === words;
const failed = (outcome: ProbeOutcome) => outcome.kind === 'fail';

describe('a real HAProxy', () => {
  it('tells the same over HTTP, its socket and its port, and a drained server is not down', async (test) => {
    const on = await stage(test);
    const ways = [
      { url: `http://127.0.0.1:${on.statsPort}/stats` },
      { socket: on.socket },
      { host: '127.0.0.1', port: on.adminPort },
    ];
    const probes = aProbeSet();
    const checks = ways.map((way, index) => aCheck({ type: 'haproxy', id: `way${index}`, backends: ['web'], ...way }));
    for (const check of checks) {
      const outcome = await lookUntil(() => probes.run(check, aContext()), servers('3 of 3'));
      expect(outcome).toMatchObject({ kind: 'pass', readings: { servers: '3 of 3', queued: 0 } });
    }
    await on.command('set server web/web2 state drain');
    for (const check of checks) {
      const outcome = await lookUntil(() => probes.run(check, aContext()), servers('2 of 3'));
      expect(outcome).toMatchObject({ kind: 'pass', readings: { servers: '2 of 3' } });
    }
    const strict = aCheck({ type: 'haproxy', socket: on.socket, backends: ['web'], least: 3 });
    expect(failureOf(await probes.run(strict, aContext()))).toMatchObject({
      level: 'partial_outage',
      detail: 'web has 2 of 3 servers in service, 3 are needed',
    });
    for (const server of ['web1', 'web3']) {
      await on.command(`set server web/${server} state maint`);
    }
    expect(failureOf(await probes.run(checks[1] ?? strict, aContext()))).toMatchObject({ kind: 'draining' });
  });

  it('with a full queue is overloaded, and tells how many wait', async (test) => {
    const on = await stage(test);
    const probes = aProbeSet();
    const check = aCheck({ type: 'haproxy', socket: on.socket, backends: ['web'], maxQueue: 3 });
    await lookUntil(() => probes.run(check, aContext()), servers('3 of 3'));
    for (let client = 0; client < 8; client += 1) {
      get({ host: '127.0.0.1', port: on.port, agent: false }, (response) => response.resume()).on(
        'error',
        () => undefined,
      );
    }
    const full = await lookUntil(
      () => probes.run(check, aContext()),
      (outcome) => failed(outcome) && /^5 /.test(failureOf(outcome).detail),
    );
    expect(failureOf(full)).toMatchObject({
      kind: 'overloaded',
      level: 'partial_outage',
      detail: '5 requests wait in the queue of web, 3 are allowed',
    });
    expect(full).toMatchObject({ load: { waiting: 5, busy: 3, workers: 3 } });
    const calm = await lookUntil(
      () => {
        on.release();
        return probes.run(check, aContext());
      },
      (outcome) => outcome.kind === 'pass',
    );
    expect(calm).toMatchObject({ kind: 'pass', readings: { mostQueued: 5 } });
  });

  it('that lost a server is not well; up only by its backup is a partial outage; with nobody left it is down', async (test) => {
    const on = await stage(test);
    const probes = aProbeSet();
    const web = aCheck({ type: 'haproxy', socket: on.socket, backends: ['web'] });
    const spare = aCheck({ type: 'haproxy', id: 'spare', socket: on.socket, backends: ['spare'] });
    expect(failureOf(await lookUntil(() => probes.run(spare, aContext()), failed))).toMatchObject({
      level: 'partial_outage',
      detail: expect.stringMatching(/^spare is up only by its backup: main is down \(L4CON/),
    });
    await lookUntil(() => probes.run(web, aContext()), servers('3 of 3'));
    await on.servers[0]?.close();
    expect(failureOf(await lookUntil(() => probes.run(web, aContext()), failed))).toMatchObject({
      level: 'performance_issues',
      detail: expect.stringMatching(/^web has lost 1 of 3 servers: web1 is down \(L4CON/),
    });
    await on.servers[1]?.close();
    await on.servers[2]?.close();
    const down = await lookUntil(
      () => probes.run(web, aContext()),
      (outcome) => failed(outcome) && failureOf(outcome).level === 'major_outage',
    );
    expect(failureOf(down).detail).toMatch(/^web has no server left: web1 is down/);
  });

  it('that does not show its statistics to us is blamed for nothing; a back end that it has not is missed', async (test) => {
    const on = await stage(test);
    const probes = aProbeSet();
    const locked = aCheck({ type: 'haproxy', url: `http://127.0.0.1:${on.statsPort}/secret` });
    expect(troubleOf(await probes.run(locked, aContext())).kind).toBe('not-allowed');
    const gone = aCheck({ type: 'haproxy', socket: on.socket, backends: ['shop'] });
    expect(failureOf(await probes.run(gone, aContext())).detail).toBe(
      'HAProxy has no back end called shop with a server (any more)',
    );
  });
});

describe('the HAProxy check', () => {
  it('knows an admin socket that is not there', async () => {
    const check = aCheck({ type: 'haproxy', socket: '/nonexistent/admin.sock' });
    expect(failureOf(await aProbeSet().run(check, aContext()))).toMatchObject({ kind: 'refused' });
  });
});
