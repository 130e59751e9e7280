/** What a zcmonitor check asks beside health_check, against a server with the real one's manners: one command, then it closes. */
import { mkdtemp, rm } from 'node:fs/promises';
import type { ServerResponse } from 'node:http';
import { createServer, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { Recall } from '../../../electron/engine/recall.ts';
import { beginAttempt } from '../../../electron/probes/attempt.ts';
import { callMonitor } from '../../../electron/probes/monitor-call.ts';
import { createTools } from '../../../electron/probes/tools.ts';
import { createWarmUps } from '../../../electron/probes/warm-up.ts';
import { makeAuthority, makeIdentity } from '../../harness/certificates.ts';
import { movableClock } from '../../harness/clock.ts';
import { connectProxy } from '../../harness/connect-proxy.ts';
import { httpServer, httpsServer, tcpServer } from '../../harness/loopback.ts';
import { aCheck, aContext, aProbeSet, failureOf, lookUntil, troubleOf } from '../../harness/probing.ts';

const HEALTHY: Readonly<Record<string, string>> = {
  health_check: 'OK\n',
  zeostatus: 'True\n',
  monitor: '2\nVmSize:\t   99156 kB\nVmRSS:\t   22044 kB\n312.0 /plone/slow-view?token=s3cret (7)\n',
  'monitor 60': '3\n61.5 /plone/search?q=x (1)\n312.0 /plone/slow-view?token=s3cret (7)\n99.0 /plone/export (2)\n',
  dbinfo: '1114 28 459 3212 1438\n',
  zeocache: '42 4200 23 2300 1000\n',
  perf_metrics: '{"instance": {"uptime": 39}, "db": {"conflicts": 7}}\n',
  warmup_state: '1 0\n',
};

/** Answers each connection's one command from the table, then closes; a half-closed client gets nothing. */
function talk(answers: Readonly<Record<string, string>>, asked: string[]) {
  return (socket: Socket) => {
    socket.on('end', () => socket.destroy());
    socket.once('data', (line) => {
      const command = line.toString().trim();
      asked.push(command);
      setImmediate(() => socket.end(answers[command] ?? `Invalid command '${command}'\nTry "help".\n`));
    });
  };
}

async function look(answers: Readonly<Record<string, string>>, wishes: Readonly<Record<string, unknown>>) {
  const asked: string[] = [];
  const server = await tcpServer(talk({ ...HEALTHY, ...answers }, asked));
  const outcome = await aProbeSet().run(aCheck({ type: 'zcmonitor', port: server.port, ...wishes }), aContext());
  return { outcome, asked };
}

const ALL = ['zeostatus', 'monitor', 'dbinfo', 'zeocache', 'perf_metrics', 'warmup_state'];

describe('a zcmonitor check with commands', () => {
  it.each([[['monitor', 'zeostatus']], [['zeostatus', 'monitor']]])(
    'says the worst of them, whatever their order: %j',
    async (commands) => {
      const slow = { after: '1m', most: 0 };
      const { outcome } = await look({ zeostatus: 'False\n' }, { commands, slowConnections: slow });
      expect(failureOf(outcome)).toMatchObject({ kind: 'said-failing', level: 'major_outage' });
    },
  );
  it('says of one command nothing that belongs to the one before', async () => {
    const server = await tcpServer(talk(HEALTHY, []));
    const place = { host: '127.0.0.1', port: server.port };
    const { names, secondLook } = createTools();
    await beginAttempt({ timeoutMs: 10_000, context: aContext(), secondLook }, (attempt) =>
      callMonitor(place, 'health_check', attempt, names, () => {
        expect(attempt.timeoutWords).toBeNull();
        attempt.pass();
      }),
    );
    expect.assertions(1);
  });

  it('asks each on a connection of its own, and keeps the figures', async () => {
    const { outcome, asked } = await look({}, { commands: ALL });
    expect(asked).toEqual(['health_check', ...ALL]);
    expect(outcome).toMatchObject({
      kind: 'pass',
      readings: {
        zeoConnected: true,
        openConnections: 2,
        residentKb: 22_044,
        slowest: '/plone/slow-view?… for 5 min 12 s',
        dbConnections: 459,
        cacheEvicted: 23,
        'db.conflicts': 7,
        warmedUp: true,
      },
    });
    expect(JSON.stringify(outcome)).not.toContain('s3cret');
  });

  it('asks nothing more of an instance that is not well', async () => {
    const { outcome, asked } = await look({ health_check: 'Warmup in progress\n' }, { commands: ALL });
    expect({ asked, kind: failureOf(outcome).kind }).toEqual({ asked: ['health_check'], kind: 'starting' });
  });

  it('calls a lost database server a major outage', async () => {
    const { outcome } = await look({ zeostatus: 'False\n' }, { commands: ['zeostatus'] });
    expect(failureOf(outcome)).toMatchObject({
      kind: 'said-failing',
      level: 'major_outage',
      detail: 'the instance has lost its database server (zeostatus: False)',
    });
  });

  it('believes perf_metrics, too, when it calls the database lost', async () => {
    const lost = { perf_metrics: '{"error": "Database \'main\' disconnected."}\n' };
    expect(failureOf((await look(lost, { commands: ['perf_metrics'] })).outcome)).toMatchObject({
      kind: 'said-failing',
      detail: "Database 'main' disconnected.",
    });
  });

  it('fails on requests that are open too long, and shows which, without their queries', async () => {
    const { outcome, asked } = await look({}, { slowConnections: { after: '1m', most: 2 } });
    expect(asked).toEqual(['health_check', 'monitor 60']);
    expect(failureOf(outcome)).toMatchObject({
      kind: 'threshold',
      level: 'performance_issues',
      detail:
        '3 requests are open longer than 1 min: /plone/slow-view?… for 5 min 12 s, /plone/export for 1 min 39 s, /plone/search?… for 1 min 2 s',
    });
    expect((await look({}, { slowConnections: { after: '1m', most: 3 } })).outcome.kind).toBe('pass');
  });

  it('fails where a rule cannot be asked, and only tells it where a figure cannot be had', async () => {
    const unknown = 'Invalid command \'x\'\nTry "help".\n';
    expect(failureOf((await look({ zeostatus: unknown }, { commands: ['zeostatus'] })).outcome)).toMatchObject({
      kind: 'wrong-content',
      detail: "the monitor did not answer zeostatus, but: Invalid command 'x'",
    });
    expect(failureOf((await look({ 'monitor 60': '' }, { slowConnections: { after: '1m' } })).outcome)).toMatchObject({
      kind: 'wrong-content',
    });
    expect((await look({ dbinfo: 'a b\n' }, { commands: ['dbinfo'] })).outcome).toMatchObject({
      kind: 'pass',
      readings: { dbinfo: 'a b' },
    });
  });

  it('finds a monitor on its Unix socket, and knows nobody there from not being let in', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'zc-'));
    const socket = join(folder, 'monitor.sock');
    const server = createServer(talk(HEALTHY, []));
    onTestFinished(async () => {
      server.close();
      await rm(folder, { recursive: true, force: true });
    });
    const probes = aProbeSet();
    const check = aCheck({ type: 'zcmonitor', socket });
    expect(failureOf(await probes.run(check, aContext()))).toMatchObject({
      kind: 'refused',
      detail: `nobody listens at ${socket}`,
    });
    await new Promise<void>((resolve) => server.listen(socket, resolve));
    expect((await probes.run(check, aContext())).kind).toBe('pass');
  });

  it('is stopped without a word about the target', async () => {
    const recall = new Recall();
    const server = await tcpServer(() => recall.call());
    const check = aCheck({ type: 'zcmonitor', port: server.port });
    expect(troubleOf(await aProbeSet().run(check, aContext({ recall }))).kind).toBe('cancelled');
  });
});

