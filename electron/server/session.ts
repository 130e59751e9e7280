/**
 * The session: whoever opened the printed address may ask, nobody else. The key in that address is exchanged for a cookie, another one
 * for each browser, so that people can be told apart and counted.
 *
 * Compared in constant time, never logged. Cookies are derived from the key, so one key opens every server that was started with it.
 */
import { createHash, createHmac, randomBytes } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { isSame } from './same.ts';

export interface Session {
  /** What the printed address carries. */
  readonly token: string;
  /** True for the token itself. */
  isKey(text: string): boolean;
  /** A new `Set-Cookie` value that opens the session. */
  open(): { readonly id: string; readonly cookie: string };
  /** Whose session a `Cookie` header carries; null: none of ours. */
  idIn(cookies: string | undefined): string | null;
}

const ID_BYTES = 9;

/** A session for `token`, or for a new one that nobody can guess (192 bits). */
export function openSession(token: string = randomBytes(24).toString('base64url')): Session {
  // Cookies know no ports: the name keeps two Watchbells on one machine apart, the path keeps it from other servers' pages.
  const name = `watchbell-${createHash('sha256').update(token).digest('hex').slice(0, 8)}`;
  const seal = (id: string): string => createHmac('sha256', token).update(`session ${id}`).digest('base64url');
  return {
    token,
    isKey: (text) => isSame(text, token),
    open() {
      const id = randomBytes(ID_BYTES).toString('base64url');
      return { id, cookie: `${name}=${id}.${seal(id)}; Path=/api; HttpOnly; SameSite=Strict` };
    },
    idIn(cookies) {
      for (const pair of (cookies ?? '').split(';')) {
        const cut = pair.indexOf('=');
        const value = pair.slice(cut + 1).trim();
        const dot = value.indexOf('.');
        const id = value.slice(0, Math.max(0, dot));
        if (pair.slice(0, cut).trim() === name && isSame(value.slice(dot + 1), seal(id))) {
          return id;
        }
      }
      return null;
    },
  };
}

/** Lines that stay open have a limit of their own, and are no work. Whoever has no session is sent away there like anywhere. */
export function isLine({ url = '', headers }: IncomingMessage, session: Pick<Session, 'idIn'>): boolean {
  return url.split('?', 1)[0] === '/api/follow' && session.idIn(headers.cookie) !== null;
}
