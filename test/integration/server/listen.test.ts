import { createServer as createHttpServer } from 'node:http';
import { type AddressInfo, createServer, type Server } from 'node:net';
import { describe, expect, it, onTestFinished } from 'vitest';
import { listenProblem } from '../../../electron/server/occupied.ts';
import { type Started, startServer } from '../../../electron/server/server.ts';
import type { Replies } from '../../../shared/contract/contract.ts';
import { nothingServed } from '../../harness/nothing-served.ts';
import { freePort } from '../../harness/ports.ts';
import { logInto, type MovableClock, movableClock, stage } from './stage.ts';

function start(host: string, port: number, clock: MovableClock = movableClock()): Promise<Started> {
  return startServer({
    ...nothingServed(clock),
    host,
    port,
    log: logInto([]),
    replies: {} as Replies,
    feed: { subscribe: () => () => {} },
  });
}

function listening(server: Server): Promise<number> {
  onTestFinished(() => {
    server.close();
  });
  return new Promise((resolve) => {
    server.listen(0, '127.0.0.1', () => resolve((server.address() as AddressInfo).port));
  });
}

describe('a port that is taken', () => {
  it('by another Watchbell is named with both remedies', async () => {
    const { server } = await stage();
    expect(await start('127.0.0.1', server.port)).toEqual({
      kind: 'refused',
      problem:
        `Port ${server.port} on 127.0.0.1 is taken by another Watchbell that is still running. Use that one or stop it, ` +
        'or choose another port with `settings.listen.port` in the configuration or with --port.',
    });
  });

  it('by another web server is not taken for a Watchbell', async () => {
    const port = await listening(createHttpServer((_request, response) => response.end('hello')));
    const started = await start('127.0.0.1', port);
    expect(started).toMatchObject({
      kind: 'refused',
      problem: expect.stringContaining(`Port ${port} on 127.0.0.1 is taken by another program`),
    });
    expect(started).toMatchObject({ problem: expect.stringContaining('--port') });
  });

  it('by something that never answers costs a second, not the start', async () => {
    const clock = movableClock();
    const port = await listening(
      createServer((socket) => {
        onTestFinished(() => {
          socket.destroy();
        });
        socket.on('error', () => {});
        socket.once('data', () => clock.advance(1_000));
      }),
    );
    expect(await start('127.0.0.1', port, clock)).toMatchObject({
      kind: 'refused',
      problem: expect.stringContaining('another program'),
    });
  });
});

describe('an address or port that is not ours', () => {
  it('is said so when it is tried', async () => {
    expect(await start('192.0.2.1', 0)).toEqual({
      kind: 'refused',
      problem:
        'This machine has no address `192.0.2.1`. Put 127.0.0.1, or one of its own addresses, in `settings.listen.host`.',
    });
  });

  it.each([
    { code: 'EACCES', says: 'Port 80 on watch is not for us' },
    { code: 'ENOTFOUND', says: 'This machine has no address `watch`' },
    { code: 'EAI_AGAIN', says: 'This machine has no address `watch`' },
  ])('has words for $code', async ({ code, says }) => {
    const error = Object.assign(new Error('listen'), { code });
    expect(await listenProblem(error, { host: 'watch', port: 80 }, movableClock())).toContain(says);
  });

  it('is not guessed at when something else went wrong', async () => {
    expect(await listenProblem(new Error('a bug'), { host: 'watch', port: 80 }, movableClock())).toBeNull();
  });
});

describe('a started server', () => {
  it('can be closed twice, and its port is free then', async () => {
    const { server } = await stage({ port: await freePort() });
    await server.close();
    await server.close();
    const next = await start('127.0.0.1', server.port);
    expect(next.kind).toBe('serving');
    if (next.kind === 'serving') {
      await next.close();
    }
  });
});
