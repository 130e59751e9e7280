/**
 * Addresses as the configuration has them: what could never be reached, whoever answers, is an error at load.
 */
import { z } from 'zod';

/** A name or an address; an IPv6 address may stand in brackets, as it does in a URL, and loses them. */
export const hostName = z
  .string()
  .min(1)
  .regex(/^(?:\[[0-9a-fA-F:.%]+\]|[^[\]\s/]+)$/, 'a host name or an address alone, without a scheme, a port or a path')
  .transform((text) => text.replace(/^\[(.*)\]$/, '$1'));

const BROKEN_ESCAPE =
  'a % that begins no character stands in the user name or the password; write %25 for a per cent sign';

/**
 * A URL of one of these schemes, with a host, whose login can be read. `what` tells people what is wanted.
 *
 * Without `//` a URL has no host, or (http) the parser supplies what was forgotten, and what it makes of the rest is anybody's guess.
 */
export const address = (protocol: RegExp, what: string) =>
  z
    .url({ protocol, error: what })
    .regex(/^[^:/]+:\/\/[^/?#]/, { error: `${what}: two slashes and a host after the scheme` })
    .refine((text) => isEscaped(loginIn(text)), { error: BROKEN_ESCAPE });

/** `user:password` as it stands in a URL; the last `@` before the path ends it. */
const loginIn = (url: string) => /^[^/]*\/\/([^/?#]*)@/.exec(url)?.[1] ?? '';

/** Every `%` begins a character of UTF-8: what reads it later need not fear it. */
export function isEscaped(text: string): boolean {
  try {
    decodeURIComponent(text);
    return true;
  } catch {
    return false;
  }
}
