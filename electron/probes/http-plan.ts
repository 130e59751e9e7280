/**
 * What will be asked over HTTP, worked out once per check instead of once per try.
 *
 * Pure. Redirects go from one request to the next here, with the rule of what must not travel to another origin.
 */

import { STATUS_CODES } from 'node:http';
import type { CheckOf } from '../../shared/model/check.ts';
import type { HttpTarget } from '../../shared/model/checks/http-target.ts';
import { readUrl } from '../engine/ports/read-url.ts';
import { ENCODINGS } from './http-unpack.ts';

export type HttpCheck = CheckOf<'http'>;

/** One request, in the shape undici takes it. */
export interface HttpRequest {
  /** `https://shop.example:8443` */
  readonly origin: string;
  readonly path: string;
  readonly method: HttpCheck['method'];
  /** Names and values by turns. */
  readonly headers: string[];
  readonly body: string | null;
  /** A connection of its own, closed afterwards. */
  readonly reset: boolean;
}

/** What we say of ourselves unless the check says otherwise. No cached answer: it proves only that the cache lives. */
const OWN_HEADERS: Readonly<Record<string, string>> = {
  'user-agent': 'Watchbell',
  accept: '*/*',
  'accept-encoding': 'identity',
  'cache-control': 'no-cache',
};

/** All that goes to another origin. Any other header may be a secret, whatever its name. */
const HARMLESS = new Set([
  'user-agent',
  'accept',
  'accept-encoding',
  'accept-language',
  'cache-control',
  'content-type',
]);

/** Repeating one of these by mistake changes nothing (RFC 9110 section 9.2.2). */
const IDEMPOTENT: ReadonlySet<HttpCheck['method']> = new Set(['GET', 'HEAD', 'PUT', 'DELETE', 'OPTIONS']);

export interface RequestWishes {
  readonly method: HttpCheck['method'];
  readonly body: string | null;
  /** Whether the body of the answer will be looked at: only then is it worth packing. */
  readonly needsBody: boolean;
  /** Also those of caches on the way are welcome. */
  readonly cachesWelcome: boolean;
  readonly fresh: boolean;
}

/** The first request to a target; the rest are redirects of it. */
export function planRequest(target: HttpTarget, wishes: RequestWishes): HttpRequest {
  const url = new URL(target.url);
  const own = new Map(Object.entries(OWN_HEADERS));
  if (wishes.needsBody) {
    own.set('accept-encoding', ENCODINGS);
  }
  if (wishes.cachesWelcome) {
    own.delete('cache-control');
  }
  const credentials = credentialsOf(target, url);
  if (credentials !== null) {
    own.set('authorization', credentials);
  }
  for (const name of Object.keys(target.headers)) {
    own.delete(name.toLowerCase());
  }
  const { origin, path } = place(url);
  // Name by name: an object that begins with a spread has a hidden class of its own, and this one is kept for each check.
  return {
    origin,
    path,
    method: wishes.method,
    headers: [...own, ...Object.entries(target.headers)].flat(),
    body: wishes.body,
    reset: wishes.fresh || !IDEMPOTENT.has(wishes.method),
  };
}

/** The same request with a query that no cache has seen: `_watchbell` and something that comes once only. */
export function withUniqueQuery(request: HttpRequest, unique: string): HttpRequest {
  return { ...request, path: `${request.path}${request.path.includes('?') ? '&' : '?'}_watchbell=${unique}` };
}

/** The value of `Authorization`. A user name and password in the address become Basic credentials (RFC 7617), as in a browser. */
export function credentialsOf({ auth }: Pick<HttpTarget, 'auth'>, url: URL): string | null {
  if (auth !== undefined) {
    return 'token' in auth ? `Bearer ${auth.token}` : basic(auth.username, auth.password);
  }
  return url.username === '' && url.password === ''
    ? null
    : basic(decodeURIComponent(url.username), decodeURIComponent(url.password));
}

const basic = (username: string, password: string) =>
  `Basic ${Buffer.from(`${username}:${password}`).toString('base64')}`;

const place = (url: URL) => ({ origin: url.origin, path: `${url.pathname}${url.search}` });

const REDIRECTS: ReadonlySet<number> = new Set([301, 302, 303, 307, 308]);
export const isRedirect = (status: number): boolean => REDIRECTS.has(status);

/**
 * The request that a redirect leads to, or null when it leads nowhere we can go.
 * Methods as browsers do it (Fetch standard, "HTTP-redirect fetch"): 303 asks with GET, 301 and 302 turn POST into GET.
 */
export function redirected(from: HttpRequest, status: number, location: string): HttpRequest | null {
  const url = readUrl(location, from.origin + from.path);
  if (url === null) {
    return null;
  }
  if (url.protocol !== 'http:' && url.protocol !== 'https:') {
    return null;
  }
  const asksAnew = (status === 303 && from.method !== 'HEAD') || (status <= 302 && from.method === 'POST');
  const to = place(url);
  const keep = (name: string) =>
    (to.origin === from.origin || HARMLESS.has(name)) && !(asksAnew && name.startsWith('content-'));
  return {
    ...to,
    method: asksAnew ? 'GET' : from.method,
    headers: pairs(from.headers)
      .filter(([name]) => keep(name.toLowerCase()))
      .flat(),
    body: asksAnew ? null : from.body,
    reset: from.reset,
  };
}

const pairs = (flat: readonly string[]): (readonly [string, string])[] =>
  flat.flatMap((name, index) => (index % 2 === 0 ? [[name, flat[index + 1] ?? ''] as const] : []));

/** `503 Service Unavailable`, in the standard's words: what the target calls it may be anything. */
export const statusWords = (status: number): string => `${status} ${STATUS_CODES[status] ?? ''}`.trimEnd();
