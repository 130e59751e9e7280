/**
 * One request on a connection of its own. A kept connection may have died unnoticed, and a page is not the request to find that out with.
 */
import { readFileSync } from 'node:fs';
import { Agent, type Dispatcher, request } from 'undici';
import { isBadRequest, networkTrouble } from '../../../shared/rules/http/network-trouble.ts';
import type { BodyLimit, Web, WebAnswer, WebRequest } from '../../engine/ports/web.ts';

const PEM = '-----BEGIN ';

export function createWeb(): Web {
  const agents = new Map<string, Agent>();

  function agentFor({ verifyTls, ca }: Pick<WebRequest, 'verifyTls' | 'ca'>): Agent {
    const pem = ca === undefined || ca.trimStart().startsWith(PEM) ? ca : readFileSync(ca, 'utf8');
    const key = verifyTls ? `trusts ${pem ?? ''}` : 'trusting';
    const trust = pem === undefined ? {} : { ca: pem };
    const connect = verifyTls ? trust : { rejectUnauthorized: false };
    const agent = agents.get(key) ?? new Agent({ pipelining: 0, connect });
    agents.set(key, agent);
    return agent;
  }

  return {
    async ask(asked) {
      try {
        return await ask(asked, agentFor(asked));
      } catch (error) {
        return { kind: 'failed', reason: `the certificate in ca cannot be read: ${codeOf(error)}`, ours: true };
      }
    },
    async close() {
      await Promise.all([...agents.values()].map((agent) => agent.destroy()));
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
