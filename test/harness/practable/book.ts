/**
 * A book: its list of resources, and whether each is available. Written from the recorded exchanges.
 */

import { json, type StandInServer, startStandIn } from './server.ts';
import { judgeToken, type Refused } from './tokens.ts';

export interface BookResource {
  readonly topic_stub: string;
  readonly streams: readonly string[];
  readonly description?: string;
}

export interface BookStandIn extends StandInServer {
  readonly url: string;
  /** Questions that were let in, "PUT r-a available=false reason=x" for short. */
  readonly asked: string[];
  /** From now on it has these. */
  have(resources: Record<string, BookResource>): void;
  readonly availability: Map<string, { available: boolean; reason: string }>;
}

export async function startBook(
  secret: string,
  resources: Record<string, BookResource>,
  now: () => number,
): Promise<BookStandIn> {
  const asked: string[] = [];
  const availability: BookStandIn['availability'] = new Map();
  let known = resources;
  const PREFIX = '/tenant/book/api/v1/admin/resources';
  const server = await startStandIn({
    now,
    answer(request, response) {
      const url = new URL(request.url ?? '/', 'http://book');
      const taken = judgeToken('book', request.headers.authorization, { secret, audience, now });
      if (!url.pathname.startsWith(PREFIX)) {
        json(response, 404, { code: 404, message: `path ${url.pathname} was not found` });
        return;
      }
      if (isRefused(taken)) {
        json(response, taken.status, taken.body);
        return;
      }
      const name = decodeURIComponent(url.pathname.slice(PREFIX.length + 1));
      asked.push(
        [request.method, name, ...[...url.searchParams].map((pair) => pair.join('='))].filter(Boolean).join(' '),
      );
      if (name === '') {
        json(response, 200, withTests(known));
        return;
      }
      if (!(name in known)) {
        json(response, 404, { code: '404', message: `resource ${name} not found` });
        return;
      }
      if (request.method === 'GET') {
        json(response, 200, availability.get(name) ?? { available: true, reason: 'Loaded at 2026-11-21T04:13:58Z' });
        return;
      }
      const [available, reason] = [url.searchParams.get('available'), url.searchParams.get('reason')];
      if (available === null || reason === null) {
        json(response, 422, {
          code: 602,
          message: `${available === null ? 'available' : 'reason'} in query is required`,
        });
        return;
      }
      const isAvailable = available === 'true';
      availability.set(name, {
        available: isAvailable,
        reason: isAvailable ? reason : `unavailable because ${reason}`,
      });
      response.writeHead(204).end();
    },
  });
  const audience = `http://127.0.0.1:${server.port}/tenant/book`;
  return {
    ...server,
    url: audience,
    asked,
    availability,
    have: (next) => {
      known = next;
    },
  };
}

function isRefused(answer: ReturnType<typeof judgeToken>): answer is Refused {
  return 'status' in answer;
}

const withTests = (resources: Record<string, BookResource>) =>
  Object.fromEntries(Object.entries(resources).map(([name, one]) => [name, { description: '', ...one, tests: null }]));
