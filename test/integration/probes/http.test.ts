/** The HTTP check against real servers on loopback: what passes, what fails, and in which words. */
import { once } from 'node:events';
import { describe, expect, it } from 'vitest';
import { Recall } from '../../../electron/engine/recall.ts';
import { movableClock } from '../../harness/clock.ts';
import { closedPort, fullBacklog, gone, httpServer, tcpServer } from '../../harness/loopback.ts';
import { aCheck, aContext, aProbeSet, failureOf, standingClock, troubleOf } from '../../harness/probing.ts';

const http = (port: number, wishes: Readonly<Record<string, unknown>> = {}) =>
  aCheck({ type: 'http', url: `http://127.0.0.1:${port}/health`, ...wishes });

describe('an http check', () => {
  it('passes with a time for each phase and the facts that people ask for', async () => {
    const server = await httpServer((_request, response) => response.end('{"status":"ok"}'));
    const outcome = await aProbeSet().run(http(server.port), aContext());
    expect(outcome).toMatchObject({ kind: 'pass', readings: { status: 200, address: '127.0.0.1', bytes: 15 } });
    expect(outcome.kind === 'pass' && Object.keys(outcome.timings).sort()).toEqual([
      'bodyMs',
      'connectMs',
      'firstByteMs',
      'totalMs',
    ]);
  });

  it('asks as it was told: method, headers, body', async () => {
    const seen: string[] = [];
    const server = await httpServer(async (request, response) => {
      let body = '';
      for await (const chunk of request) {
        body += chunk;
      }
      seen.push(
        `${request.method} ${request.url} ${request.headers['content-type']} ${request.headers.accept} ${body}`,
      );
      response.end();
    });
    const check = aCheck({
      type: 'http',
      url: `http://127.0.0.1:${server.port}/search?q=1`,
      method: 'POST',
      headers: { 'Content-Type': 'text/plain', Accept: 'text/html' },
      body: 'über',
    });
    expect((await aProbeSet().run(check, aContext())).kind).toBe('pass');
    expect(seen).toEqual(['POST /search?q=1 text/plain text/html über']);
  });

  it('turns a user name and password in the address into credentials', async () => {
    const server = await httpServer((request, response) => {
      response.statusCode = request.headers.authorization === `Basic ${btoa('kim:p@ss')}` ? 200 : 401;
      response.end();
    });
    const check = aCheck({ type: 'http', url: `http://kim:p%40ss@127.0.0.1:${server.port}/` });
    expect((await aProbeSet().run(check, aContext())).kind).toBe('pass');
  });

  it.each([
    { got: 503, expectStatus: undefined, detail: '503 Service Unavailable, expected 200-299' },
    { got: 200, expectStatus: [404, '500-503'], detail: '200 OK, expected 404 or 500-503' },
    { got: 299, expectStatus: 200, detail: '299, expected 200' },
  ])('says which status came and which was wanted: $detail', async ({ got, expectStatus, detail }) => {
    const server = await httpServer((_request, response) => response.writeHead(got, 'Lies').end('body'));
    const outcome = await aProbeSet().run(http(server.port, { ...(expectStatus && { expectStatus }) }), aContext());
    expect(failureOf(outcome)).toEqual({ kind: 'wrong-status', phase: 'headers', detail, status: got });
  });

  it('accepts a failing status when that is what the check wants', async () => {
    const server = await httpServer((_request, response) => response.writeHead(503).end());
    const outcome = await aProbeSet().run(http(server.port, { expectStatus: ['200-299', 503] }), aContext());
    expect(outcome.kind).toBe('pass');
  });

  it('does not wait for the end of an answer whose status is wrong already', async () => {
    const server = await httpServer((_request, response) => response.writeHead(500).write('and it never ends'));
    const outcome = await aProbeSet().run(http(server.port), aContext({ clock: movableClock() }));
    expect(failureOf(outcome).kind).toBe('wrong-status');
  });

  it('names the address that refused', async () => {
    const port = await closedPort();
    const outcome = await aProbeSet().run(http(port), aContext());
    expect(failureOf(outcome)).toEqual({
      kind: 'refused',
      phase: 'connect',
      detail: `connection refused by 127.0.0.1:${port}`,
    });
  });

  it('tells a reset from a close, and where it came', async () => {
    const resetting = await tcpServer((socket) => socket.once('data', () => socket.resetAndDestroy()));
    const closing = await tcpServer((socket) => socket.once('data', () => socket.end()));
    const tearing = await tcpServer((socket) =>
      socket.once('data', () => socket.end('HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\nhalf')),
    );
    const chunked = await tcpServer((socket) =>
      socket.once('data', () => socket.end('HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n5\r\nhalf')),
    );
    const probes = aProbeSet();
    const failures = [];
    for (const { port } of [resetting, closing, tearing, chunked]) {
      failures.push(failureOf(await probes.run(http(port), aContext())));
    }
    expect(failures).toEqual([
      { kind: 'reset', phase: 'headers', detail: 'connection reset while waiting for the answer' },
      { kind: 'closed', phase: 'headers', detail: 'closed without an answer' },
      { kind: 'closed', phase: 'body', detail: 'closed in the middle of the answer' },
      { kind: 'closed', phase: 'body', detail: 'closed in the middle of the answer' },
    ]);
  });

  it('says that it is not HTTP that came', async () => {
    const server = await tcpServer((socket) => socket.end('220 mail.example ESMTP\r\n'));
    const { kind, detail } = failureOf(await aProbeSet().run(http(server.port), aContext()));
    expect({ kind, detail }).toEqual({ kind: 'protocol', detail: expect.stringContaining('not HTTP') });
  });

  it('reads an answer that comes byte by byte', async () => {
    const server = await tcpServer((socket) => {
      socket.setNoDelay(true).once('data', async () => {
        for (const byte of 'HTTP/1.1 200 OK\r\nconnection: close\r\n\r\nall is well') {
          await new Promise((resolve) => socket.write(byte, resolve));
        }
        socket.end();
      });
    });
    const outcome = await aProbeSet().run(http(server.port, { expectBody: { contains: 'is well' } }), aContext());
    expect(outcome).toMatchObject({ kind: 'pass', readings: { bytes: 11 } });
  });
});

