/**
 * The routes of one collection: list and single rows for everybody who may read, making, changing and deleting for tokens.
 */
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { listed, type Query } from '../../../shared/rules/cachet/listing.ts';
import type { Above, CachetPlace, Collection, Made } from '../../engine/ports/cachet.ts';
import { missing, refuseAs } from './errors.ts';
import type { Visitor } from './visitor.ts';

export type VisitorOf = (request: FastifyRequest) => Visitor;

interface Params {
  readonly above?: string;
  readonly number?: string;
}

type Asked = FastifyRequest<{ Params: Params; Querystring: Query }>;

export function serveCollection(
  app: FastifyInstance,
  place: CachetPlace,
  collection: Collection,
  visitorOf: VisitorOf,
): void {
  const url = `/${place}`;
  const one = `${url}/:number`;

  app.get(url, async (request: Asked, reply) => {
    const { eyes } = visitorOf(request);
    const rows = await collection.list(aboveIn(request), eyes);
    const address = `${eyes.base}${place.replace(':above', request.params.above ?? '')}`;
    return rows === null ? missing(reply) : reply.send(listed(rows, request.query, address));
  });
  app.get(one, async (request: Asked, reply) => {
    const number = numberIn(request.params.number);
    const rows = await collection.list(aboveIn(request), visitorOf(request).eyes);
    const row = rows?.find(({ id }) => id === number);
    return row === undefined ? missing(reply) : reply.send({ data: row });
  });

  const { make, change, remove } = collection;
  if (make !== undefined) {
    app.post(url, async (request: Asked, reply) => {
      const { by, eyes } = visitorOf(request);
      return by === null ? missing(reply) : answer(reply, await make(aboveIn(request), request.body ?? {}, by, eyes));
    });
  }
  if (change !== undefined) {
    app.put(one, async (request: Asked, reply) => {
      const { by, eyes } = visitorOf(request);
      const number = numberIn(request.params.number);
      return by === null || number === null
        ? missing(reply)
        : answer(reply, await change(aboveIn(request), number, request.body ?? {}, by, eyes));
    });
  }
  if (remove !== undefined) {
    app.delete(one, async (request: Asked, reply) => {
      const { by } = visitorOf(request);
      const number = numberIn(request.params.number);
      const gone = by === null || number === null ? null : await remove(aboveIn(request), number, by);
      return gone === null ? missing(reply) : gone.kind === 'done' ? reply.code(204).send() : answer(reply, gone);
    });
  }
}

/** Cachet answers 200 for what is new as well. */
function answer(reply: FastifyReply, made: Made): FastifyReply {
  switch (made.kind) {
    case 'done':
      return reply.send({ data: made.row });
    case 'missing':
      return missing(reply);
    case 'wrong':
      return refuseAs(reply, 400, made.details.join(' '), made.details);
  }
}

function aboveIn({ params: { above } }: Asked): Above {
  const number = above === undefined ? null : numberIn(above);
  return number === null ? [] : [number];
}

function numberIn(text: string | undefined): number | null {
  return text !== undefined && /^[1-9]\d{0,14}$/.test(text) ? Number(text) : null;
}
