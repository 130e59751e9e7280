/**
 * How the Cachet API says no: its own form, with our words in it.
 */
import { randomUUID } from 'node:crypto';
import type { FastifyReply } from 'fastify';

const TITLES: Readonly<Record<number, string>> = {
  400: 'Bad Request',
  401: 'Unauthorized',
  403: 'Forbidden',
  404: 'Not Found',
  405: 'Method Not Allowed',
  406: 'Not Acceptable',
  413: 'Payload Too Large',
  415: 'Unsupported Media Type',
  500: 'Internal Server Error',
  503: 'Service Unavailable',
};

/** @param details one sentence for each mistake, where what was sent is wrong */
export function refuseAs(
  reply: FastifyReply,
  status: number,
  detail: string,
  details: readonly string[] = [],
): FastifyReply {
  const error = {
    id: randomUUID(),
    status,
    title: TITLES[status] ?? 'Error',
    detail,
    ...(details.length > 0 && { meta: { details } }),
  };
  return reply
    .code(status)
    .type('application/json; charset=utf-8')
    .send(JSON.stringify({ errors: [error] }));
}

export function missing(reply: FastifyReply): FastifyReply {
  return refuseAs(reply, 404, 'Nothing here has that number, or it is not for everybody to see.');
}
