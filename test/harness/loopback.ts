/**
 * Real servers on 127.0.0.1 for probes to meet, good and bad. Each closes itself, with every connection, when its test ends.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer as createHttpServer, type RequestListener } from 'node:http';
import {
  createServer as createHttp2Server,
  createSecureServer,
  type Http2ServerRequest,
  type Http2ServerResponse,
} from 'node:http2';
import { createServer as createHttpsServer, type ServerOptions } from 'node:https';
import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net';
import { onTestFinished } from 'vitest';
import type { Identity } from './certificates.ts';
import { freePort } from './ports.ts';

/**
 * A server that is up. `connections` counts all there ever were; `nextConnection` is the one that comes after the call.
 * `strangers` counts all that knocked before the call, also those that wait in the kernel: for "nobody has come".
 */
export interface Loopback {
  readonly port: number;
  readonly connections: () => number;
  nextConnection(): Promise<Socket>;
  strangers(): Promise<number>;
  close(): Promise<void>;
}

/** Plain TCP: `talk` gets each connection. Errors of a connection are expected here and not looked at. */
export const tcpServer = (talk: (socket: Socket) => void, host = '127.0.0.1', port = 0): Promise<Loopback> =>
  up(createServer(talk), host, port);

export const httpServer = (answer: RequestListener, host = '127.0.0.1', port = 0): Promise<Loopback> =>
  up(createHttpServer(answer), host, port);

export const httpsServer = (
  identity: Identity,
  answer: RequestListener,
  options: ServerOptions = {},
): Promise<Loopback> => up(createHttpsServer({ ...identity, ...options }, answer), '127.0.0.1', 0);

/** HTTP/2 only: over TLS with an identity, in the clear without. */
export const http2Server = (
  identity: Identity | null,
  answer: (request: Http2ServerRequest, response: Http2ServerResponse) => void,
): Promise<Loopback> =>
  up(
    identity ? createSecureServer({ ...identity, allowHTTP1: false }, answer) : createHttp2Server(answer),
    '127.0.0.1',
    0,
  );

/** A port where nobody listens. */
export const closedPort = (): Promise<number> => freePort();

/**
 * A listener whose queue is full: the kernel drops every further knock, so connecting neither works nor fails.
 * The process that should accept is stuck; listen(1) lets two connections through (Linux).
 */
export async function fullBacklog(): Promise<number> {
  const child = spawn(process.execPath, ['-e', STUCK_LISTENER], { stdio: ['ignore', 'pipe', 'inherit'] });
  onTestFinished(() => {
    child.kill('SIGKILL');
  });
  const [said] = (await once(child.stdout, 'data')) as [Buffer];
  const port = Number(said.toString());
  const fillers = [connect(port, '127.0.0.1'), connect(port, '127.0.0.1')];
  onTestFinished(() => {
    for (const filler of fillers) {
      filler.destroy();
    }
  });
  await Promise.all(
    fillers.map((filler) =>
      once(
        filler.on('error', () => undefined),
        'connect',
      ),
    ),
  );
  return port;
}

const STUCK_LISTENER = `
const server = require('node:net').createServer();
server.listen({ port: 0, host: '127.0.0.1', backlog: 1 }, () => {
  require('node:fs').writeSync(1, String(server.address().port));
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 60_000);
});
`;

/** Puts any server up. */
export async function up(server: Server, host: string, port: number): Promise<Loopback> {
  const open = new Set<Socket>();
  const waiting: ((socket: Socket) => void)[] = [];
  /** Of those who came, in order. */
  const ports: (number | undefined)[] = [];
  server.on('connection', (socket) => {
    ports.push(socket.remotePort);
    open.add(socket);
    socket.on('error', () => undefined);
    socket.once('close', () => open.delete(socket));
    waiting.shift()?.(socket);
  });
  server.on('tlsClientError', () => undefined);
  server.listen(port, host);
  await once(server, 'listening');
  let closed: Promise<void> | null = null;
  const close = () => {
    closed ??= new Promise<void>((resolve) => {
      server.close(() => resolve());
      for (const socket of open) {
        socket.destroy();
      }
    });
    return closed;
  };
  onTestFinished(close);
  return {
    port: (server.address() as AddressInfo).port,
    connections: () => ports.length,
    nextConnection: () => new Promise((resolve) => waiting.push(resolve)),
    async strangers() {
      // Who knocks later is let in later.
      const ours = connect((server.address() as AddressInfo).port, host);
      await once(ours, 'connect');
      const { localPort } = ours;
      while (!ports.includes(localPort)) {
        await once(server, 'connection');
      }
      ours.destroy();
      return ports.indexOf(localPort);
    },
    close,
  };
}

/** Over when this connection is closed: at once if it is already. */
export async function gone(socket: Socket): Promise<void> {
  if (!socket.resume().closed) {
    await once(socket, 'close');
  }
}
