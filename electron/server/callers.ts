/**
 * Who may call us by which name: the Host header against DNS rebinding, the Origin against other pages in the same browser.
 *
 * A page of evil.example can make the browser send requests to 127.0.0.1, but it cannot make them carry our name or our
 * origin. Pure predicates; refusing is the caller's.
 */
import { isIP } from 'node:net';
import { readUrl } from '../engine/ports/read-url.ts';

const LOOPBACK_NAMES: ReadonlySet<string> = new Set(['localhost', '::1']);
const ALL_ADDRESSES: ReadonlySet<string> = new Set(['0.0.0.0', '::', '']);

/** True for `127.x.y.z`, `::1`, the same written as IPv6 (`::ffff:127.0.0.1`), and `localhost`. */
export function isLoopback(host: string | undefined): boolean {
  const address = plainAddress(host);
  return LOOPBACK_NAMES.has(address) || (isIP(address) === 4 && address.startsWith('127.'));
}

/** IPv4 that came in through an IPv6 socket, as people write it; anything else as it is. Empty: whoever it was has hung up too early. */
export function plainAddress(address: string | undefined = ''): string {
  return address.startsWith('::ffff:') ? address.slice('::ffff:'.length) : address;
}

/** Host part of a `Host` header, lower case and without brackets or port; null when it is no such header. */
export function hostOf(header: string | undefined): string | null {
  const url = header === undefined || /[/?#@\s\\]/.test(header) ? null : readUrl(`http://${header}`);
  return url === null ? null : url.hostname.replace(/^\[(.*)\]$/, '$1').replace(/\.$/, '');
}

/**
 * The names under which we answer: loopback, the address we listen on, and `names`. When we listen on all addresses, any
 * address in figures: a rebound name is a name, never figures.
 */
export function hostRule(listening: string, names: readonly string[]): (header: string | undefined) => boolean {
  const known = new Set([listening, ...names].map((name) => name.toLowerCase()));
  return (header) => {
    const host = hostOf(header);
    return host !== null && (isLoopback(host) || known.has(host) || (ALL_ADDRESSES.has(listening) && isIP(host) !== 0));
  };
}

/**
 * True when the request comes from our own page, or from no page at all (a script with a session). Browsers send Origin with
 * every POST and Sec-Fetch-Site with everything to loopback; another port of the same machine is another origin.
 */
export function isOwnPage(headers: { readonly [name: string]: string | string[] | undefined }): boolean {
  const { origin, host, 'sec-fetch-site': site } = headers;
  if (site !== undefined && site !== 'same-origin' && site !== 'none') {
    return false;
  }
  if (origin === undefined) {
    return true;
  }
  const own = readUrl(`http://${host}`)?.host;
  return typeof origin === 'string' && own !== undefined && readUrl(origin)?.host === own;
}

/**
 * The same for the pages that anybody may open, who knows their address: they may also stand behind a proxy, which calls us by
 * another name than browsers call it. `publicUrl`: where they say that they are.
 */
export function isOwnForm(
  headers: { readonly [name: string]: string | string[] | undefined },
  publicUrl: string | null,
): boolean {
  const { origin, 'sec-fetch-site': site } = headers;
  const behindProxy = publicUrl !== null && typeof origin === 'string' && originOf(origin) === originOf(publicUrl);
  return isOwnPage(headers) || (behindProxy && (site === undefined || site === 'same-origin'));
}

function originOf(url: string): string | null {
  return readUrl(url)?.origin ?? null;
}

/** In a URL, IPv6 stands in brackets; and nobody can open "all addresses". */
export function nameToCall(host: string): string {
  return host === '0.0.0.0' || host === '::' ? '127.0.0.1' : host.includes(':') ? `[${host}]` : host;
}
