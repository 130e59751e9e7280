/** The standard gRPC health service, spoken by real HTTP/2 servers, in the clear and over TLS; and all that is none. */
import { createSecureServer, createServer, type Http2Server, type ServerHttp2Stream } from 'node:http2';
import { describe, expect, it } from 'vitest';
import { type Identity, makeAuthority, makeIdentity } from '../../harness/certificates.ts';
import { movableClock } from '../../harness/clock.ts';
import { connectProxy } from '../../harness/connect-proxy.ts';
import { closedPort, httpServer, httpsServer, type Loopback, up } from '../../harness/loopback.ts';
import { aCheck, aContext, aProbeSet, failureOf } from '../../harness/probing.ts';

const authority = makeAuthority('House CA');
const identity = makeIdentity({ name: 'cart.test', for: ['cart.test'] }, authority);

interface Call {
  readonly headers: Readonly<Record<string, unknown>>;
  readonly body: Buffer;
}
type Answer = (stream: ServerHttp2Stream, call: Call) => void;

/** `answer` gets each call once it is whole. */
function grpcServer(answer: Answer, safe: Identity | null = null): Promise<Loopback> {
  const server: Http2Server = safe ? (createSecureServer({ ...safe }) as unknown as Http2Server) : createServer();
  server.on('stream', (stream, headers) => {
    const chunks: Buffer[] = [];
    stream.on('error', () => undefined);
    stream.on('data', (chunk: Buffer) => chunks.push(chunk));
    stream.on('end', () => answer(stream, { headers, body: Buffer.concat(chunks) }));
  });
  server.on('sessionError', () => undefined);
  return up(server, '127.0.0.1', 0);
}

const framed = (message: string) => {
  const bytes = Buffer.from(message, 'hex');
  const prefix = Buffer.alloc(5);
  prefix.writeUInt32BE(bytes.length, 1);
  return Buffer.concat([prefix, bytes]);
};

/** A whole answer: message and trailers. */
const says =
  (message: string, trailers: Readonly<Record<string, string>> = { 'grpc-status': '0' }): Answer =>
  (stream) => {
    stream.respond({ ':status': 200, 'content-type': 'application/grpc' }, { waitForTrailers: true });
    stream.on('wantTrailers', () => stream.sendTrailers(trailers));
    stream.end(framed(message));
  };
/** All in the head. */
const refuses =
  (status: string, message = ''): Answer =>
  (stream) =>
    stream.respond(
      { ':status': 200, 'content-type': 'application/grpc', 'grpc-status': status, 'grpc-message': message },
      { endStream: true },
    );

const grpc = (port: number, wishes: Readonly<Record<string, unknown>> = {}) =>
  aCheck({ type: 'grpc', host: '127.0.0.1', port, ...wishes });
const look = (port: number, wishes: Readonly<Record<string, unknown>> = {}) =>
  aProbeSet({ hosts: { 'cart.test': ['127.0.0.1'] }, trusted: [authority.cert] }).run(grpc(port, wishes), aContext());

