/**
 * A small server that is to the window what Watchbell is: the built files, the contract over HTTP, the numbered line. For tests and screenshots.
 *
 * Every question goes through the contract's own schema, so a window that asks nonsense fails here too. The content policy is the strict one.
 */
import { readFile } from 'node:fs/promises';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { extname, join, normalize, sep } from 'node:path';
import { type Ask, type Asks, contract } from '../../shared/contract/contract.ts';
import type { Change, Snapshot } from '../../shared/contract/view.ts';
import type { EpochMs } from '../../shared/model/ids.ts';
import { answerTo } from './window-answers.ts';

/** Nothing from elsewhere, nothing inline, no eval. */
export const STRICT_POLICY =
  "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; font-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.svg': 'image/svg+xml',
  '.map': 'application/json',
};

export interface WindowServer {
  readonly url: string;
  /** Every command and question so far, oldest first. */
  readonly asked: readonly { readonly name: Ask; readonly ask: unknown }[];
  /** Shows another picture from now on; windows learn it when they ask. */
  show(picture: Snapshot): void;
  /** Sends a change to every open window, numbered after the last one. */
  push(change: Omit<Change, 'sequence' | 'at'>): void;
  /** Ends every open line; `refuse`: and lets no new one in until false is given. */
  breakLines(refuse: boolean): void;
  close(): Promise<void>;
}

/** `folder`: the built window. `now`: the clock of the answers. */
export async function startWindowServer(folder: string, first: Snapshot, now: () => EpochMs): Promise<WindowServer> {
  let picture = first;
  let refusing = false;
  const asked: { name: Ask; ask: unknown }[] = [];
  const lines = new Set<ServerResponse>();

  const server = createServer((request, response) => {
    handle(request, response).catch((error: unknown) => {
      response.writeHead(500, { 'content-type': 'application/json' }).end(JSON.stringify({ message: String(error) }));
    });
  });

  async function handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { pathname } = new URL(request.url ?? '/', 'http://127.0.0.1');
    if (refusing && pathname.startsWith('/api/')) {
      response.writeHead(503).end();
    } else if (pathname === '/api/follow') {
      response.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-store' });
      response.write(': hello\n\n');
      lines.add(response);
      response.on('close', () => lines.delete(response));
    } else if (pathname.startsWith('/api/ask/')) {
      await reply(pathname.slice('/api/ask/'.length), request, response);
    } else {
      await file(pathname, response);
    }
  }

  async function reply(name: string, request: IncomingMessage, response: ServerResponse): Promise<void> {
    const chunks: Buffer[] = [];
    for await (const chunk of request) {
      chunks.push(chunk as Buffer);
    }
    const json = { 'content-type': 'application/json' };
    if (!Object.hasOwn(contract, name)) {
      response.writeHead(404, json).end(JSON.stringify({ message: `no such question: ${name}` }));
      return;
    }
    const question = name as Ask;
    const parsed = contract[question].asks.safeParse(JSON.parse(Buffer.concat(chunks).toString()));
    if (!parsed.success) {
      response.writeHead(400, json).end(JSON.stringify({ message: `${name}: ${parsed.error.message}` }));
      return;
    }
    asked.push({ name: question, ask: parsed.data });
    response.writeHead(200, json).end(JSON.stringify(answerTo(question, parsed.data as Asks<Ask>, picture, now())));
  }

  async function file(pathname: string, response: ServerResponse): Promise<void> {
    const path = join(folder, normalize(pathname === '/' ? '/index.html' : pathname));
    const body = path.startsWith(folder + sep) ? await readFile(path).catch(() => null) : null;
    if (body === null) {
      response.writeHead(404).end();
      return;
    }
    response
      .writeHead(200, {
        'content-type': TYPES[extname(path)] ?? 'application/octet-stream',
        'content-security-policy': STRICT_POLICY,
      })
      .end(body);
  }

  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const breakLines = (refuse: boolean): void => {
    refusing = refuse;
    for (const line of lines) {
      line.end();
    }
  };
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`,
    asked,
    show: (next) => {
      picture = next;
    },
    push: (change) => {
      const { components, incidents, removedComponents, removedIncidents, ...rest } = change;
      const sequence = picture.sequence + 1;
      picture = {
        ...picture,
        ...rest,
        sequence,
        at: now(),
        components: merged(picture.components, components ?? [], removedComponents ?? []),
        incidents: merged(picture.incidents, incidents ?? [], removedIncidents ?? []),
      };
      for (const line of lines) {
        line.write(`id: ${sequence}\ndata: ${JSON.stringify({ ...change, sequence, at: now() })}\n\n`);
      }
    },
    breakLines,
    close: async () => {
      breakLines(true);
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

function merged<Id, T extends { readonly id: Id }>(
  known: readonly T[],
  changed: readonly T[],
  removed: readonly Id[],
): readonly T[] {
  const byId = new Map(known.map((item) => [item.id, item]));
  for (const item of changed) {
    byId.set(item.id, item);
  }
  for (const id of removed) {
    byId.delete(id);
  }
  return [...byId.values()];
}
