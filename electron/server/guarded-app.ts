/**
 * The server's outer wall: limits of size and time, safe headers on every answer, our own name, and words for every refusal.
 *
 * Behind it a route may trust that it was called by a name of ours; whether there is a session is the API's own question.
 */
import { createServer } from 'node:http';
import { type FastifyError, type FastifyInstance, fastify } from 'fastify';
import type { Log } from '../engine/ports.ts';
import type { Gate } from './admission/gate.ts';
import { hostOf, hostRule, isOwnForm, nameToCall } from './callers.ts';
import { SAFE_HEADERS } from './headers.ts';
import { refuse } from './refusal.ts';

/** No question of the contract comes near it. */
const BODY_LIMIT = 64 * 1024;

/** A heartbeat's token may be long; the router's own default of 100 would call it unknown. */
const LONGEST_NAME = 500;

/** Enough for every window and heartbeat; beyond it, file handles are worth more to the probes. */
const MOST_CONNECTIONS = 512;

/** A connection that says nothing after an answer, in ms: proxies keep theirs for a minute, and close them first. */
const KEPT_OPEN_MS = 72_000;

/** Their tokens say enough: whoever knows one may call us by any name. */
const ANY_NAME = /^\/(?:beat|report|calendar|events|v2)\//;

/** Pages and answers for people and programs elsewhere: they may call us by the name of the public address as well. */
const PUBLIC = /^\/(?:ack\/|api\/v1\/|call\/|page-me(?:[/?]|$)|status(?:\.json)?(?:[/?]|$))/;

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
  readonly gate: Gate;
  readonly patience: Patience;
}

/** An app with no routes yet. */
export function guardedApp({ host, hostHeaderNames, publicUrl, log, gate, patience }: GuardOptions): FastifyInstance {
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
        gate.guard(handler),
      ),
    frameworkErrors: (error, _request, reply) => {
      refuse(reply.headers(SAFE_HEADERS), error.statusCode ?? 400, `the address cannot be read: ${error.message}`);
    },
  });
  app.server.maxConnections = MOST_CONNECTIONS;
  const isOurName = hostRule(host, hostHeaderNames);
  const isPublicName = (named: string | undefined): boolean => {
    const url = publicUrl();
    return url !== null && hostOf(named) === hostOf(new URL(url).host);
  };

  app.addHook('onRequest', async (request, reply) => {
    reply.headers(SAFE_HEADERS);
    const named = request.headers.host;
    const isPublic = PUBLIC.test(request.url);
    if (!isOurName(named) && !ANY_NAME.test(request.url) && !(isPublic && isPublicName(named))) {
      return refuse(
        reply,
        421,
        `this Watchbell does not answer to the name ${JSON.stringify(named ?? '')}; ${callItBy(host)}`,
      );
    }
    if (isPublic && request.method === 'POST' && !isOwnForm(request.headers, publicUrl())) {
      return refuse(reply, 403, 'only the page served from here may send that; another page tried. Nothing was done');
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
