/**
 * The server's outer wall: limits of size and time, safe headers on every answer, our own name, and words for every refusal.
 *
 * Behind it a route may trust that it was called by a name of ours; whether there is a session is the API's own question.
 */
import { createServer, type RequestListener } from 'node:http';
import { type FastifyError, type FastifyInstance, type FastifyRequest, fastify } from 'fastify';
import type { Log } from '../engine/ports/log.ts';
import { callerKey } from './caller-key.ts';
import { hostOf, hostRule, isOwnForm, nameToCall } from './callers.ts';
import { SAFE_HEADERS } from './headers.ts';
import { refuse } from './refusal.ts';
import type { RefusalLog, RefusedFor } from './refusal-log.ts';

/** No question of the contract comes near it. */
const BODY_LIMIT = 64 * 1024;

/** A heartbeat's token may be long; the router's own default of 100 would call it unknown. */
const LONGEST_NAME = 500;

/** Enough for every window and heartbeat; beyond it, file handles are worth more to the probes. */
const MOST_CONNECTIONS = 512;

/** A connection that says nothing after an answer, in ms: proxies keep theirs for a minute, and close them first. */
const KEPT_OPEN_MS = 72_000;

/** Routes. Their tokens say enough: whoever knows one may call us by any name. */
const ANY_NAME = /^\/(?:beat|report|calendar|events|v2)\//;

/** Routes of pages and answers for people and programs elsewhere: they may call us by the name of the public address as well. */
const PUBLIC = /^\/(?:ack\/|api\/v1\/|call\/|page-me(?:[/?]|$)|status(?:\.json)?(?:[/?]|$))/;

/** RFC 9112, sections 3.2.1 and 3.2.2. The router would take whatever else comes for `/`. */
const ADDRESS = /^(?:\/|https?:\/\/)/i;

/** What stands in the address there is the right to it. */
const SECRET = /:(?:token|file|place)/;

/** Of a name that somebody else has made up, characters. */
const LONGEST_SHOWN = 100;

/** How long (ms) a caller may take to say what it wants, and how often Node looks. */
export interface Patience {
  readonly headersMs: number;
  readonly requestMs: number;
  readonly lookEveryMs: number;
}

export interface GuardOptions {
  readonly host: string;
  readonly hostHeaderNames: readonly string[];
  /** Where people outside reach us; null: nowhere. */
  readonly publicUrl: () => string | null;
  readonly log: Log;
  readonly refusals: RefusalLog;
  /** Stands before the framework: lets in whom we can serve. */
  readonly guard: (handler: RequestListener) => RequestListener;
  readonly patience: Patience;
}