describe('an http check that runs out of time', () => {
  it('names the phase when no answer comes', async () => {
    const clock = movableClock();
    const server = await tcpServer(() => undefined);
    const connection = server.nextConnection();
    const trying = aProbeSet().run(http(server.port), aContext({ clock }));
    await once(await connection, 'data');
    await clock.advance(10_000);
    expect(failureOf(await trying)).toEqual({ kind: 'timeout', phase: 'headers', detail: 'no answer within 10 s' });
  });

  it('names the phase when the answer does not end', async () => {
    const clock = standingClock();
    let answer: () => void = () => undefined;
    const server = await httpServer((_request, response) => {
      answer = () => response.writeHead(200).write('half');
    });
    // Half of its time is over when the answer begins; the body could have the rest and more.
    const check = http(server.port, { timeouts: { body: '9s' } });
    const connection = server.nextConnection();
    const trying = aProbeSet().run(check, aContext({ clock }));
    await once(await connection, 'data');
    await clock.advance(5_000);
    answer();
    await clock.limited(9_000);
    await clock.advance(5_000);
    expect(failureOf(await trying)).toEqual({
      kind: 'timeout',
      phase: 'body',
      detail: 'the answer did not end within 10 s',
    });
  });

  it('names the connection when the listener is too busy to take it', async () => {
    const clock = movableClock();
    const port = await fullBacklog();
    const trying = aProbeSet().run(http(port), aContext({ clock }));
    await clock.advance(10_000);
    expect(failureOf(await trying)).toEqual({
      kind: 'timeout',
      phase: 'connect',
      detail: 'no connection to 127.0.0.1 within 10 s',
    });
  });

  it('keeps its own short time-out, and lets go of the connection', async () => {
    const server = await tcpServer(() => undefined);
    const connection = server.nextConnection();
    const clock = standingClock();
    const trying = aProbeSet().run(http(server.port, { timeout: '150ms' }), aContext({ clock }));
    const socket = await connection;
    await once(socket, 'data');
    await clock.advance(150);
    expect(failureOf(await trying)).toMatchObject({
      kind: 'timeout',
      phase: 'headers',
      detail: 'no answer within 150 ms',
    });
    await gone(socket);
  });

  it('blames itself when its own deadline comes far too late', async () => {
    const server = await tcpServer(() => undefined);
    const connection = server.nextConnection();
    let now = 0;
    let deadline: () => void = () => undefined;
    const clock = {
      now: () => now,
      monotonicMs: () => now,
      after: (_ms: number, task: () => void) => {
        deadline = task;
        return () => undefined;
      },
    };
    const trying = aProbeSet().run(http(server.port), aContext({ clock }));
    await connection;
    now = 14_200; // this program stood still for four seconds
    deadline();
    expect(troubleOf(await trying)).toEqual({
      kind: 'stalled',
      detail: 'this program stood still: its deadline came 4 s late',
    });
  });

  it('blames nobody when it is cancelled, and lets go of the connection', async () => {
    const server = await tcpServer(() => undefined);
    const connection = server.nextConnection();
    const recall = new Recall();
    const trying = aProbeSet().run(http(server.port), aContext({ recall }));
    const socket = await connection;
    recall.call();
    expect(troubleOf(await trying).kind).toBe('cancelled');
    await gone(socket);
  });
});
