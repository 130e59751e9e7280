/** Certificates, good and bad, made here and served on loopback: each trouble is named, with what to do. */
import { once } from 'node:events';
import { createServer } from 'node:https';
import { describe, expect, it } from 'vitest';
import { type Identity, makeAuthority, makeIdentity } from '../../harness/certificates.ts';
import { movableClock } from '../../harness/clock.ts';
import { closedPort, httpServer, httpsServer, tcpServer, up } from '../../harness/loopback.ts';
import { aCheck, aContext, aProbeSet, failureOf } from '../../harness/probing.ts';

const known = makeAuthority('Known CA');
const stranger = makeAuthority('Stranger CA');
const hosts = { 'shop.test': ['127.0.0.1'] };
const NAME = { name: 'shop.test', for: ['shop.test'] };

const https = (port: number, wishes: Readonly<Record<string, unknown>> = {}) =>
  aCheck({ type: 'http', url: `https://shop.test:${port}/`, ...wishes });
const probes = () => aProbeSet({ hosts, trusted: [known.cert] });

describe('an https check', () => {
  it('passes with the time of the handshake and the end of the certificate', async () => {
    const identity = makeIdentity({ ...NAME, to: new Date('2041-05-06T00:00:00Z') }, known);
    const server = await httpsServer(identity, (_request, response) => response.end('ok'));
    expect(await probes().run(https(server.port), aContext())).toMatchObject({
      kind: 'pass',
      timings: { dnsMs: expect.any(Number), connectMs: expect.any(Number), tlsMs: expect.any(Number) },
      readings: { certificateEnds: '2041-05-06', address: '127.0.0.1' },
    });
  });

  it('checks the name in the Host header, so that one machine behind a balancer can be asked', async () => {
    const server = await httpsServer(makeIdentity(NAME, known), (_request, response) => response.end('ok'));
    const byAddress = { url: `https://127.0.0.1:${server.port}/` };
    const set = probes();
    expect(failureOf(await set.run(https(0, byAddress), aContext())).detail).toContain('not for 127.0.0.1');
    const named = https(0, { ...byAddress, headers: { Host: 'shop.test' } });
    expect((await set.run(named, aContext())).kind).toBe('pass');
  });

  it('accepts a certificate for an address', async () => {
    const server = await httpsServer(makeIdentity({ name: 'x', for: ['127.0.0.1'] }, known), (_request, response) =>
      response.end('ok'),
    );
    const check = https(0, { url: `https://127.0.0.1:${server.port}/` });
    expect((await probes().run(check, aContext())).kind).toBe('pass');
  });

  it.each([
    {
      story: 'expired',
      identity: makeIdentity({ ...NAME, to: new Date('2024-11-20T12:00:00Z') }, known),
      detail: 'certificate expired 2024-11-20 (CN shop.test); renew it',
    },
    {
      story: 'not yet valid',
      identity: makeIdentity({ ...NAME, from: new Date('2048-02-03T00:00:00Z') }, known),
      detail: 'certificate is valid only from 2048-02-03 (CN shop.test); check the clocks of both machines',
    },
    {
      story: 'self-signed',
      identity: makeIdentity(NAME, null),
      detail: 'self-signed certificate (CN shop.test); name it in ca to trust it, or set verifyTls: false',
    },
    {
      story: 'of an unknown authority',
      identity: makeIdentity(NAME, stranger),
      detail:
        'certificate (CN shop.test) is signed by an authority unknown here (CN Stranger CA), or the server leaves out its intermediate certificate; name its root in ca, or set verifyTls: false',
    },
    {
      story: 'of an unknown authority that comes along',
      identity: ((own) => ({ ...own, cert: own.cert + stranger.cert }))(makeIdentity(NAME, stranger)),
      detail:
        'certificate (CN shop.test) is signed by an authority unknown here (CN Stranger CA); name its root in ca, or set verifyTls: false',
    },
    {
      story: 'for another name',
      identity: makeIdentity({ name: 'mail.test', for: ['mail.test', 'a.test', 'b.test', 'c.test', 'd.test'] }, known),
      detail:
        'certificate is for mail.test, a.test, b.test and 2 more, not for shop.test; get one that names shop.test',
    },
  ])('says what is wrong with a certificate that is $story, and sends nothing', async ({ identity, detail }) => {
    let requests = 0;
    const server = await httpsServer(identity, (_request, response) => {
      requests += 1;
      response.end();
    });
    const set = probes();
    expect(failureOf(await set.run(https(server.port), aContext()))).toEqual({ kind: 'tls', phase: 'tls', detail });
    expect(requests).toBe(0);
    expect((await set.run(https(server.port, { verifyTls: false, id: 'blind' }), aContext())).kind).toBe('pass');
  });

  it('judges the certificate anew on every fresh connection, so one that is replaced badly is seen', async () => {
    const good = makeIdentity(NAME, known);
    const bad = makeIdentity({ ...NAME, to: new Date('2024-11-20T12:00:00Z') }, known);
    const port = await closedPort();
    const serve = (identity: Identity) =>
      up(
        createServer({ ...identity }, (_request, response) => response.end('ok')),
        '127.0.0.1',
        port,
      );
    const first = await serve(good);
    const set = probes();
    const check = https(port);
    expect((await set.run(check, aContext())).kind).toBe('pass');
    await first.close();
    await serve(bad);
    expect(failureOf(await set.run(check, aContext())).kind).toBe('tls');
  });

  it('says that the other side does not speak TLS', async () => {
    const server = await httpServer((_request, response) => response.end());
    const failure = failureOf(await probes().run(https(server.port), aContext()));
    expect(failure).toMatchObject({ kind: 'tls', phase: 'tls' });
    expect(failure.detail).toMatch(/^TLS handshake failed: .*does not speak TLS on this port$/);
  });

  it('says that the other side hung up in the handshake', async () => {
    const server = await tcpServer((socket) => socket.once('data', () => socket.end()));
    expect(failureOf(await probes().run(https(server.port), aContext()))).toEqual({
      kind: 'closed',
      phase: 'tls',
      detail: 'closed during the TLS handshake',
    });
  });

  it('names the handshake when time runs out in it', async () => {
    const clock = movableClock();
    const server = await tcpServer(() => undefined);
    const connection = server.nextConnection();
    const trying = probes().run(https(server.port), aContext({ clock }));
    await once(await connection, 'data');
    await clock.advance(10_000);
    expect(failureOf(await trying)).toEqual({ kind: 'timeout', phase: 'tls', detail: 'no TLS handshake within 10 s' });
  });
});
