/** Redirects: followed, counted, refused, and what must not travel along. */
import { writeFileSync } from 'node:fs';
import { type IncomingMessage, STATUS_CODES } from 'node:http';
import { join } from 'node:path';
import type { TLSSocket } from 'node:tls';
import { describe, expect, it, onTestFinished } from 'vitest';
import { makeAuthority, makeIdentity } from '../../harness/certificates.ts';
import { closedPort, httpServer, httpsServer, type Loopback } from '../../harness/loopback.ts';
import { aCheck, aContext, aProbeSet, failureOf } from '../../harness/probing.ts';
import { serverFolder } from '../../harness/real-programs.ts';

/** Redirects `/n` to `/n-1`, down to `/0`, which answers 200. */
const countdown = (): Promise<Loopback> =>
  httpServer((request, response) => {
    const left = Number(request.url?.slice(1));
    response.writeHead(left > 0 ? 302 : 200, left > 0 ? { location: `/${left - 1}` } : {}).end('a body');
  });

const http = (url: string, wishes: Readonly<Record<string, unknown>> = {}) => aCheck({ type: 'http', url, ...wishes });

describe('redirects', () => {
  it.each(['fresh', 'reused'])('are followed and counted over %s connections', async (connection) => {
    const server = await countdown();
    const outcome = await aProbeSet().run(http(`http://127.0.0.1:${server.port}/3`, { connection }), aContext());
    expect(outcome).toMatchObject({ kind: 'pass', readings: { status: 200, redirects: 3 } });
  });

  it('are judged themselves when none may be followed', async () => {
    const server = await countdown();
    const url = `http://127.0.0.1:${server.port}/1`;
    const probes = aProbeSet();
    expect((await probes.run(http(url, { redirects: 0, expectStatus: 302 }), aContext())).kind).toBe('pass');
    expect(failureOf(await probes.run(http(url, { redirects: 0 }), aContext())).detail).toBe(
      '302 Found, expected 200-299',
    );
  });

  it('that go on and on end in a failure that shows where, without what may be secret', async () => {
    const server = await httpServer((_request, response) =>
      response.writeHead(302, { location: '/login?session=s3cret' }).end(),
    );
    const failure = failureOf(await aProbeSet().run(http(`http://127.0.0.1:${server.port}/`), aContext()));
    expect(failure).toEqual({
      kind: 'wrong-status',
      phase: 'headers',
      detail: `302 Found to http://127.0.0.1:${server.port}/login?session=… after 5 redirects, and no more are followed`,
      status: 302,
    });
  });

  it('that lead out of http are a broken protocol', async () => {
    const server = await httpServer((_request, response) =>
      response.writeHead(301, { location: 'mailto:kim@example.org' }).end(),
    );
    const failure = failureOf(await aProbeSet().run(http(`http://127.0.0.1:${server.port}/`), aContext()));
    expect(failure).toMatchObject({ kind: 'protocol', detail: '301 Moved Permanently leads to no http address' });
  });

  it('name the way in a failure at their end', async () => {
    const server = await httpServer((request, response) =>
      response.writeHead(request.url === '/' ? 302 : 404, { location: '/gone' }).end(),
    );
    const failure = failureOf(await aProbeSet().run(http(`http://127.0.0.1:${server.port}/`), aContext()));
    expect(failure.detail).toBe('404 Not Found after 1 redirect, expected 200-299');
  });

  it('name the phase of the hop that broke', async () => {
    const port = await closedPort();
    const start = await httpServer((_request, response) =>
      response.writeHead(302, { location: `http://127.0.0.1:${port}/` }).end(),
    );
    const failure = failureOf(await aProbeSet().run(http(`http://127.0.0.1:${start.port}/`), aContext()));
    expect(failure).toEqual({
      kind: 'refused',
      phase: 'connect',
      detail: `connection refused by 127.0.0.1:${port}`,
    });
  });
});

