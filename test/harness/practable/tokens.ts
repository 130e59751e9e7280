/**
 * How book, jump and relay take a token: as the whole Authorization value, with their own secret and audience; and what each says to one
 * that is wrong, as recorded (fixtures/practable/http-exchanges.json).
 */
import { createHmac } from 'node:crypto';
import type { Service } from '../../../shared/model/practable/settings.ts';

export interface Refused {
  readonly status: number;
  readonly body: Readonly<Record<string, unknown>>;
}
export interface Taken {
  /** Epoch seconds. */
  readonly exp: number;
}

interface Claims {
  readonly aud?: unknown;
  readonly scopes?: unknown;
  readonly exp?: unknown;
  readonly nbf?: unknown;
  readonly topic?: unknown;
  readonly prefix?: unknown;
}

const WORDS: Readonly<Record<Service, string>> = {
  book: 'error parsing claims was ',
  jump: 'error reading token was ',
  relay: 'token invalid',
};
const SCOPES: Readonly<Record<Service, { readonly scope: string; readonly refusal: string }>> = {
  book: { scope: 'booking:admin', refusal: 'no scope booking:admin' },
  jump: { scope: 'stats', refusal: 'path not valid without stats scope' },
  relay: { scope: 'read', refusal: 'token missing read scope' },
};

export function judgeToken(
  service: Service,
  authorization: string | undefined,
  { secret, audience, now: nowMs }: { readonly secret: string; readonly audience: string; readonly now: () => number },
): Refused | Taken {
  const refuse = (status: number, message: string): Refused => ({ status, body: { code: status, message } });
  const bad = (why: string): Refused => refuse(500, service === 'relay' ? WORDS.relay : `${WORDS[service]}${why}`);
  if (authorization === undefined) {
    return refuse(401, 'unauthenticated for invalid credentials');
  }
  if (/^bearer /i.test(authorization)) {
    return bad("tokenstring should not contain 'bearer '");
  }
  const [header = '', payload = '', signature = ''] = authorization.split('.');
  const wanted = createHmac('sha256', secret).update(`${header}.${payload}`).digest('base64url');
  if (signature !== wanted || JSON.parse(decoded(header)).alg !== 'HS256') {
    return bad('signature is invalid');
  }
  const claims = JSON.parse(decoded(payload)) as Claims;
  const now = nowMs() / 1_000;
  if (typeof claims.exp !== 'number' || claims.exp <= now) {
    return bad('Token is expired');
  }
  if (typeof claims.nbf === 'number' && claims.nbf > now) {
    return bad('Token is not valid yet');
  }
  if (!Array.isArray(claims.aud) || !claims.aud.includes(audience)) {
    return refuse(500, `aud [${String(claims.aud)}] does not match this host ${audience}`);
  }
  const { scope, refusal } = SCOPES[service];
  return Array.isArray(claims.scopes) && claims.scopes.includes(scope) ? { exp: claims.exp } : refuse(401, refusal);
}

const decoded = (part: string): string => Buffer.from(part, 'base64url').toString('utf8');
