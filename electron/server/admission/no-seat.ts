/**
 * How somebody is told that all sessions are taken, or that we are ending.
 */
import type { FastifyReply } from 'fastify';
import { refuse } from '../refusal.ts';
import type { Admission } from './admission.ts';

/** Somebody has closed a window by then, as like as not. */
const COME_BACK_S = '60';

export function refuseSession(reply: FastifyReply, admission: Admission): FastifyReply {
  if (admission.draining()) {
    return refuse(reply.header('retry-after', COME_BACK_S), 503, 'this Watchbell is shutting down');
  }
  admission.refusedSession();
  const taken = admission.seats.taken();
  return refuse(
    reply.header('retry-after', COME_BACK_S),
    503,
    `${taken} ${taken === 1 ? 'session has' : 'sessions have'} a window open, which is the most: close one, or raise \`settings.overload.sessions\``,
  );
}
