/**
 * What the stand-ins share: a server on loopback below a base path, that can be told to fail, and to be gone and come back on its port.
 */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import { freePort } from '../ports.ts';

/** `well`, or what every question is answered with instead. `hang`: with nothing. */
export type Behaviour =
  | { readonly kind: 'well' }
  | { readonly kind: 'answer'; readonly status: number; readonly type: string; readonly body: string }
  | { readonly kind: 'hang' };

export interface StandInServer {
  readonly port: number;
  behave(behaviour: Behaviour): void;
  /** Every connection is cut, and none is taken. */
  goAway(): Promise<void>;
  comeBack(): Promise<void>;
  close(): Promise<void>;
}

export interface StandInParts {
  /** The server's clock. Epoch ms. */
  readonly now: () => number;
  readonly answer: (request: IncomingMessage, response: ServerResponse) => void;
  readonly upgrade?: (request: IncomingMessage, socket: Socket, head: Buffer) => void;
}

export async function startStandIn({ now, answer, upgrade }: StandInParts): Promise<StandInServer> {
  const sockets = new Set<Socket>();
  let behaviour: Behaviour = { kind: 'well' };
  const port = await freePort(); // nobody is given it while it is away

  function make() {
    const server = createServer((request, response) => {
      request.resume();
      response.setHeader('date', new Date(now()).toUTCString());
      switch (behaviour.kind) {
        case 'well':
          answer(request, response);
          return;
        case 'answer':
          response.writeHead(behaviour.status, { 'content-type': behaviour.type }).end(behaviour.body);
          return;
        case 'hang':
          return;
      }
    });
    server.on('connection', (socket) => {
      sockets.add(socket);
      socket.once('close', () => sockets.delete(socket));
    });
    if (upgrade !== undefined) {
      server.on('upgrade', upgrade);
    }
    return server;
  }

  let server = make();
  async function listen(): Promise<void> {
    await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
  }
  async function end(): Promise<void> {
    const closed = new Promise((resolve) => server.close(resolve));
    for (const socket of sockets) {
      socket.destroy();
    }
    await closed;
  }

  await listen();
  return {
    port,
    behave: (next) => {
      behaviour = next;
    },
    goAway: end,
    async comeBack() {
      server = make();
      await listen();
    },
    close: end,
  };
}

export function json(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
}
