/** HTTP/2: chosen by ALPN, spoken in the clear, or refused; fresh and kept connections. */
import { describe, expect, it } from 'vitest';
import { makeAuthority, makeIdentity } from '../../harness/certificates.ts';
import { http2Server, httpServer, httpsServer } from '../../harness/loopback.ts';
import { aCheck, aContext, aProbeSet, failureOf } from '../../harness/probing.ts';

const authority = makeAuthority('Known CA');
const identity = makeIdentity({ name: 'shop.test', for: ['shop.test'] }, authority);
const probes = () => aProbeSet({ hosts: { 'shop.test': ['127.0.0.1'] }, trusted: [authority.cert] });
const https = (port: number, wishes: Readonly<Record<string, unknown>>) =>
  aCheck({ type: 'http', url: `https://shop.test:${port}/a`, ...wishes });

describe('an HTTP/2 check', () => {
  it.each(['2', 'auto'])('with httpVersion %s speaks it with a server that does', async (httpVersion) => {
    const server = await http2Server(identity, (request, response) => response.end(`${request.httpVersion} ok`));
    const check = https(server.port, { httpVersion, expectBody: { contains: '2.0 ok' } });
    expect(await probes().run(check, aContext())).toMatchObject({
      kind: 'pass',
      readings: { status: 200, bytes: 6 },
      timings: { tlsMs: expect.any(Number), firstByteMs: expect.any(Number) },
    });
  });

  it('falls back to 1.1 when the version may be chosen', async () => {
    const server = await httpsServer(identity, (request, response) => response.end(request.httpVersion));
    const check = https(server.port, { httpVersion: 'auto', expectBody: { contains: '1.1' } });
    expect((await probes().run(check, aContext())).kind).toBe('pass');
  });

  it('says that the server does not speak it', async () => {
    const server = await httpsServer(identity, (_request, response) => response.end());
    const failure = failureOf(await probes().run(https(server.port, { httpVersion: '2' }), aContext()));
    expect(failure).toMatchObject({
      phase: 'tls',
      detail: expect.stringMatching(/does not speak HTTP\/2|no application protocol/),
    });
  });

  it('speaks it in the clear to http:// addresses', async () => {
    const server = await http2Server(null, (request, response) => response.end(`${request.httpVersion} ok`));
    const check = aCheck({
      type: 'http',
      url: `http://127.0.0.1:${server.port}/`,
      httpVersion: '2',
      expectBody: { contains: '2.0' },
    });
    expect((await aProbeSet().run(check, aContext())).kind).toBe('pass');
  });

  it.each([
    { connection: 'fresh', connections: 3 },
    { connection: 'reused', connections: 1 },
  ])('makes $connections connections for three tries that are $connection', async ({ connection, connections }) => {
    const server = await http2Server(identity, (_request, response) => response.end('ok'));
    const set = probes();
    const check = https(server.port, { httpVersion: '2', connection });
    for (let turn = 0; turn < 3; turn += 1) {
      expect((await set.run(check, aContext())).kind).toBe('pass');
    }
    expect(server.connections()).toBe(connections);
  });

  it('fails for a wrong status, and for a stream that is broken off', async () => {
    const server = await http2Server(identity, (request, response) => {
      if (request.url === '/a') {
        response.writeHead(404);
        response.end();
      } else {
        response.stream.close(2);
      }
    });
    const set = probes();
    expect(failureOf(await set.run(https(server.port, { httpVersion: '2' }), aContext())).detail).toBe(
      '404 Not Found, expected 200-299',
    );
    const broken = https(server.port, { httpVersion: '2', url: `https://shop.test:${server.port}/b`, id: 'b' });
    expect(['closed', 'reset', 'protocol']).toContain(failureOf(await set.run(broken, aContext())).kind);
  });

  it('says that a plain server on the port speaks another version', async () => {
    const server = await httpServer((_request, response) => response.end('ok'));
    const check = aCheck({ type: 'http', url: `http://127.0.0.1:${server.port}/`, httpVersion: '2' });
    expect(failureOf(await aProbeSet().run(check, aContext())).kind).toMatch(/^(?:protocol|closed|reset)$/);
  });
});