describe('warming up', () => {
  async function warming(state: string, warmed: (asked: number) => { status: number; body: string }) {
    const requests: string[] = [];
    const web = await httpServer((request, response) => {
      requests.push(`${request.method} ${request.url}`);
      const { status, body } = warmed(requests.length);
      response.writeHead(status).end(body);
    });
    const server = await tcpServer(talk({ ...HEALTHY, warmup_state: state }, []));
    const url = `http://127.0.0.1:${web.port}/site/@@warmup`;
    const check = aCheck({ type: 'zcmonitor', port: server.port, warmUp: { url } });
    const probes = aProbeSet();
    const look = () => probes.run(check, aContext());
    const said = async () => {
      const outcome = await look();
      return outcome.kind === 'pass' ? outcome.readings?.warmUp : outcome.kind;
    };
    return { requests, look, said };
  }

  /** Looks until the warm-up has ended; each look is a round trip, so nothing is slept. */
  async function ended(said: () => Promise<unknown>): Promise<unknown> {
    for (let looks = 0; looks < 200; looks += 1) {
      const words = await said();
      if (typeof words === 'string' && !words.startsWith('under way')) {
        return words;
      }
    }
    return 'never';
  }

  it('is asked for once, when nobody did it and nobody is at it, and its answer is told', async () => {
    const { requests, said } = await warming('0 0\n', () => ({ status: 200, body: 'Warmup successful' }));
    expect(await said()).toMatch(/^under way for /);
    expect(await ended(said)).toMatch(/^Warmup successful, took /);
    expect(requests).toEqual(['GET /site/@@warmup']);
  });

  it('that fails is told and not tried again at once; the instance is as well as health_check says', async () => {
    const { requests, said, look } = await warming('0 0\n', () => ({ status: 500, body: 'boom' }));
    await said();
    expect(await ended(said)).toMatch(/^failed: 500 Internal Server Error after /);
    expect({ kind: (await look()).kind, requests: requests.length }).toEqual({ kind: 'pass', requests: 1 });
  });

  it.each(['0 1\n', '1 0\n', '1 1\n'])('is left to the instance when it says %j', async (state) => {
    const { requests, look } = await warming(state, () => ({ status: 200, body: '' }));
    for (let turn = 0; turn < 2; turn += 1) {
      const outcome = await look();
      expect(outcome.kind === 'pass' && Object.keys(outcome.readings ?? {})).not.toContain('warmUp'); // none was begun
    }
    expect(requests).toEqual([]);
  });

  it('goes through the proxy of the check, shows its credentials, and trusts what the check trusts', async () => {
    const authority = makeAuthority('House CA');
    const identity = makeIdentity({ name: 'zope.test', for: ['zope.test'] }, authority);
    const shown: unknown[] = [];
    const web = await httpsServer(identity, (request, response) => {
      shown.push(request.headers.authorization);
      response.end('Warmup successful');
    });
    const server = await tcpServer(talk({ ...HEALTHY, warmup_state: '0 0\n' }, []));
    const proxy = await connectProxy();
    const warmUp = { url: `https://zope.test:${web.port}/@@warmup`, ca: authority.cert, auth: { token: 'abc' } };
    const way = { host: 'zope.test', port: server.port, proxy: `http://127.0.0.1:${proxy.port}` };
    const check = aCheck({ type: 'zcmonitor', ...way, warmUp });
    const probes = aProbeSet();
    const outcome = await lookUntil(
      () => probes.run(check, aContext()),
      (look) => look.kind === 'pass' && /successful/.test(String(look.readings?.warmUp)),
    );
    expect(outcome).toMatchObject({ readings: { warmUp: expect.stringMatching(/^Warmup successful, took /) } });
    expect(shown).toEqual(['Bearer abc']);
    expect(proxy.asked).toContain(`zope.test:${web.port}`);
  });

  it.each([
    { story: 'answer', begin: () => undefined },
    { story: 'end', begin: (response: ServerResponse) => void response.write('Warm') },
  ])('is given up after half an hour in all when it does not $story', async ({ begin }) => {
    const clock = movableClock();
    let answering = () => undefined as unknown;
    const asked = new Promise<void>((resolve) => {
      answering = resolve;
    });
    const web = await httpServer((_request, response) => {
      begin(response);
      answering();
    });
    const warmUps = createWarmUps(createTools());
    onTestFinished(() => warmUps.close());
    const warmUp = { url: `http://127.0.0.1:${web.port}/`, again: 1, verifyTls: true };
    const check = aCheck({ type: 'zcmonitor', port: 1 });
    warmUps.begin(check, warmUp, clock);
    await asked;
    await clock.advance(30 * 60_000);
    expect(warmUps.said(check.id, clock)).toMatch(/^failed: .* within 30 min after 30 min$/);
    expect(clock.waiting).toBe(0);
  });

  it('that is led elsewhere has failed: a login page is no warm-up', async () => {
    const web = await httpServer((_request, response) => response.writeHead(302, { location: '/login' }).end());
    const server = await tcpServer(talk({ ...HEALTHY, warmup_state: '0 0\n' }, []));
    const check = aCheck({ type: 'zcmonitor', port: server.port, warmUp: { url: `http://127.0.0.1:${web.port}/` } });
    const probes = aProbeSet();
    const outcome = await lookUntil(
      () => probes.run(check, aContext()),
      (look) => look.kind === 'pass' && /failed/.test(String(look.readings?.warmUp)),
    );
    expect(outcome).toMatchObject({ readings: { warmUp: expect.stringMatching(/^failed: 302 Found after /) } });
  });
});
