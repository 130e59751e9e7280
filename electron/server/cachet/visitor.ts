/**
 * Who asks the Cachet API, and by which address: a guest, or a program with a token of ours.
 */
import type { FastifyRequest } from 'fastify';
import type { Source } from '../../../shared/model/cachet/word.ts';
import type { Eyes } from '../../engine/ports/cachet.ts';
import { hostOf } from '../callers.ts';
import { type Asked, type Rights, secretIn } from '../rights.ts';

export interface Visitor {
  readonly eyes: Eyes;
  /** Null: a guest. */
  readonly by: Source | null;
  /** Why it may do no more than a guest; null: it may. */
  readonly refused: Extract<Asked, { kind: 'refused' }> | null;
}

/** @param publicUrl where people outside reach us; null: nowhere */
export function readVisitor(
  request: FastifyRequest,
  rights: Rights,
  publicUrl: string | null,
  prefix: string,
): Visitor {
  const asked = secretIn(request.headers) === null ? null : rights.ask(request, 'components');
  const by = asked?.kind === 'open' ? { id: asked.id, name: asked.name } : null;
  return {
    by,
    refused: asked === null ? NO_TOKEN : asked.kind === 'refused' ? asked : null,
    eyes: { inside: by !== null, base: `${placeOf(request, publicUrl)}${prefix}/` },
  };
}

const NO_TOKEN = {
  kind: 'refused',
  status: 401,
  message: 'Send the token that `watchbell token add` gave you, as X-Cachet-Token.',
} as const;

/** The name by which we were called, if it is one of ours: links lead back by the same way. */
function placeOf({ headers: { host = '' } }: FastifyRequest, publicUrl: string | null): string {
  return publicUrl !== null && hostOf(host) === hostOf(new URL(publicUrl).host)
    ? publicUrl.replace(/\/+$/, '')
    : `http://${host}`;
}
