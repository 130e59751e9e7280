/**
 * What another program says to be let in: `Authorization: Bearer <token>`, or Cachet's own header. Refusing is the caller's business,
 * each surface has a form of its own for it.
 */
import type { FastifyRequest } from 'fastify';
import type { Right } from '../../shared/model/token.ts';
import type { Opened, TokenGate } from '../engine/ports/tokens.ts';
import { callerKey } from './caller-key.ts';
import type { RefusalLog } from './refusal-log.ts';

export type Asked =
  | Extract<Opened, { kind: 'open' }>
  /** 401: no token, or one that nobody knows. 403: one that is good for something else. */
  | { readonly kind: 'refused'; readonly status: 401 | 403; readonly message: string };

export interface Rights {
  /** Whether the request may; a wrong token is logged once in ten minutes for each caller, and never shown. */
  ask(request: Pick<FastifyRequest, 'headers' | 'ip' | 'url'>, right: Right): Asked;
}

export function createRights(gate: TokenGate, refusals: RefusalLog): Rights {
  return {
    ask({ headers, ip, url }, right) {
      const secret = secretIn(headers);
      if (secret === null) {
        return { kind: 'refused', status: 401, message: `this needs a token with the right \`${right}\`` };
      }
      const opened = gate.open(secret, right);
      if (opened.kind === 'open') {
        return opened;
      }
      const message =
        opened.kind === 'unknown'
          ? 'nobody here knows this token; `watchbell token list` tells which there are'
          : `the token of ${opened.name} is good for ${opened.rights.join(', ')}, and this needs \`${right}\``;
      refusals.tell(callerKey(ip, {}, false), 'token', message, { path: url.split('?')[0]?.slice(0, 200) });
      return { kind: 'refused', status: opened.kind === 'unknown' ? 401 : 403, message };
    },
  };
}

/** RFC 6750, section 2.1; `X-Cachet-Token` as Cachet 2 wants it. Null: neither is there. */
export function secretIn(headers: FastifyRequest['headers']): string | null {
  const cachet = headers['x-cachet-token'];
  if (typeof cachet === 'string' && cachet.trim() !== '') {
    return cachet.trim();
  }
  const [, bearer] = /^Bearer +([A-Za-z0-9._~+/-]+=*) *$/i.exec(headers.authorization ?? '') ?? [];
  return bearer ?? null;
}
