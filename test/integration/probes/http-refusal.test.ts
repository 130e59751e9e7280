/** Who answers 502, 503 and 504, and what they mean: a real HAProxy and a real Apache in front of a back end, and servers of our own. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished, type TestContext } from 'vitest';
import { closedPort, httpServer, tcpServer } from '../../harness/loopback.ts';
import { aCheck, aContext, aProbeSet, failureOf, standingClock, troubleOf } from '../../harness/probing.ts';
import { requireProgram, serverFolder, startPeer } from '../../harness/real-programs.ts';

const http = (port: number, wishes: Readonly<Record<string, unknown>> = {}) =>
  aCheck({ type: 'http', url: `http://127.0.0.1:${port}/`, ...wishes });

/** How long the page of a refusal is waited for. */
const PAGE_WAIT_MS = 1_000;

const look = (port: number) => aProbeSet().run(http(port), aContext());

/** Puts a configuration into a folder of its own and runs the program on it until the test ends. */
async function inFront(
  test: TestContext,
  name: string,
  config: (port: number, folder: string) => string,
  args: (file: string) => readonly string[],
): Promise<number> {
  const program = requireProgram(test, name);
  const folder = serverFolder('us');
  onTestFinished(() => folder.remove());
  const port = await closedPort();
  const file = join(folder.path, `${name}.conf`);
  writeFileSync(file, config(port, folder.path));
  const peer = await startPeer({ program, args: args(file), port });
  onTestFinished(() => peer.stop());
  return port;
}

/** For back ends that say something, in this very process, which a busy machine may stop; for one that never does, less. */
const PATIENCE_S = { well: 20, silent: 1 } as const;
type Patience = keyof typeof PATIENCE_S;

const haproxy = (test: TestContext, backEnd: number, patience: Patience) =>
  inFront(
    test,
    'haproxy',
    (port) => `
defaults
  mode http
  timeout connect ${PATIENCE_S.well}s
  timeout client 60s
  timeout server ${PATIENCE_S[patience]}s
  retries 0
listen front
  bind 127.0.0.1:${port}
  server a 127.0.0.1:${backEnd}
`,
    (file) => ['-db', '-f', file],
  );

const apache = (test: TestContext, backEnd: number, patience: Patience) =>
  inFront(
    test,
    'apache2',
    (port, folder) => `
ServerRoot ${folder}
ServerName front.test
PidFile ${folder}/pid
ErrorLog ${folder}/error.log
Listen 127.0.0.1:${port}
LoadModule mpm_event_module /usr/lib/apache2/modules/mod_mpm_event.so
LoadModule authz_core_module /usr/lib/apache2/modules/mod_authz_core.so
LoadModule proxy_module /usr/lib/apache2/modules/mod_proxy.so
LoadModule proxy_http_module /usr/lib/apache2/modules/mod_proxy_http.so
${process.getuid?.() === 0 ? 'User nobody\nGroup nogroup' : ''}
ProxyTimeout ${PATIENCE_S[patience]}
ProxyPass / http://127.0.0.1:${backEnd}/
`,
    (file) => ['-DFOREGROUND', '-f', file],
  );

/** Takes requests and never answers. */
const silent = () => tcpServer((socket) => socket.resume());
/** Breaks off as soon as it is asked. */
const rude = () => tcpServer((socket) => socket.once('data', () => socket.destroy()));

