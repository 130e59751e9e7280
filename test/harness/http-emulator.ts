/**
 * What the emulated HTTP services share: a real server on loopback that can be told to answer badly, and counts what comes.
 */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';

/** `hang`: takes the request and never answers. `drop`: closes the connection instead. */
export type HttpBehaviour =
  | { readonly kind: 'well' }
  | {
      readonly kind: 'answer';
      readonly status: number;
      readonly headers?: Readonly<Record<string, string>>;
      readonly body?: string;
    }
  | { readonly kind: 'hang' }
  | { readonly kind: 'drop' };

export interface Request {
  readonly method: string;
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

export interface HttpEmulator {
  readonly port: number;
  behave(behaviour: HttpBehaviour): void;
  /** Resolves when `count` requests have come, at once if they have. */
  arrived(count: number): Promise<void>;
  close(): Promise<void>;
}

export interface Reply {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
}

/**
 * `answer` is asked only while it behaves well; it may take its time, as a long poll does. Every request is seen by `seen`
 * first, whatever the behaviour.
 */
export async function startHttpEmulator(
  seen: (request: Request) => void,
  answer: (request: Request) => Reply | Promise<Reply>,
  port = 0,
): Promise<HttpEmulator> {
  let behaviour: HttpBehaviour = { kind: 'well' };
  let count = 0;
  const waiters = new Set<{ readonly count: number; readonly done: () => void }>();
  const sockets = new Set<Socket>();

  const server = createServer(async (incoming, response) => {
    const request = await readRequest(incoming).catch(() => null);
    if (request === null) {
      return; // the sender died in the middle: half a request is none
    }
    seen(request);
    count += 1;
    for (const waiter of waiters) {
      waiter.count <= count && waiters.delete(waiter) && waiter.done();
    }
    await behave(request, response);
  });
  server.on('connection', (socket) => {
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket));
  });

  async function behave(request: Request, response: ServerResponse): Promise<void> {
    switch (behaviour.kind) {
      case 'hang':
        return;
      case 'drop':
        response.destroy();
        return;
      case 'well':
      case 'answer': {
        const { status, headers, body } = behaviour.kind === 'answer' ? behaviour : await answer(request);
        response.writeHead(status, headers).end(body);
      }
    }
  }

  await new Promise<void>((resolve, reject) => server.once('error', reject).listen(port, '127.0.0.1', resolve));
  return {
    port: (server.address() as AddressInfo).port,
    behave: (next) => {
      behaviour = next;
    },
    arrived: (wanted) =>
      wanted <= count ? Promise.resolve() : new Promise((done) => waiters.add({ count: wanted, done })),
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        for (const socket of sockets) {
          socket.destroy();
        }
      }),
  };
}

async function readRequest(incoming: IncomingMessage): Promise<Request> {
  const chunks: Buffer[] = [];
  for await (const chunk of incoming) {
    chunks.push(chunk as Buffer);
  }
  const headers = Object.fromEntries(Object.entries(incoming.headers).map(([name, value]) => [name, String(value)]));
  return {
    method: incoming.method ?? '',
    path: incoming.url ?? '',
    headers,
    body: Buffer.concat(chunks).toString('utf8'),
  };
}
