/**
 * POST /report/<token>: people (or the site that speaks for them) say that something does not work.
 *
 * `?n=` says for how many, or `?who=` for whom (an address, a cookie, a name: the same again within the time that counts is one report,
 * and only a seal of it is kept); `?total=` is for whoever counts himself, and says how many there were lately, all in all. The body is a
 * short text.
 */
import type { FastifyInstance } from 'fastify';
import type { Report } from '../../shared/model/reports.ts';
import { firstWords, takeFirstWords } from './first-words.ts';

/** One request may speak for so many; a total is of so many at most. */
const MOST = 10_000;
const MOST_IN_ALL = 10_000_000;
const LONGEST_WHO = 200;

export interface Reports {
  /** Counts it now for the count check with this token. */
  report(token: string, report: Report): 'taken' | 'unknown' | 'too-many';
}

export function serveReports(app: FastifyInstance, reports: Reports): void {
  takeFirstWords(app);
  app.post<{ Params: { token: string }; Querystring: Asked }>('/report/:token', async (request, reply) => {
    const report = reportIn(request.query, firstWords(request.body));
    reply.type('text/plain; charset=utf-8');
    if (typeof report === 'string') {
      return reply.code(400).send(`${report}\n`);
    }
    switch (reports.report(request.params.token, report)) {
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

interface Asked {
  readonly n?: unknown;
  readonly who?: unknown;
  readonly total?: unknown;
}

/** A text says what cannot be understood. */
function reportIn({ n, who, total }: Asked, text: string): Report | string {
  if ([n, who, total].filter((one) => one !== undefined).length > 1) {
    return 'Say one of n (for how many people), who (for whom) and total (how many there were lately), not several.';
  }
  if (total !== undefined) {
    const all = wholeIn(total, 0, MOST_IN_ALL);
    return all === null
      ? `total is a whole number from 0 to ${MOST_IN_ALL}: how many reports there were within the time that counts.`
      : { kind: 'total', n: all, text };
  }
  if (who !== undefined) {
    return typeof who === 'string' && who !== '' && who.length <= LONGEST_WHO
      ? { kind: 'some', n: 1, who, text }
      : `who is a text of 1 to ${LONGEST_WHO} characters that tells this person from others.`;
  }
  const people = n === undefined ? 1 : wholeIn(n, 1, MOST);
  return people === null
    ? `n is a whole number from 1 to ${MOST}: for how many people this speaks.`
    : { kind: 'some', n: people, who: null, text };
}

function wholeIn(said: unknown, least: number, most: number): number | null {
  const value = typeof said === 'string' && /^\d{1,8}$/.test(said) ? Number(said) : Number.NaN;
  return value >= least && value <= most ? value : null;
}
