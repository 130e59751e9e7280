/**
 * The session: whoever opened the printed address may ask, nobody else. The key in that address is exchanged for a cookie.
 *
 * Compared in constant time, never logged. The cookie is derived from the key, so one key gives one session on every server
 * that was started with it.
 */
import { createHash, createHmac, randomBytes } from 'node:crypto';
import { isSame } from './same.ts';

export interface Session {
  /** What the printed address carries. */
  readonly token: string;
  /** True for the token itself. */
  isKey(text: string): boolean;
  /** The `Set-Cookie` value that opens the session. */
  readonly cookie: string;
  /** True when a `Cookie` header carries the session. */
  isOpenIn(cookies: string | undefined): boolean;
}

/** A session for `token`, or for a new one that nobody can guess (192 bits). */
export function openSession(token: string = randomBytes(24).toString('base64url')): Session {
  // Cookies know no ports: the name keeps two Watchbells on one machine apart, the path keeps it from other servers' pages.
  const name = `watchbell-${createHash('sha256').update(token).digest('hex').slice(0, 8)}`;
  const value = createHmac('sha256', token).update('session').digest('base64url');
  return {
    token,
    isKey: (text) => isSame(text, token),
    cookie: `${name}=${value}; Path=/api; HttpOnly; SameSite=Strict`,
    isOpenIn: (cookies) =>
      (cookies ?? '').split(';').some((pair) => {
        const cut = pair.indexOf('=');
        return pair.slice(0, cut).trim() === name && isSame(pair.slice(cut + 1).trim(), value);
      }),
  };
}
