/**
 * How the server says no: one shape for every refusal, in words that name what was wrong and what to do.
 */
import type { FastifyReply } from 'fastify';

/** One mistake in a question: where, what stood there, and what should. */
export interface Mistake {
  /** `forMs`, `to.person`; empty for the whole. */
  readonly place: string;
  /** As JSON, cut short. */
  readonly value: string;
  readonly remedy: string;
}

/** The body of every refusal of the API. */
export interface Refusal {
  readonly message: string;
  /** One per mistake, when the question itself was wrong. */
  readonly mistakes?: readonly Mistake[];
}

/** Answers `status` with the message. Never kept by a browser: what is missing now may be there after an update. */
export function refuse(
  reply: FastifyReply,
  status: number,
  message: string,
  mistakes?: readonly Mistake[],
): FastifyReply {
  const refusal: Refusal = { message, ...(mistakes && { mistakes }) };
  return reply
    .code(status)
    .header('cache-control', 'no-store')
    .type('application/json; charset=utf-8')
    .send(JSON.stringify(refusal));
}
