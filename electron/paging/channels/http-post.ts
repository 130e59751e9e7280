/**
 * One POST, or GET, on a connection of its own. Redirects are not followed, and no more of the answer is read than is looked at.
 *
 * A kept connection may have died unnoticed, and a page is not the request to find that out with.
 */
import { Agent, type Dispatcher, request } from 'undici';
import type { Clock } from '../../engine/ports.ts';
import { later, type NotTaken, refused } from './deliveries.ts';
import { isBadRequest, networkTrouble } from './network-trouble.ts';

export interface PostRequest extends GetRequest {
  readonly body: string;
}

export interface GetRequest {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly verifyTls: boolean;
  /** How much of the answer's body is worth waiting for, by its status. Null looks at the status only. */
  readonly read: (status: number) => BodyLimit | null;
  readonly signal: AbortSignal;
  readonly clock: Clock;
}

export interface BodyLimit {
  readonly bytes: number;
  /** From the status on: a verdict that is known must not wait for words that trickle. ms */
  readonly withinMs: number;
}

export interface Answered {
  readonly kind: 'answered';
  readonly status: number;
  readonly retryAfter: string | undefined;
  readonly location: string | undefined;
  readonly body: string;
}

export type PostAnswer =
  | Answered
  /** No answer came, and what that means for the page. */
  | { readonly kind: 'failed'; readonly delivery: NotTaken };

/** Neither method throws. */
export interface Poster {
  post(request: PostRequest): Promise<PostAnswer>;
  get(request: GetRequest): Promise<PostAnswer>;
  close(): Promise<void>;
}

export function createPoster(): Poster {
  const careful = new Agent({ pipelining: 0 });
  const trusting = new Agent({ pipelining: 0, connect: { rejectUnauthorized: false } });
  return {
    post: (asked) => ask('POST', asked, asked.body, asked.verifyTls ? careful : trusting),
    get: (asked) => ask('GET', asked, null, asked.verifyTls ? careful : trusting),
    async close() {
      await Promise.all([careful.destroy(), trusting.destroy()]);
    },
  };
}

async function ask(
  method: 'GET' | 'POST',
  asked: GetRequest,
  body: string | null,
  dispatcher: Dispatcher,
): Promise<PostAnswer> {
  const { url, headers, signal } = asked;
  const { host } = new URL(url);
  try {
    const answer = await request(url, { method, headers, body, signal, dispatcher });
    return {
      kind: 'answered',
      status: answer.statusCode,
      retryAfter: first(answer.headers['retry-after']),
      location: first(answer.headers.location),
      body: await readSome(answer.body, asked.read(answer.statusCode), asked.clock),
    };
  } catch (error) {
    return { kind: 'failed', delivery: failure(error, host, signal) };
  }
}

function failure(error: unknown, host: string, signal: AbortSignal): NotTaken {
  if (signal.aborted) {
    return later(`${host} did not answer in time`);
  }
  return isBadRequest(error)
    ? refused('the request cannot be written: check the address and the headers of this channel')
    : later(networkTrouble(error, host));
}

/** What came of the body within the limits. A body that ends badly does not change what the status said. */
async function readSome(body: Dispatcher.ResponseData['body'], limit: BodyLimit | null, clock: Clock): Promise<string> {
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