describe('what travels along a redirect', () => {
  const SECRETS = { Authorization: 'Bearer a', Cookie: 'b=c', 'X-Api-Key': 'd' };

  async function arrivesAt(where: 'same' | 'other', wishes: Readonly<Record<string, unknown>>, status = 307) {
    let arrived: Pick<IncomingMessage, 'method' | 'headers'> & { body: string } = { headers: {}, body: '' };
    const answer = async (request: IncomingMessage) => {
      let body = '';
      for await (const chunk of request) {
        body += chunk;
      }
      arrived = { method: request.method ?? '', headers: request.headers, body };
    };
    const other = await httpServer(async (request, response) => {
      await answer(request);
      response.end();
    });
    const start = await httpServer(async (request, response) => {
      if (request.url === '/') {
        const location = where === 'same' ? '/end' : `http://127.0.0.1:${other.port}/end`;
        response.writeHead(status, { location }).end();
      } else {
        await answer(request);
        response.end();
      }
    });
    const outcome = await aProbeSet().run(http(`http://127.0.0.1:${start.port}/`, wishes), aContext());
    expect(outcome.kind).toBe('pass');
    return arrived;
  }

  it('keeps credentials within the same origin', async () => {
    const { headers } = await arrivesAt('same', { headers: SECRETS });
    expect(headers).toMatchObject({ authorization: 'Bearer a', cookie: 'b=c', 'x-api-key': 'd' });
  });

  it('sends no credential, cookie or header of our own making to another origin', async () => {
    const { headers } = await arrivesAt('other', { headers: { ...SECRETS, Accept: 'text/html' } });
    expect(headers).toMatchObject({ accept: 'text/html' });
    for (const secret of ['authorization', 'cookie', 'x-api-key']) {
      expect(headers).not.toHaveProperty(secret);
    }
  });

  it.each([
    { status: 301, method: 'GET', body: '' },
    { status: 302, method: 'GET', body: '' },
    { status: 303, method: 'GET', body: '' },
    { status: 307, method: 'POST', body: 'form' },
    { status: 308, method: 'POST', body: 'form' },
  ])('a POST that meets $status goes on as $method', async ({ status, method, body }) => {
    const sent = { method: 'POST', body: 'form', headers: { 'Content-Type': 'text/plain' } };
    const arrived = await arrivesAt('same', sent, status);
    expect(arrived).toMatchObject({ method, body });
    expect(arrived.headers['content-type']).toBe(body === '' ? undefined : 'text/plain');
  });

  it.each([
    { method: 'POST', status: 307 },
    { method: 'PUT', status: 302 },
  ])('no body goes to another origin: $method that meets $status', async ({ method, status }) => {
    const other = await httpServer((_request, response) => response.end());
    const start = await httpServer((_request, response) =>
      response.writeHead(status, { location: `http://127.0.0.1:${other.port}/login?session=s3cret` }).end(),
    );
    const check = http(`http://127.0.0.1:${start.port}/`, { method, body: 'password=x' });
    expect(failureOf(await aProbeSet().run(check, aContext()))).toEqual({
      kind: 'wrong-status',
      phase: 'headers',
      detail: `${status} ${STATUS_CODES[status]} to http://127.0.0.1:${other.port}/login?session=…: a redirect to another host would carry the body`,
      status,
    });
    expect(await other.strangers()).toBe(0);
  });

  it('the client certificate is shown to nobody but the origin that was asked for', async () => {
    const authority = makeAuthority('House CA');
    const identity = makeIdentity({ name: 'shop.test', for: ['shop.test'] }, authority);
    const own = makeIdentity({ name: 'watcher' }, authority);
    const folder = serverFolder('us');
    onTestFinished(() => folder.remove());
    const clientCertificate = { cert: join(folder.path, 'own.pem'), key: join(folder.path, 'own.key') };
    writeFileSync(clientCertificate.cert, own.cert);
    writeFileSync(clientCertificate.key, own.key);

    const shown: unknown[] = [];
    const asking = { requestCert: true, rejectUnauthorized: false, ca: authority.cert };
    const note = ({ socket }: IncomingMessage) =>
      void shown.push((socket as TLSSocket).getPeerCertificate().subject?.CN ?? 'nobody');
    const other = await httpsServer(
      identity,
      (request, response) => {
        note(request);
        response.end();
      },
      asking,
    );
    const start = await httpsServer(
      identity,
      (request, response) => {
        note(request);
        response.writeHead(302, { location: `https://shop.test:${other.port}/` }).end();
      },
      asking,
    );
    const check = http(`https://shop.test:${start.port}/`, { ca: authority.cert, clientCertificate });
    const probes = aProbeSet({ hosts: { 'shop.test': ['127.0.0.1'] } });
    expect((await probes.run(check, aContext())).kind).toBe('pass');
    expect(shown).toEqual(['watcher', 'nobody']);
  });
});
