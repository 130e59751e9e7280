/**
 * GET /: the window's built files, and the one place where the printed key becomes a session.
 *
 * The files are the same for everybody and hold no data; what they show comes from /api, which asks for the session.
 */
import fastifyStatic from '@fastify/static';
import type { FastifyInstance } from 'fastify';
import type { Admission } from './admission/admission.ts';
import { refuseSession } from './admission/no-seat.ts';
import { callerKey } from './caller-key.ts';
import type { RefusalLog } from './refusal-log.ts';
import type { Session } from './session.ts';

/** Built files carry a hash in their name and never change; the page that names them does. */
const FOR_EVER = 'public, max-age=31536000, immutable';
const ASK_AGAIN = 'no-cache';

const NO_WINDOW = 'Watchbell is running. It was started without its window; ask it on the command line.\n';
const WRONG_KEY =
  'This key does not open this Watchbell. It was restarted, or the address is not complete: use the address it printed last.\n';

export interface WindowOptions {
  readonly session: Session;
  readonly admission: Admission;
  readonly refusals: RefusalLog;
}

/** @param folder with index.html and assets/; null: no window, only words */
export async function serveWindow(
  app: FastifyInstance,
  folder: string | null,
  { session, admission, refusals }: WindowOptions,
): Promise<void> {
  app.addHook('onRequest', async (request, reply) => {
    reply.header('cache-control', request.url.startsWith('/assets/') ? FOR_EVER : ASK_AGAIN);
  });
  if (folder !== null) {
    await app.register(fastifyStatic, {
      root: folder,
      index: false,
      dotfiles: 'ignore',
      cacheControl: false,
    });
  }

  app.get<{ Querystring: { key?: unknown } }>('/', async (request, reply) => {
    const { key } = request.query;
    if (key !== undefined) {
      // Out of the address line at once: it would stay in the history and travel in screenshots.
      if (typeof key !== 'string' || !session.isKey(key)) {
        refusals.tell(callerKey(request.ip, {}, false), 'session', 'a key that opens nothing here', { route: '/' });
        return reply.code(403).type('text/plain; charset=utf-8').send(WRONG_KEY);
      }
      return admission.draining() || !admission.seats.room()
        ? refuseSession(reply, admission)
        : reply.header('set-cookie', session.open().cookie).redirect('./', 303);
    }
    return folder === null ? reply.type('text/plain; charset=utf-8').send(NO_WINDOW) : reply.sendFile('index.html');
  });
}
