/**
 * GET or HEAD /calendar/<token>.ics: somebody's calendar program asks who is on call.
 *
 * Taken on the token alone, under whatever name we were called: a calendar program knows no session. Nothing is taken in.
 */
import type { FastifyInstance } from 'fastify';
import { isSame } from './same.ts';

export interface Calendars {
  /** The calendar's text; null: no calendar has this token. `isToken` compares in constant time. */
  calendar(isToken: (known: string) => boolean): string | null;
}

const ENDING = '.ics';

export function serveCalendars(app: FastifyInstance, calendars: Calendars): void {
  app.get<{ Params: { file: string } }>('/calendar/:file', async (request, reply) => {
    const { file } = request.params;
    const token = file.endsWith(ENDING) ? file.slice(0, -ENDING.length) : file;
    const text = calendars.calendar((known) => isSame(known, token));
    return text === null
      ? reply
          .code(404)
          .type('text/plain; charset=utf-8')
          .send('No calendar has this address. It was withdrawn, or is not complete: ask for it in the On call view.\n')
      : reply
          .type('text/calendar; charset=utf-8')
          .header('content-disposition', 'inline; filename="on-call.ics"')
          .send(text);
  });
}