/** An app with no routes yet. */
export function guardedApp(options: GuardOptions): FastifyInstance {
  const { host, hostHeaderNames, publicUrl, log, refusals, guard, patience } = options;
  const app = fastify({
    bodyLimit: BODY_LIMIT,
    forceCloseConnections: true,
    routerOptions: { maxParamLength: LONGEST_NAME },
    serverFactory: (handler) =>
      createServer(
        {
          requestTimeout: patience.requestMs,
          headersTimeout: patience.headersMs,
          connectionsCheckingInterval: patience.lookEveryMs,
          keepAliveTimeout: KEPT_OPEN_MS,
        },
        guard(handler),
      ),
    frameworkErrors: (error, _request, reply) => {
      refuse(reply.headers(SAFE_HEADERS), error.statusCode ?? 400, `the address cannot be read: ${error.message}`);
    },
  });
  app.server.maxConnections = MOST_CONNECTIONS;
  // Node forgets the address of whoever has hung up, unless it was asked before: an answer counts also from who does not wait for ours.
  app.server.on('connection', (socket) => void socket.remoteAddress);
  const isOurName = hostRule(host, hostHeaderNames);
  const isPublicName = (named: string | undefined): boolean => {
    const url = publicUrl();
    return url !== null && hostOf(named) === hostOf(new URL(url).host);
  };

  const caller = ({ ip, headers }: FastifyRequest): string => callerKey(ip, headers, publicUrl() !== null);

  app.addHook('onRequest', async (request, reply) => {
    reply.headers(SAFE_HEADERS);
    if (!ADDRESS.test(request.url)) {
      return refuse(reply, 400, 'an address begins with a slash');
    }
    if (moreThanOneHost(request.raw.rawHeaders)) {
      return refuse(reply, 400, 'a request names one Host, and this one names several');
    }
    const named = hostAsked(request);
    const door = doorOf(request);
    const isPublic = PUBLIC.test(door);
    if (!isOurName(named) && !ANY_NAME.test(door) && !(isPublic && isPublicName(named))) {
      const words = `this Watchbell does not answer to the name ${JSON.stringify((named ?? '').slice(0, LONGEST_SHOWN))}`;
      refusals.tell(caller(request), 'name', words, { route: request.routeOptions.url });
      return refuse(reply, 421, `${words}; ${callItBy(host)}`);
    }
    if (isPublic && request.method === 'POST' && !isOwnForm(request.headers, publicUrl())) {
      const words = 'only the page served from here may send that; another page tried';
      refusals.tell(caller(request), 'page', words, { route: request.routeOptions.url });
      return refuse(reply, 403, `${words}. Nothing was done`);
    }
  });
  app.addHook('onResponse', async (request, reply) => {
    const said = wordsFor(reply.statusCode, request.routeOptions.url);
    if (said !== null) {
      refusals.tell(caller(request), said.why, said.words, {
        method: request.method,
        route: request.routeOptions.url,
      });
    }
  });
  app.setNotFoundHandler((request, reply) =>
    refuse(reply, 404, `nothing here answers ${request.method} ${request.url.slice(0, 200)}`),
  );
  app.setErrorHandler((error: FastifyError, request, reply) => {
    const status = error.statusCode ?? 500;
    if (status < 500) {
      return refuse(reply, status, badRequestWords(error));
    }
    log.error(
      { err: error, method: request.method, route: request.routeOptions.url },
      'the local server failed on a request',
    );
    return refuse(reply, 500, 'Watchbell itself failed on this; its log says how. What it watches goes on.');
  });
  return app;
}

/**
 * Which door it is about, as its route is written: an address may be written in many ways (`/%61ck/…`, `/beat/../assets/…`), and the
 * router knows them all. Where there is no route, the address as it came: nothing stands behind it.
 */
const doorOf = ({ routeOptions, url }: FastifyRequest): string => routeOptions.url ?? url;

/** An address with a name in it outdoes the Host (RFC 9112, section 3.2.2). */
function hostAsked({ url, headers }: FastifyRequest): string | undefined {
  return /^[a-z]+:\/\/([^/?#]*)/i.exec(url)?.[1] ?? headers.host;
}

/** Node keeps the first; a proxy before us may have gone by another (RFC 9112, section 3.2). */
function moreThanOneHost(rawHeaders: readonly string[]): boolean {
  return rawHeaders.filter((name, place) => place % 2 === 0 && name.toLowerCase() === 'host').length > 1;
}

/** A door whose address holds a secret, of which this one was none; or somebody who sends too much. Null: nothing to tell. */
function wordsFor(
  status: number,
  route: string | undefined,
): { readonly why: RefusedFor; readonly words: string } | null {
  if (status === 413) {
    return { why: 'size', words: 'a body that is too large' };
  }
  return status === 404 && route !== undefined && SECRET.test(route)
    ? { why: 'secret', words: 'an address that opens nothing here: its secret, or what stands behind it' }
    : null;
}

function callItBy(host: string): string {
  return `call it ${nameToCall(host)} or localhost, or listen on that name with \`settings.listen.host\``;
}

/** The framework's codes for a bad request, in our words. */
function badRequestWords(error: FastifyError): string {
  switch (error.code) {
    case 'FST_ERR_CTP_BODY_TOO_LARGE':
      return `the body is larger than ${BODY_LIMIT / 1024} KiB, and no question is; send less`;
    case 'FST_ERR_CTP_INVALID_MEDIA_TYPE':
      return 'a question is JSON; send it with `content-type: application/json`';
    case 'FST_ERR_CTP_INVALID_JSON_BODY':
      return 'the question is not JSON; send it as one JSON object';
    case 'FST_ERR_CTP_EMPTY_JSON_BODY':
      return 'the question is empty; send at least `{}`';
    default:
      return error.message;
  }
}
