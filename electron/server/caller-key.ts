/**
 * By what a caller is told from others, for limits: their address, as well as it can be known.
 */
import type { IncomingHttpHeaders } from 'node:http';
import { isIP } from 'node:net';
import { isLoopback, plainAddress } from './callers.ts';

/**
 * Behind a proxy of the user's own (a public address is configured, and the connection comes from this machine) the last name in
 * `X-Forwarded-For` is the one that the proxy has put there; the ones before it are the caller's own words.
 */
export function callerKey(ip: string | undefined, headers: IncomingHttpHeaders, behindProxy: boolean): string {
  const forwarded = headers['x-forwarded-for'];
  const last = (Array.isArray(forwarded) ? forwarded.join() : (forwarded ?? '')).split(',').at(-1)?.trim() ?? '';
  return networkOf(plainAddress(behindProxy && isLoopback(ip) && isIP(last) !== 0 ? last : ip));
}

/** Of IPv6 the first half: whoever has one address there has all the others beside it (RFC 6177). */
function networkOf(address: string): string {
  if (isIP(address) !== 6) {
    return address;
  }
  const [head = '', tail] = address.toLowerCase().split('%')[0]?.split('::') ?? [];
  const groups = head === '' ? [] : head.split(':');
  const rest = tail === undefined || tail === '' ? [] : tail.split(':');
  const zeros = Array.from({ length: Math.max(0, 8 - groups.length - rest.length) }, () => '0');
  const all = tail === undefined ? groups : [...groups, ...zeros, ...rest];
  return `${all
    .slice(0, 4)
    .map((group) => group.replace(/^0+(?=.)/, ''))
    .join(':')}::/64`;
}
