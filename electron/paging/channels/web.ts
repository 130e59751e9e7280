/**
 * One request on a connection of its own. A kept connection may have died unnoticed, and a page is not the request to find that out with.
 */
import { readFileSync } from 'node:fs';
import { buildConnector, Client, type Dispatcher, request } from 'undici';
import { isBadRequest, networkTrouble } from '../../../shared/rules/http/network-trouble.ts';
import type { BodyLimit, Web, WebAnswer, WebRequest } from '../../engine/ports/web.ts';

const PEM = '-----BEGIN ';

type Connector = ReturnType<typeof buildConnector>;

export function createWeb(): Web {
  const connectors = new Map<string, Connector>();
  const open = new Set<Client>();

  /** Shared by who trusts alike: it remembers TLS sessions, and no connections. */
  function connectorFor({ verifyTls, ca }: Pick<WebRequest, 'verifyTls' | 'ca'>): Connector {
    const pem = ca === undefined || ca.trimStart().startsWith(PEM) ? ca : readFileSync(ca, 'utf8');
    const key = verifyTls ? `trusts ${pem ?? ''}` : 'trusting';
    const trust = pem === undefined ? {} : { ca: pem };
    const connector = connectors.get(key) ?? buildConnector(verifyTls ? trust : { rejectUnauthorized: false });
    connectors.set(key, connector);
    return connector;
  }

  /**
   * A pool would not do: after a request that was given up it opens a connection that nobody asked for, and sends the next request over
   * that one, however it has fared since.
   */
  function clientFor(asked: WebRequest): Client {
    return new Client(new URL(asked.url).origin, { pipelining: 0, connect: connectorFor(asked) });
  }

  return {
    async ask(asked) {
      let client: Client;
      try {
        client = clientFor(asked);
      } catch (error) {
        return { kind: 'failed', reason: `the certificate in ca cannot be read: ${codeOf(error)}`, ours: true };
      }
      open.add(client);
      try {
        return await ask(asked, client);
      } finally {
        open.delete(client);
        void client.destroy();
      }
    },
    async close() {
      await Promise.all([...open].map((client) => client.destroy()));
    },
  };
}

async function ask(asked: WebRequest, dispatcher: Dispatcher): Promise<WebAnswer> {
  const { url, method, headers, body, signal } = asked;
  const { host } = new URL(url);
  try {
    const answer = await request(url, { method, headers, body, signal, dispatcher });
    return {
      kind: 'answered',
      status: answer.statusCode,
      retryAfter: first(answer.headers['retry-after']),
      location: first(answer.headers.location),
      date: first(answer.headers.date),
      body: await readSome(answer.body, asked.read(answer.statusCode), asked.clock),
    };
  } catch (error) {
    return failure(error, host, signal);
  }
}

const codeOf = (error: unknown): string =>
  error instanceof Error && 'code' in error ? String(error.code) : String(error);

function failure(error: unknown, host: string, signal: AbortSignal): WebAnswer {
  if (signal.aborted) {
    return { kind: 'failed', reason: `${host} did not answer in time`, ours: false };
  }
  return isBadRequest(error)
    ? { kind: 'failed', reason: 'the request cannot be written: check the address and the headers', ours: true }
    : { kind: 'failed', reason: networkTrouble(error, host), ours: false };
}

/** What came of the body within the limits. A body that ends badly does not change what the status said. */
async function readSome(
  body: Dispatcher.ResponseData['body'],
  limit: BodyLimit | null,
  clock: WebRequest['clock'],
): Promise<string> {
  // Destroying a body that is still coming makes it complain; we know.
  body.on('error', () => undefined);
  if (limit === null) {
    body.destroy();
    return '';
  }
  const cancel = clock.after(limit.withinMs, () => body.destroy());
  const chunks: Buffer[] = [];
  let size = 0;
  try {
    for await (const chunk of body) {
      chunks.push(chunk);
      size += chunk.length;
      if (size >= limit.bytes) {
        break;
      }
    }
  } catch {
    // Cut short by the time, the signal or the other side: what has come is all there is.
  } finally {
    cancel();
    body.destroy();
  }
  return Buffer.concat(chunks).subarray(0, limit.bytes).toString('utf8');
}

function first(header: string | string[] | undefined): string | undefined {
  return Array.isArray(header) ? header[0] : header;
}
