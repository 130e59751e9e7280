/**
 * A relay or a jump, as far as their statistics go: one-use addresses of websockets, reports when the test says so, and the same rude
 * ends as the real ones: no close frame, whether a code is wrong or a token ends.
 */
import { randomUUID } from 'node:crypto';
import { type WebSocket, WebSocketServer } from 'ws';
import { json, type StandInServer, startStandIn } from './server.ts';
import { judgeToken } from './tokens.ts';

export interface ReporterStandIn extends StandInServer {
  readonly url: string;
  /** Sends this to everybody who is connected. */
  report(message: unknown): void;
  /** What everybody who connects is told at once; null: nothing. */
  greet(message: unknown): void;
  /** Cuts all websockets, without a close frame. */
  drop(): void;
  /** Ends, as rudely, those whose token has ended by now. */
  expire(): void;
  pingAll(): Promise<number>;
  /** Websockets that are open. */
  readonly open: () => number;
  /** Addresses that were given out, and codes that were refused. */
  readonly given: () => number;
  readonly refused: () => number;
  /** Resolves when so many websockets have been opened since the start. */
  opened(count: number): Promise<void>;
}

const PATHS = { relay: '/session/stats', jump: '/api/v1/connect/stats' } as const;

export async function startReporter(
  service: 'relay' | 'jump',
  secret: string,
  now: () => number,
): Promise<ReporterStandIn> {
  /** When each websocket's token ends. Epoch ms. */
  const ends = new WeakMap<WebSocket, number>();
  const codes = new Map<string, { readonly exp: number; readonly until: number }>();
  const sockets = new WebSocketServer({ noServer: true });
  const waiting = new Set<{ readonly count: number; readonly done: () => void }>();
  let greeting: unknown = null;
  let count = 0;
  let given = 0;
  let refused = 0;

  const server = await startStandIn({
    now,
    answer(request, response) {
      const base = `/tenant/${service}`;
      if (request.url !== `${base}${PATHS[service]}` || request.method !== 'POST') {
        json(response, 404, { code: 404, message: `path ${request.url} was not found` });
        return;
      }
      const taken = judgeToken(service, request.headers.authorization, { secret, audience: url, now });
      if ('status' in taken) {
        json(response, taken.status, taken.body);
        return;
      }
      const code = randomUUID();
      given += 1;
      codes.set(code, { exp: taken.exp, until: now() + 30_000 });
      json(response, 200, { uri: `ws://127.0.0.1:${server.port}/stats?code=${code}` });
    },
    upgrade(request, socket, head) {
      const code = new URL(request.url ?? '/', 'http://x').searchParams.get('code') ?? '';
      const known = codes.get(code);
      codes.delete(code);
      sockets.handleUpgrade(request, socket, head, (ws) => {
        if (known === undefined || known.until < now()) {
          refused += 1;
          ws.terminate();
          return;
        }
        welcome(ws, known.exp);
      });
    },
  });
  const url = `http://127.0.0.1:${server.port}/tenant/${service}`;

  function welcome(ws: WebSocket, exp: number): void {
    ends.set(ws, exp * 1_000);
    ws.on('error', () => ws.terminate());
    if (greeting !== null) {
      ws.send(textOf(greeting));
    }
    count += 1;
    for (const waiter of waiting) {
      if (waiter.count <= count) {
        waiting.delete(waiter);
        waiter.done();
      }
    }
  }

  const drop = (): void => {
    for (const ws of sockets.clients) {
      ws.terminate();
    }
  };

  return {
    ...server,
    url,
    report(message) {
      const text = textOf(message);
      for (const ws of sockets.clients) {
        ws.send(text);
      }
    },
    greet: (message) => {
      greeting = message;
    },
    drop,
    expire() {
      for (const ws of sockets.clients) {
        if ((ends.get(ws) ?? 0) <= now()) {
          ws.terminate();
        }
      }
    },
    async pingAll() {
      const all = [...sockets.clients];
      await Promise.all(all.map((ws) => new Promise((resolve) => ws.once('pong', resolve).ping())));
      return all.length;
    },
    open: () => sockets.clients.size,
    given: () => given,
    refused: () => refused,
    opened: (wanted) =>
      wanted <= count ? Promise.resolve() : new Promise((done) => waiting.add({ count: wanted, done })),
    async goAway() {
      drop();
      await server.goAway();
    },
    async close() {
      drop();
      await server.close();
    },
  };
}

const textOf = (message: unknown): string => (typeof message === 'string' ? message : JSON.stringify(message));
