/** What an answer must be, beyond its status: headers, JSON, several rules in one check; and who we say we are. */
import type { IncomingHttpHeaders, RequestListener } from 'node:http';
import { describe, expect, it } from 'vitest';
import { httpServer } from '../../harness/loopback.ts';
import { aCheck, aContext, aProbeSet, failureOf } from '../../harness/probing.ts';

const http = (port: number, wishes: Readonly<Record<string, unknown>> = {}) =>
  aCheck({ type: 'http', url: `http://127.0.0.1:${port}/health`, ...wishes });

async function run(answer: RequestListener, wishes: Readonly<Record<string, unknown>>) {
  const server = await httpServer(answer);
  return aProbeSet().run(http(server.port, wishes), aContext());
}

const health: RequestListener = (_request, response) =>
  response
    .setHeader('content-type', 'application/json')
    .setHeader('x-release', '42')
    .setHeader('set-cookie', ['session=s3cret', 'b=2'])
    .end('{"status":"up","queue":{"waiting":7},"workers":[{"busy":true}]}');

describe('several expectations in one check', () => {
  it('pass together', async () => {
    const outcome = await run(health, {
      expectHeaders: [
        { name: 'X-Release', matches: '^\\d+$' },
        { name: 'content-type', contains: 'json' },
        { name: 'x-debug', absent: true },
        { name: 'set-cookie' },
      ],
      expectBody: [{ contains: 'up' }, { absent: 'down', regex: 'queue' }],
      expectJson: [
        { path: 'status', equals: 'up' },
        { path: 'queue.waiting', below: 100 },
        { path: 'workers[0].busy', equals: true },
      ],
    });
    expect(outcome.kind).toBe('pass');
  });

  it.each([
    {
      wishes: { expectHeaders: [{ name: 'x-release' }, { name: 'X-Release', equals: '43' }] },
      step: 2,
      phase: 'headers',
      detail: 'header X-Release is "42", expected "43"',
    },
    {
      wishes: { expectHeaders: [{ name: 'x-gone' }] },
      step: 1,
      phase: 'headers',
      detail: 'header x-gone is missing',
    },
    {
      wishes: { expectHeaders: [{ name: 'set-cookie', contains: 'role=' }] },
      step: 1,
      phase: 'headers',
      detail: 'header set-cookie is not as expected, expected to hold "role="',
    },
    {
      wishes: { expectHeaders: [{ name: 'x-release', absent: true }] },
      step: 1,
      phase: 'headers',
      detail: 'header x-release is there, and must not be',
    },
    {
      wishes: { expectHeaders: [{ name: 'x-release' }], expectBody: [{ contains: 'up' }, { contains: 'UP' }] },
      step: 3,
      phase: 'body',
      detail: '"UP" is not in the body (63 bytes)',
    },
    {
      wishes: { expectBody: { contains: 'up' }, expectJson: [{ path: 'queue.waiting', atMost: 5 }] },
      step: 2,
      phase: 'body',
      detail: 'queue.waiting is 7, expected a number of at most 5',
    },
    {
      wishes: { expectJson: [{ path: 'queue.free', atLeast: 0 }] },
      step: 1,
      phase: 'body',
      detail: 'queue.free is not in the JSON',
    },
  ])('name the one that fails: $detail', async ({ wishes, step, phase, detail }) => {
    expect(failureOf(await run(health, wishes))).toEqual({ kind: 'wrong-content', phase, detail, step, status: 200 });
  });

  it('are about JSON only when the body is some', async () => {
    const page: RequestListener = (_request, response) => response.end('<html>Sign in</html>');
    const outcome = await run(page, { expectJson: [{ path: 'status', exists: true }] });
    expect(failureOf(outcome).detail).toBe('the body is no JSON (20 bytes, it looks like HTML)');
  });

  it('cannot be judged on a JSON document that was cut off at the limit', async () => {
    const outcome = await run(health, { expectJson: [{ path: 'status', equals: 'up' }], maxBody: 20 });
    expect(failureOf(outcome)).toMatchObject({ kind: 'too-large', step: 1 });
  });

  it.each([
    { expectJson: [{ path: 'a..b', equals: 1 }] },
    { expectJson: [{ path: 'a' }] },
    { expectHeaders: [{ name: 'x', equals: 'a', contains: 'b' }] },
    { expectHeaders: [{ name: 'x y' }] },
    { expectBody: [{ regex: '(' }] },
    { auth: { username: 'a:b', password: 'c' } },
    { auth: { token: 'two words' } },
    { proxy: 'socks5://127.0.0.1:1080' },
    { ca: 'ca.pem' },
    { clientCertificate: { cert: '/a' } },
  ])('are refused when the configuration is read: %o', (wishes) => {
    expect(() => http(80, wishes)).toThrow();
  });
});

describe('credentials', () => {
  async function sent(wishes: Readonly<Record<string, unknown>>): Promise<IncomingHttpHeaders> {
    let headers: IncomingHttpHeaders = {};
    const outcome = await run((request, response) => {
      headers = request.headers;
      response.end();
    }, wishes);
    expect(outcome.kind).toBe('pass');
    return headers;
  }

  it.each([
    { auth: { username: 'kim', password: 'p:w' }, header: `Basic ${Buffer.from('kim:p:w').toString('base64')}` },
    { auth: { token: 'abc.def-1=' }, header: 'Bearer abc.def-1=' },
  ])('go out as $header', async ({ auth, header }) => {
    expect((await sent({ auth })).authorization).toBe(header);
  });

  it('of a header of the check’s own win', async () => {
    const wishes = { auth: { token: 'abc' }, headers: { Authorization: 'Digest x' } };
    expect((await sent(wishes)).authorization).toBe('Digest x');
  });
});

describe('a cached answer', () => {
  const cached: RequestListener = (_request, response) =>
    response.setHeader('age', '312').setHeader('x-cache', 'HIT').setHeader('via', '1.1 varnish').end('ok');

  it('passes, and the readings say that a cache gave it', async () => {
    expect(await run(cached, {})).toMatchObject({
      kind: 'pass',
      readings: { age: 312, xCache: 'HIT', via: '1.1 varnish', cached: true },
    });
  });

  it('fails a check that refuses it, since it does not prove that the site is alive', async () => {
    expect(failureOf(await run(cached, { refuseCached: true }))).toEqual({
      kind: 'wrong-content',
      phase: 'headers',
      detail:
        'a cache answered (Age 312 s, X-Cache "HIT"), which does not prove that the site is alive; fresh: unique-query gets past most caches',
      status: 200,
    });
  });

  it.each([
    { fresh: undefined, control: 'no-cache', query: /^\/health$/ },
    { fresh: 'none', control: undefined, query: /^\/health$/ },
    { fresh: 'unique-query', control: 'no-cache', query: /^\/health\?_watchbell=[0-9a-z]+-[0-9a-z]+$/ },
  ])('is kept away by what the check asks: fresh $fresh', async ({ fresh, control, query }) => {
    const asked: string[] = [];
    const controls: unknown[] = [];
    const server = await httpServer((request, response) => {
      asked.push(request.url ?? '');
      controls.push(request.headers['cache-control']);
      response.end();
    });
    const probes = aProbeSet();
    const check = http(server.port, { fresh });
    await probes.run(check, aContext());
    await probes.run(check, aContext());
    expect(controls).toEqual([control, control]);
    expect(asked).toEqual([expect.stringMatching(query), expect.stringMatching(query)]);
    expect(new Set(asked).size).toBe(fresh === 'unique-query' ? 2 : 1);
  });
});
