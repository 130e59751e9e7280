/**
 * What must never stand in a reason. A server may echo our own password back; reasons go to history, feed, log and export.
 */
import type { Delivery } from '../../../shared/model/page.ts';
import { painter } from '../../../shared/rules/words/painter.ts';

/** The same delivery with nothing secret in its words. */
export function scrub<D extends Delivery>(delivery: D, forms: readonly string[]): D {
  const clean = painter(forms);
  if ('reason' in delivery) {
    return { ...delivery, reason: clean(delivery.reason) };
  }
  return delivery.reference === undefined ? delivery : { ...delivery, reference: clean(delivery.reference) };
}

/** `Basic …`, as HTTP wants it (RFC 7617). */
export function basicAuth(user: string, password: string): string {
  return `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}`;
}

/** A login as a server may quote it back: the word behind `Basic `. */
export function basicForms(user: string, password: string): readonly string[] {
  return [basicAuth(user, password).slice('Basic '.length)];
}

/** `ki…@example.org`, the same for a mail address. */
export function shortAddress(address: string): string {
  const at = address.lastIndexOf('@');
  return `${address.slice(0, Math.min(2, at))}…${address.slice(at)}`;
}

/** The login in an address, `https://user:password@host/`; null when there is none. */
export function loginOf(text: string): { readonly user: string; readonly password: string } | null {
  const { username, password } = new URL(text);
  return username === '' ? null : { user: decoded(username), password: decoded(password) };
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text; // a lone percent sign is a percent sign
  }
}

/** Many receivers keep their token in the path or the query. */
export function urlForms(text: string): readonly string[] {
  const url = new URL(text);
  const login = loginOf(text);
  return [
    text,
    url.pathname,
    url.search,
    ...url.searchParams.values(),
    ...(login === null ? [] : [login.user, login.password, ...basicForms(login.user, login.password)]),
  ];
}