describe('a proxy’s own page, told from the site’s', () => {
  const backEnds = {
    gone: closedPort,
    silent: async () => (await silent()).port,
    rude: async () => (await rude()).port,
  } as const;
  const patienceFor = (backEnd: keyof typeof backEnds): Patience => (backEnd === 'silent' ? 'silent' : 'well');

  it.for([
    { backEnd: 'gone', status: 503, says: 'no server available' },
    { backEnd: 'silent', status: 504, says: 'the back end did not answer in time' },
    { backEnd: 'rude', status: 502, says: 'the back end broke off, or answered no HTTP' },
  ] as const)('HAProxy, back end $backEnd: $status, $says', async ({ backEnd, status, says }, test) => {
    const port = await haproxy(test, await backEnds[backEnd](), patienceFor(backEnd));
    expect(failureOf(await look(port))).toEqual({
      kind: 'proxy-error',
      phase: 'headers',
      detail: `the proxy in front answers ${status} in its place (HAProxy: ${says})`,
      status,
    });
  });

  it.for([
    {
      backEnd: 'gone',
      detail: /^the proxy in front answers 503 in its place \(Apache: the back end cannot be reached\)$/,
    },
    // This version says 502 when ProxyTimeout is over, others say 504; both are the back end's time-out.
    {
      backEnd: 'silent',
      detail: /^the proxy in front answers 50[24] in its place \(Apache: the back end did not answer in time/,
    },
    { backEnd: 'rude', detail: /^the proxy in front answers 502 in its place \(Apache: the back end broke off/ },
  ] as const)('Apache, back end $backEnd: $detail', async ({ backEnd, detail }, test) => {
    const port = await apache(test, await backEnds[backEnd](), patienceFor(backEnd));
    const failure = failureOf(await look(port));
    expect(failure).toMatchObject({ kind: 'proxy-error', phase: 'headers' });
    expect(failure.detail).toMatch(detail);
  });

  it.for(['haproxy', 'apache'] as const)(
    'is not blamed on %s when the site itself fails behind it',
    async (name, test) => {
      const site = await httpServer((_request, response) => response.writeHead(503).end('<h1>our shop is closed</h1>'));
      const port = await (name === 'haproxy' ? haproxy : apache)(test, site.port, 'well');
      expect(failureOf(await look(port))).toEqual({
        kind: 'wrong-status',
        phase: 'headers',
        detail: '503 Service Unavailable, expected 200-299',
        status: 503,
      });
    },
  );
});

describe('a refusal', () => {
  const answer = (status: number, headers: Readonly<Record<string, string>>, body = '') =>
    httpServer((_request, response) => response.writeHead(status, headers).end(body));

  it.each([
    {
      status: 503,
      after: '120',
      says: '503 Service Unavailable: it is overloaded and failing nicely, it says come back in 2 min',
    },
    {
      status: 429,
      after: '3',
      says: '429 Too Many Requests: it is overloaded and failing nicely, it says come back in 3 s',
    },
  ])('with Retry-After is overload, failing nicely: $status', async ({ status, after, says }) => {
    const server = await answer(status, { 'retry-after': after });
    const outcome = await look(server.port);
    expect(failureOf(outcome)).toEqual({ kind: 'overloaded', phase: 'headers', detail: says, status });
    expect(outcome).toMatchObject({ readings: { retryAfterSeconds: Number(after) } });
  });

  it('without it is a wrong status, and a time-out is failing badly', async () => {
    const server = await answer(503, {});
    expect(failureOf(await look(server.port)).kind).toBe('wrong-status');
  });

  it.each([
    { body: 'draining', type: 'text/plain', kind: 'draining' },
    { body: '{"status":"OUT_OF_SERVICE"}', type: 'application/json', kind: 'draining' },
    { body: 'Down for maintenance until 06:00', type: 'text/plain', kind: 'draining' },
    { body: '{"state":"starting"}', type: 'application/json', kind: 'starting' },
    { body: '{"status":"DOWN"}', type: 'application/json', kind: 'wrong-status' },
    { body: '<p>We are down for maintenance</p>', type: 'text/html', kind: 'wrong-status' },
    { body: 'the pump is not draining the maintenance queue '.repeat(9), type: 'text/plain', kind: 'wrong-status' },
  ])('that says $body ($type) is $kind', async ({ body, type, kind }) => {
    const server = await answer(503, { 'content-type': type }, body);
    expect(failureOf(await look(server.port))).toMatchObject({ kind, phase: 'headers', status: 503 });
  });

  it('whose page never ends, or breaks off, is judged by its status', async () => {
    const endless = await tcpServer((socket) =>
      socket.once('data', () => socket.write('HTTP/1.1 503 x\r\ncontent-length: 99\r\n\r\nhalf a pa')),
    );
    const clock = standingClock();
    const trying = aProbeSet().run(http(endless.port), aContext({ clock }));
    await clock.limited(PAGE_WAIT_MS);
    await clock.advance(PAGE_WAIT_MS);
    const wrong = {
      kind: 'wrong-status',
      phase: 'headers',
      detail: '503 Service Unavailable, expected 200-299',
      status: 503,
    };
    expect(failureOf(await trying)).toEqual(wrong);
    const now = () => {
      throw new RangeError('the clock broke');
    };
    const stumbling = aProbeSet().run(http(endless.port), aContext({ clock: { ...clock, now } }));
    await clock.limited(PAGE_WAIT_MS);
    await clock.advance(PAGE_WAIT_MS);
    expect(troubleOf(await stumbling)).toEqual({ kind: 'bug', detail: 'RangeError: the clock broke' });
    const broken = await tcpServer((peer) =>
      peer.once('data', () => peer.end('HTTP/1.1 503 x\r\ncontent-length: 99\r\n\r\nhalf a pa')),
    );
    expect(failureOf(await look(broken.port))).toEqual(wrong);
  });
});

describe('our own local server that turns our own check away', () => {
  it('blames no target, and so pages nobody about our own load', async () => {
    const { port } = await httpServer((_request, response) => {
      response.writeHead(503, { 'retry-after': '3', 'x-watchbell-refused': 'this-one' }).end('come back in 3 s');
    });
    const own = await aProbeSet({ instance: 'this-one' }).run(http(port), aContext());
    expect(troubleOf(own).kind).toBe('own-refusal');
    const another = await aProbeSet({ instance: 'another' }).run(http(port), aContext());
    expect(failureOf(another).kind).toBe('overloaded');
    expect(failureOf(await look(port)).kind).toBe('overloaded');
  });
});
