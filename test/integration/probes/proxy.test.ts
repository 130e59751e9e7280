/** Through a real CONNECT proxy, and what is said when it does not let us through; own authorities and client certificates. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createSecureContext, type TLSSocket } from 'node:tls';
import { describe, expect, it, onTestFinished } from 'vitest';
import { createProbes } from '../../../electron/probes/registry.ts';
import { makeAuthority, makeIdentity } from '../../harness/certificates.ts';
import { movableClock } from '../../harness/clock.ts';
import { connectProxy } from '../../harness/connect-proxy.ts';
import { closedPort, httpServer, httpsServer, tcpServer } from '../../harness/loopback.ts';
import { aCheck, aContext, aProbeSet, failureOf, troubleOf } from '../../harness/probing.ts';
import { serverFolder } from '../../harness/real-programs.ts';

const authority = makeAuthority('House CA');
const identity = makeIdentity({ name: 'shop.test', for: ['shop.test'] }, authority);
const http = (url: string, wishes: Readonly<Record<string, unknown>> = {}) => aCheck({ type: 'http', url, ...wishes });

function pemFile(name: string, text: string): string {
  const folder = serverFolder('us');
  onTestFinished(() => folder.remove());
  const path = join(folder.path, name);
  writeFileSync(path, text);
  return path;
}

describe('a check with a proxy', () => {
  it('reaches http and https targets through it, whose names only the proxy looks up', async () => {
    const plain = await httpServer((_request, response) => response.end('ok'));
    const safe = await httpsServer(identity, (_request, response) => response.end('ok'));
    const proxy = await connectProxy();
    const through = { proxy: `http://127.0.0.1:${proxy.port}` };
    const set = aProbeSet({ trusted: [authority.cert] });
    const first = await set.run(http(`http://shop.test:${plain.port}/`, through), aContext());
    expect(first).toMatchObject({ kind: 'pass', readings: { proxy: `127.0.0.1:${proxy.port}` } });
    expect(first).toMatchObject({ timings: { connectMs: expect.any(Number) } });
    const second = await set.run(http(`https://shop.test:${safe.port}/`, { ...through, id: 'safe' }), aContext());
    expect(second).toMatchObject({ kind: 'pass', readings: { certificateEnds: expect.any(String) } });
    expect(proxy.asked).toEqual([`shop.test:${plain.port}`, `shop.test:${safe.port}`]);
  });

  it('logs in there when the address says so, and says so when it should have', async () => {
    const plain = await httpServer((_request, response) => response.end('ok'));
    const proxy = await connectProxy({ login: 'kim:p@w' });
    const url = `http://shop.test:${plain.port}/`;
    const set = aProbeSet();
    const known = http(url, { proxy: `http://kim:p%40w@127.0.0.1:${proxy.port}` });
    expect((await set.run(known, aContext())).kind).toBe('pass');
    const unknown = http(url, { proxy: `http://127.0.0.1:${proxy.port}`, id: 'unknown' });
    expect(failureOf(await set.run(unknown, aContext()))).toEqual({
      kind: 'proxy-error',
      phase: 'connect',
      detail: `the proxy 127.0.0.1:${proxy.port}, not the target, refused to connect to shop.test:${plain.port}: 407 Proxy Authentication Required; give it a user name and password in proxy`,
    });
  });

  it('says that the proxy refused, and not the target', async () => {
    const proxy = await connectProxy({ refuse: 403 });
    const check = http('http://shop.test:8080/', { proxy: `http://127.0.0.1:${proxy.port}` });
    expect(failureOf(await aProbeSet().run(check, aContext())).detail).toBe(
      `the proxy 127.0.0.1:${proxy.port}, not the target, refused to connect to shop.test:8080: 403 No; many proxies connect to port 443 only`,
    );
  });

  it('says that the proxy is not there', async () => {
    const port = await closedPort();
    const check = http('http://shop.test/', { proxy: `http://127.0.0.1:${port}` });
    expect(failureOf(await aProbeSet().run(check, aContext()))).toEqual({
      kind: 'proxy-error',
      phase: 'connect',
      detail: `the proxy 127.0.0.1:${port} cannot be reached, the target was not asked: connection refused by 127.0.0.1:${port}`,
    });
  });

  it.each([
    { story: 'speaks no HTTP', say: 'SSH-2.0-x\r\n', words: 'does not answer CONNECT in HTTP; is it a proxy' },
    { story: 'hangs up', say: '', words: 'closed without an answer to CONNECT' },
    {
      story: 'sends a giant head',
      say: `HTTP/1.1 200 ok\r\n${'x'.repeat(20_000)}`,
      words: 'more than 16 KiB of headers',
    },
  ])('says that the proxy $story', async ({ say, words }) => {
    const proxy = await tcpServer((socket) => socket.once('data', () => socket.end(say)));
    const check = http('http://shop.test/', { proxy: `http://127.0.0.1:${proxy.port}` });
    expect(failureOf(await aProbeSet().run(check, aContext()))).toMatchObject({
      kind: 'proxy-error',
      detail: expect.stringContaining(words),
    });
  });

  it('blames the proxy when time runs out there', async () => {
    const clock = movableClock();
    const proxy = await tcpServer(() => undefined);
    const connection = proxy.nextConnection();
    const check = http('http://shop.test/', { proxy: `http://127.0.0.1:${proxy.port}` });
    const trying = aProbeSet().run(check, aContext({ clock }));
    const socket = await connection;
    await new Promise((resolve) => socket.once('data', resolve));
    await clock.advance(10_000);
    expect(failureOf(await trying)).toEqual({
      kind: 'proxy-error',
      phase: 'connect',
      detail: `the proxy 127.0.0.1:${proxy.port} was reached, but made no connection to shop.test:80 within 10 s`,
    });
  });
});

describe('the name of a proxy', () => {
  const check = http('http://shop.test/', { proxy: 'http://proxy.test:3128' });

  it('that does not exist is the trouble of the proxy', async () => {
    expect(failureOf(await aProbeSet().run(check, aContext()))).toEqual({
      kind: 'proxy-error',
      phase: 'dns',
      detail: 'the proxy proxy.test:3128 cannot be reached, the target was not asked: no such host: proxy.test',
    });
  });

  it.each([true, false])('that hangs is the trouble of the proxy, or of our resolver: it works %s', async (works) => {
    const clock = movableClock();
    const probes = createProbes({
      names: (_host, _answered, wishes) => wishes?.asked?.(),
      secondLook: async () => works,
      trust: () => createSecureContext(),
    });
    onTestFinished(() => probes.close());
    const trying = probes.run(check, aContext({ clock }));
    await clock.advance(10_000);
    const outcome = await trying;
    if (works) {
      expect(failureOf(outcome)).toEqual({
        kind: 'proxy-error',
        phase: 'dns',
        detail: 'the name of the proxy proxy.test:3128 was not resolved within 10 s, while the resolver itself works',
      });
    } else {
      expect(troubleOf(outcome).kind).toBe('resolver-gone');
    }
  });
});

describe('authorities of a check', () => {
  const set = () => aProbeSet({ hosts: { 'shop.test': ['127.0.0.1'] } });

  it.each([
    { story: 'a file', ca: () => pemFile('ca.pem', authority.cert) },
    { story: 'files', ca: () => [pemFile('ca.pem', authority.cert), pemFile('b.pem', makeAuthority('B').cert)] },
    { story: 'PEM text', ca: () => authority.cert },
  ])('come from $story, and take the place of the machine’s', async ({ ca }) => {
    const server = await httpsServer(identity, (_request, response) => response.end('ok'));
    const check = http(`https://shop.test:${server.port}/`, { ca: ca() });
    expect((await set().run(check, aContext())).kind).toBe('pass');
    const other = http(`https://shop.test:${server.port}/`, { ca: makeAuthority('Other').cert, id: 'other' });
    expect(failureOf(await set().run(other, aContext())).detail).toContain('name its root in ca');
  });

  it('let a self-signed certificate be trusted by naming itself', async () => {
    const own = makeIdentity({ name: 'shop.test', for: ['shop.test'] }, null);
    const server = await httpsServer(own, (_request, response) => response.end('ok'));
    const check = http(`https://shop.test:${server.port}/`, { ca: own.cert });
    expect((await set().run(check, aContext())).kind).toBe('pass');
  });

  it.each([
    { ca: '/no/such/ca.pem', detail: 'cannot read /no/such/ca.pem (ENOENT); mend ca' },
    { ca: () => pemFile('not.pem', 'hello'), detail: 'no PEM certificate in what ca names; mend ca' },
  ])('that cannot be read blame nobody else: $detail', async ({ ca, detail }) => {
    const server = await httpsServer(identity, (_request, response) => response.end('ok'));
    const check = http(`https://shop.test:${server.port}/`, { ca: typeof ca === 'string' ? ca : ca() });
    expect(troubleOf(await set().run(check, aContext()))).toEqual({ kind: 'no-tool', detail });
  });

  it.each([
    { type: 'http', at: (port: number) => ({ url: `https://shop.test:${port}/` }) },
    { type: 'websocket', at: (port: number) => ({ url: `wss://shop.test:${port}/` }) },
    { type: 'grpc', at: (port: number) => ({ host: 'shop.test', port, tls: true }) },
    { type: 'tcp', at: (port: number) => ({ host: 'shop.test', port, tls: true }) },
    { type: 'tls', at: (port: number) => ({ host: 'shop.test', port }) },
    {
      type: 'database',
      at: (port: number) => ({ host: 'shop.test', port, user: 'kim', tls: 'verify' }),
    },
  ] as const)('that cannot be read leave no connection behind: $type', async ({ type, at }) => {
    const server = await tcpServer(() => undefined);
    const check = aCheck({ type, ...at(server.port), ca: '/no/such/ca.pem' });
    const several = aProbeSet({ hosts: { 'shop.test': ['127.0.0.1', '127.0.0.2'] } });
    expect(troubleOf(await several.run(check, aContext())).kind).toBe('no-tool');
    expect(await server.strangers()).toBe(0);
  });

  it('are read again when their file has changed', async () => {
    const clock = movableClock();
    const { createTrust } = await import('../../../electron/probes/trust.ts');
    const path = pemFile('ca.pem', authority.cert);
    const trust = createTrust(() => expect.fail('has its own'), clock.monotonicMs);
    const settings = { ca: [path] };
    const first = trust(settings);
    writeFileSync(path, makeAuthority('New').cert);
    expect(trust(settings)).toBe(first);
    await clock.advance(60_000);
    const second = trust(settings);
    expect(second).not.toBe(first);
    await clock.advance(60_000);
    expect(trust(settings)).toBe(second);
  });
});

describe('a client certificate', () => {
  it('is shown to a server that asks for one', async () => {
    const own = makeIdentity({ name: 'watcher' }, authority);
    const server = await httpsServer(
      identity,
      (request, response) => response.end((request.socket as TLSSocket).getPeerCertificate().subject.CN),
      { requestCert: true, ca: authority.cert },
    );
    const url = `https://shop.test:${server.port}/`;
    const clientCertificate = { cert: pemFile('own.pem', own.cert), key: pemFile('own.key', own.key) };
    const set = aProbeSet({ hosts: { 'shop.test': ['127.0.0.1'] }, trusted: [authority.cert] });
    const check = http(url, { ca: authority.cert, clientCertificate, expectBody: { contains: 'watcher' } });
    expect((await set.run(check, aContext())).kind).toBe('pass');
    const without = failureOf(await set.run(http(url, { id: 'without', ca: authority.cert }), aContext()));
    expect(without.kind).toMatch(/^(?:tls|closed|reset)$/);
  });
});
