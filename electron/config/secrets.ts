/**
 * Which values of a configuration are secret: found once, when it is read, so that logs, feeds and exports can leave them out.
 *
 * Rather one too many than one too few; but a name, a host or an address that happens to stand in a variable stays readable.
 */

import type { Path } from '../../shared/rules/config/complaint.ts';
import { readUrl } from '../engine/ports/read-url.ts';
import type { FilledText } from './document.ts';

/** Shorter, and leaving it out would make every text unreadable (a one-letter password stands in every word). */
const SHORTEST_SECRET = 4;

const SECRET_FIELDS = new Set([
  'secret',
  'authToken',
  'password',
  'token',
  'answers',
  'userKey',
  'botToken',
  'routingKey',
  'webhookUrl',
  'apiSecret',
  'securityCode',
]);
/** Header and query names, and names of variables: `X-Api-Key`, `access_token`, `DB_PASSWORD`. */
const SECRET_NAME =
  /secret|token|passw|passphrase|credential|cookie|signature|(?:^|[-_])(?:auth|authorization|key|apikey|pass|pwd|pw|pin|sig|session)$/i;
/** A variable in one of these is there because it must not stand in the file. */
const SECRET_PLACES = new Set(['send', 'sendHex', 'body', 'headers', 'env', 'template']);

export interface Secrets {
  /** Every text to leave out, in each form in which it can appear. Longest first. */
  readonly texts: readonly string[];
  /** Secrets that are too short to be left out. */
  readonly tooShort: readonly Path[];
}

/** All secrets of a configuration's plain values, whether they are valid or not. */
export function findSecrets(value: unknown, filled: readonly FilledText[]): Secrets {
  const found = new Set<string>();
  const tooShort: Path[] = [];

  function keep(secret: string, path: Path): void {
    if (secret.length < SHORTEST_SECRET) {
      if (secret !== '') {
        tooShort.push(path);
      }
      return;
    }
    for (const form of formsOf(secret)) {
      found.add(form);
    }
  }

  function walk(inside: unknown, path: Path): void {
    if (Array.isArray(inside)) {
      for (const [index, item] of inside.entries()) {
        walk(item, [...path, index]);
      }
    } else if (typeof inside === 'object' && inside !== null) {
      for (const [name, item] of Object.entries(inside)) {
        walk(item, [...path, name]);
      }
    } else if (typeof inside === 'string' || typeof inside === 'number') {
      const text = String(inside);
      for (const secret of [...secretsOfField(path, text), ...secretsOfAddress(text)]) {
        keep(secret, path);
      }
    }
  }

  walk(value, []);
  for (const { path, filled: variables, unsealed, text } of filled) {
    const place = path.find((part) => SECRET_PLACES.has(String(part))) !== undefined;
    for (const secret of [
      ...(unsealed ? [text] : []),
      ...variables.filter(({ name }) => place || SECRET_NAME.test(name)).map((variable) => variable.value),
    ]) {
      keep(secret, path);
    }
  }
  return { texts: [...found].toSorted((a, b) => b.length - a.length), tooShort };
}

function secretsOfField(path: Path, text: string): readonly string[] {
  const field = path.at(-1);
  if (typeof field !== 'string') {
    return [];
  }
  // Whoever has the address of a private calendar reads it.
  if (path.at(-2) === 'calendar' && field === 'url') {
    return [text];
  }
  // Whoever knows it can send alerts.
  if (path.at(-3) === 'sources' && field === 'address') {
    return [text];
  }
  if (path.at(-2) === 'env') {
    return SECRET_NAME.test(field) ? [text] : [];
  }
  if (path.at(-2) !== 'headers') {
    // There `token` is the name of one.
    return SECRET_FIELDS.has(field) && !(path.at(-3) === 'sources' && field === 'token') ? [text] : [];
  }
  if (!SECRET_NAME.test(field)) {
    return [];
  }
  // `Basic a2ltOnB3`: the scheme alone is no secret, the rest is, and so is the password inside it.
  const [scheme = '', ...rest] = text.trim().split(/\s+/);
  const credentials = rest.join(' ');
  const password = /^basic$/i.test(scheme)
    ? Buffer.from(credentials, 'base64').toString('utf8').split(':').slice(1).join(':')
    : '';
  return [text, credentials, password];
}

/** `https://kim:pw@host/?access_token=…` */
function secretsOfAddress(text: string): readonly string[] {
  const url = /^[a-z][a-z0-9+.-]*:\/\//i.test(text) ? readUrl(text) : null;
  if (url === null) {
    return [];
  }
  const inQuery = [...url.searchParams].filter(([name]) => SECRET_NAME.test(name)).map(([, secret]) => secret);
  return [url.password, decoded(url.password), ...inQuery];
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text; // a stray percent sign: it stands as it is
  }
}

/** As it is, inside a URL, inside JSON, and without the prefix that Standard Webhooks put before a key. */
function formsOf(secret: string): readonly string[] {
  return [secret, urlForm(secret), JSON.stringify(secret).slice(1, -1), secret.replace(/^whsec_/, '')].filter(
    (form) => form.length >= SHORTEST_SECRET,
  );
}

function urlForm(secret: string): string {
  try {
    return encodeURIComponent(secret);
  } catch {
    return secret; // half a surrogate pair: it cannot stand in a URL at all
  }
}