describe('a grpc check', () => {
  it('asks the standard health service, and passes when it is SERVING', async () => {
    const calls: Call[] = [];
    const { port } = await grpcServer((stream, call) => {
      calls.push(call);
      says('0801')(stream, call);
    });
    expect(await look(port, { service: 'shop.v1.Cart', headers: { authorization: 'Bearer x' } })).toMatchObject({
      kind: 'pass',
      timings: { connectMs: expect.any(Number), firstByteMs: expect.any(Number) },
    });
    expect(calls).toMatchObject([
      {
        headers: {
          ':method': 'POST',
          ':path': '/grpc.health.v1.Health/Check',
          ':authority': `127.0.0.1:${port}`,
          'content-type': 'application/grpc',
          te: 'trailers',
          'grpc-timeout': '10000m',
          authorization: 'Bearer x',
        },
        body: Buffer.concat([Buffer.from([0, 0, 0, 0, 14, 0x0a, 12]), Buffer.from('shop.v1.Cart')]),
      },
    ]);
  });

  it('asks for the server as a whole with an empty message, over TLS and through a proxy', async () => {
    const bodies: Buffer[] = [];
    const { port } = await grpcServer((stream, call) => {
      bodies.push(call.body);
      says('0801')(stream, call);
    }, identity);
    const proxy = await connectProxy();
    const wishes = { host: 'cart.test', tls: true, proxy: `http://127.0.0.1:${proxy.port}` };
    expect(await look(port, wishes)).toMatchObject({
      kind: 'pass',
      readings: { certificateEnds: expect.any(String) },
      timings: { tlsMs: expect.any(Number) },
    });
    expect(bodies).toEqual([Buffer.alloc(5)]);
  });

  it.each([
    { story: 'NOT_SERVING', answer: says('0802'), kind: 'said-failing', detail: 'the server says NOT_SERVING' },
    { story: 'UNKNOWN, by leaving it out', answer: says(''), kind: 'said-failing', detail: 'the server says UNKNOWN' },
    {
      story: 'a status from the future',
      answer: says('0809'),
      kind: 'said-failing',
      detail: 'the server says status 9',
    },
    { story: 'SERVICE_UNKNOWN', answer: says('0803'), kind: 'said-failing', detail: 'the server says SERVICE_UNKNOWN' },
    {
      story: 'UNIMPLEMENTED',
      answer: refuses('12', 'unknown service grpc.health.v1.Health'),
      kind: 'protocol',
      detail: 'the server has no grpc.health.v1.Health service (UNIMPLEMENTED: unknown service grpc.health.v1.Health)',
    },
    {
      story: 'an error in percent-encoded words',
      answer: refuses('14', 'no database%3A K%C3%B6ln%0Ais down'),
      kind: 'said-failing',
      detail: 'the server answers UNAVAILABLE: no database: Köln is down',
    },
    {
      story: 'politely that it is full',
      answer: refuses('8', 'too many calls'),
      kind: 'overloaded',
      detail: 'the server refuses politely (RESOURCE_EXHAUSTED: too many calls)',
    },
    {
      story: 'that time is over',
      answer: refuses('4'),
      kind: 'timeout',
      detail: 'the server did not answer in time (DEADLINE_EXCEEDED)',
    },
    {
      story: 'no status',
      answer: says('0801', {}),
      kind: 'protocol',
      detail: 'the answer ended without a grpc-status',
    },
    { story: 'nonsense', answer: says('ffff'), kind: 'protocol', detail: 'the answer is no HealthCheckResponse' },
  ] as const)('says what the server says: $story', async ({ answer, kind, detail }) => {
    const { port } = await grpcServer(answer);
    expect(failureOf(await look(port))).toEqual({ kind, phase: 'body', detail });
  });

  it('names the service that the server does not know', async () => {
    const { port } = await grpcServer(refuses('5', 'unknown service'));
    expect(failureOf(await look(port, { service: 'shop.v2.Cart' })).detail).toBe(
      'the server knows no service "shop.v2.Cart" (NOT_FOUND: unknown service); mend service',
    );
  });

  it('says what came from a server that is none of gRPC', async () => {
    const gone = await grpcServer((stream) => stream.respond({ ':status': 503 }, { endStream: true }));
    expect(failureOf(await look(gone.port))).toMatchObject({
      kind: 'wrong-status',
      detail: '503 Service Unavailable instead of a gRPC answer',
      status: 503,
    });
    const page = await grpcServer((stream) => {
      stream.respond({ ':status': 200, 'content-type': 'text/html' });
      stream.end('<html>');
    });
    expect(failureOf(await look(page.port)).detail).toBe('the answer came as text/html, not as application/grpc');
    const old = await httpServer((_request, response) => response.end('ok'));
    expect(failureOf(await look(old.port)).kind).toMatch(/^(?:protocol|closed|reset)$/);
    const https = await httpsServer(identity, (_request, response) => response.end('ok'));
    const failure = failureOf(await look(https.port, { host: 'cart.test', tls: true }));
    expect(failure).toMatchObject({ phase: 'tls' });
  });

  it('cuts off an answer without end, and sees a stream that is broken off', async () => {
    const endless = await grpcServer((stream) => {
      stream.respond({ ':status': 200, 'content-type': 'application/grpc' });
      const pump = () => {
        while (!stream.destroyed && stream.write(Buffer.alloc(16 * 1024))) {
          // until the window is full
        }
      };
      stream.on('drain', pump);
      pump();
    });
    expect(failureOf(await look(endless.port))).toMatchObject({ kind: 'too-large' });
    const broken = await grpcServer((stream) => stream.close(2));
    expect(failureOf(await look(broken.port)).kind).toMatch(/^(?:reset|closed|protocol)$/);
  });

  it('names the phase when time runs out, and says that nobody listens', async () => {
    const clock = movableClock();
    let asked: () => void;
    const called = new Promise<void>((resolve) => {
      asked = resolve;
    });
    const { port } = await grpcServer(() => asked());
    const trying = aProbeSet().run(grpc(port), aContext({ clock }));
    await called;
    await clock.advance(10_000);
    expect(failureOf(await trying)).toEqual({ kind: 'timeout', phase: 'headers', detail: 'no answer within 10 s' });
    expect(failureOf(await look(await closedPort())).kind).toBe('refused');
  });

  it('blames a certificate that is refused', async () => {
    const { port } = await grpcServer(says('0801'), identity);
    const failure = failureOf(await look(port, { host: 'cart.test', tls: true, ca: makeAuthority('Other').cert }));
    expect(failure).toMatchObject({ kind: 'tls', detail: expect.stringContaining('name its root in ca') });
  });
});
