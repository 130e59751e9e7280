/**
 * POST /report/<token>: people (or the site that speaks for them) say that something does not work.
 *
 * `?n=` says for how many; the body is a short text. Nothing is kept of who sent it.
 */
import type { FastifyInstance } from 'fastify';
import { firstWords, takeFirstWords } from './first-words.ts';

/** One request may speak for so many. */
const MOST = 10_000;

export interface Reports {
  /** Counts `n` reports now for the count check with this token. */
  report(token: string, report: { readonly n: number; readonly text: string }): 'taken' | 'unknown' | 'too-many';
}

export function serveReports(app: FastifyInstance, reports: Reports): void {
  takeFirstWords(app);
  app.post<{ Params: { token: string }; Querystring: { n?: unknown } }>('/report/:token', async (request, reply) => {
    const n = peopleIn(request.query.n);
    reply.type('text/plain; charset=utf-8');
    if (n === null) {
      return reply.code(400).send(`n is a whole number from 1 to ${MOST}: for how many people this speaks.\n`);
    }
    switch (reports.report(request.params.token, { n, text: firstWords(request.body) })) {
      case 'taken':
        return reply.send('OK\n');
      case 'too-many':
        return reply
          .code(429)
          .header('retry-after', '1')
          .send('Too many reports at once; send them together with ?n=.\n');
      case 'unknown':
        return reply.code(404).send('No count check has this token. Compare it with `token` in the configuration.\n');
    }
  });
}

function peopleIn(n: unknown): number | null {
  if (n === undefined) {
    return 1;
  }
  return typeof n === 'string' && /^\d{1,5}$/.test(n) && Number(n) >= 1 && Number(n) <= MOST ? Number(n) : null;
}
