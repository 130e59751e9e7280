/** Limits that hold whatever comes: headers without end, headers that trickle, and every address tried, in every check that connects. */
import { describe, expect, it } from 'vitest';
import { movableClock } from '../../harness/clock.ts';
import { http2Server, tcpServer } from '../../harness/loopback.ts';
import { aCheck, aContext, aProbeSet, failureOf } from '../../harness/probing.ts';

const TOO_MANY = { kind: 'protocol', detail: 'the answer has more than 16 KiB of headers' };

/** Answers with a status line and headers that never end. */
const endlessHeaders = (status: string) =>
  tcpServer((socket) =>
    socket.once('data', () => {
      socket.write(`HTTP/1.1 ${status}\r\n`);
      const pump = () => {
        while (!socket.destroyed && socket.write(`x-more: ${'y'.repeat(1_000)}\r\n`)) {
          // until the window is full
        }
      };
      socket.on('drain', pump);
      pump();
    }),
  );

describe('headers without end', () => {
  it('are cut off in an http check', async () => {
    const { port } = await endlessHeaders('200 OK');
    const check = aCheck({ type: 'http', url: `http://127.0.0.1:${port}/` });
    expect(failureOf(await aProbeSet().run(check, aContext()))).toMatchObject(TOO_MANY);
  });

  it('are cut off in a websocket check', async () => {
    const { port } = await endlessHeaders('101 Switching Protocols');
    const check = aCheck({ type: 'websocket', url: `ws://127.0.0.1:${port}/` });
    expect(failureOf(await aProbeSet().run(check, aContext()))).toMatchObject(TOO_MANY);
  });

  it('are cut off over HTTP/2', async () => {
    const { port } = await http2Server(null, (_request, response) => {
      response.writeHead(200, Object.fromEntries(Array.from({ length: 90 }, (_, n) => [`x-${n}`, 'y'.repeat(1_000)])));
      response.end();
    });
    const check = aCheck({ type: 'http', url: `http://127.0.0.1:${port}/`, httpVersion: '2' });
    expect(failureOf(await aProbeSet().run(check, aContext())).kind).toMatch(/^(?:protocol|closed|reset)$/);
  });
});

describe('headers that trickle', () => {
  it('end in the check’s one deadline', async () => {
    const clock = movableClock();
    const server = await tcpServer((socket) => socket.once('data', () => socket.write('HTTP/1.1 200 OK\r\nx-slow: a')));
    const connection = server.nextConnection();
    const check = aCheck({ type: 'http', url: `http://127.0.0.1:${server.port}/` });
    const trying = aProbeSet().run(check, aContext({ clock }));
    const socket = await connection;
    await new Promise((resolve) => socket.once('data', resolve));
    for (let second = 0; second < 10; second += 1) {
      socket.write('a');
      await clock.advance(1_000);
    }
    expect(failureOf(await trying)).toEqual({ kind: 'timeout', phase: 'headers', detail: 'no answer within 10 s' });
  });
});

describe('every address of a name', () => {
  it.each([
    { type: 'grpc' as const, wishes: (port: number) => ({ host: 'two.test', port }) },
    { type: 'tls' as const, wishes: (port: number) => ({ host: 'two.test', port }) },
    { type: 'websocket' as const, wishes: (port: number) => ({ url: `ws://two.test:${port}/` }) },
  ])('is tried by a $type check', async ({ type, wishes }) => {
    const server = await tcpServer((socket) => socket.end('not what you want\r\n'));
    const probes = aProbeSet({ hosts: { 'two.test': ['::1', '127.0.0.1'] } });
    const outcome = await probes.run(aCheck({ type, ...wishes(server.port) }), aContext());
    expect(server.connections()).toBe(1);
    expect(failureOf(outcome).kind).not.toBe('refused');
    expect(outcome).toMatchObject({ readings: { address: '127.0.0.1' } });
  });
});
