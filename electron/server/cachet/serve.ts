/**
 * The Cachet API, version 1, at /api/v1: programs made for a Cachet read and say here how components are.
 *
 * Reads are for everybody while the configuration says `settings.cachet`; hidden things, subscribers and every change need a token with
 * the right `components`. What things mean is decided behind the desk; here is only how they are asked for.
 */
import type { FastifyError, FastifyInstance, FastifyRequest } from 'fastify';
import type { CachetDesk, CachetPlace } from '../../engine/ports/cachet.ts';
import type { Log } from '../../engine/ports/log.ts';
import type { Rights } from '../rights.ts';
import { takeBodies } from './bodies.ts';
import { serveCollection } from './collection.ts';
import { missing, refuseAs } from './errors.ts';
import { readVisitor, type Visitor } from './visitor.ts';

export const CACHET_PREFIX = '/api/v1';

/** What a client learns of us: the API of Cachet 2.4, whoever speaks it. There is no newer one to look for. */
const VERSION = '2.4.0';

/** Personal: nobody reads them without a token either. */
const PERSONAL = /^\/api\/v1\/subscri/;

export interface CachetDoor {
  readonly desk: CachetDesk;
  readonly rights: Rights;
  readonly publicUrl: () => string | null;
  readonly log: Log;
}

/** @param app a scope of its own, under `CACHET_PREFIX` */
export function serveCachet(app: FastifyInstance, { desk, rights, publicUrl, log }: CachetDoor): void {
  const visitors = new WeakMap<FastifyRequest, Visitor>();
  const visitorOf = (request: FastifyRequest): Visitor =>
    visitors.get(request) ?? readVisitor(request, rights, publicUrl(), CACHET_PREFIX);

  takeBodies(app);
  app.addHook('onRequest', async (request, reply) => {
    if (!desk.isOpen()) {
      return refuseAs(reply, 404, 'No program is let in here: the configuration does not say `settings.cachet: {}`.');
    }
    if (!takesJson(request.headers.accept)) {
      return refuseAs(reply, 406, 'Ask for application/json.');
    }
    const visitor = readVisitor(request, rights, publicUrl(), CACHET_PREFIX);
    visitors.set(request, visitor);
    const reads = request.method === 'GET' || request.method === 'HEAD';
    const { refused } = visitor;
    const sentWrongOne = refused !== null && refused.status === 401 && request.headers['x-cachet-token'] !== undefined;
    if (refused !== null && (!reads || PERSONAL.test(request.url) || sentWrongOne)) {
      return refuseAs(reply, refused.status, refused.message);
    }
  });
  app.setNotFoundHandler((_request, reply) => missing(reply));
  app.setErrorHandler((error: FastifyError, request, reply) => {
    const status = error.statusCode ?? 500;
    if (status >= 500) {
      log.error({ err: error, method: request.method, route: request.routeOptions.url }, 'the Cachet API failed');
      return refuseAs(reply, 500, 'Watchbell itself failed on this; its log says how. What it watches goes on.');
    }
    return refuseAs(reply, status, error.message, [error.message]);
  });

  app.get('/ping', async () => ({ data: 'Pong!' }));
  app.get('/version', async () => ({
    meta: { on_latest: true, latest: { tag_name: `v${VERSION}`, prelease: false, draft: false } },
    data: VERSION,
  }));
  app.get('/status', async () => ({ data: desk.status() }));
  for (const [place, collection] of Object.entries(desk.collections)) {
    serveCollection(app, place as CachetPlace, collection, visitorOf);
  }
}

/** A browser's page is no answer here; whoever says nothing takes what there is. */
function takesJson(accept: string | undefined): boolean {
  return (
    accept === undefined || accept === '' || /application\/(?:[\w.+-]*\+)?json|\*\/\*|application\/\*/i.test(accept)
  );
}
