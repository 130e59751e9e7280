/**
 * POST /v2/enqueue and /v2/change/enqueue: PagerDuty's Events API, version 2, for programs that know how to speak to it. Their routing
 * key is a token of ours with the right `events`. Answered in PagerDuty's own form, once the event is written.
 */
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { SourceSettings } from '../../../shared/model/source.ts';
import { type ReadPagerDuty, readChange, readEnqueue } from '../../../shared/rules/alerts/pagerduty.ts';
import { whichSource } from '../../../shared/rules/alerts/which.ts';
import type { AlertDesk, TakenAlerts } from '../../engine/ports/alerts.ts';
import type { Rights } from '../rights.ts';
import { asJson } from './body.ts';

type EventRequest = FastifyRequest<{ Querystring: Readonly<Record<string, unknown>> }>;

export function servePagerDuty(app: FastifyInstance, desk: AlertDesk, rights: Rights): void {
  /** Reads it, finds its source, and answers what `take` made of it. */
  async function enqueue<T>(
    request: EventRequest,
    reply: FastifyReply,
    read: (body: unknown) => ReadPagerDuty<T>,
    take: (source: SourceSettings, said: T) => Promise<TakenAlerts>,
    message: string,
  ): Promise<FastifyReply> {
    const body = asJson(request.body);
    if (!body.ok) {
      return invalid(reply, [body.problem]);
    }
    const event = read(body.value);
    if (!event.ok) {
      return invalid(reply, event.problems);
    }
    const asked = rights.ask(withKey(request, event.routingKey), 'events');
    if (asked.kind === 'refused') {
      return invalid(reply, [`routing_key: ${asked.message}`]);
    }
    const wanted = request.query.source;
    const which = whichSource(desk.pagerDuty(), asked.name, typeof wanted === 'string' ? wanted : null);
    if (!which.ok) {
      return invalid(reply, [`routing_key: ${which.problem}`]);
    }
    const taken = await take(which.source, event.said);
    switch (taken.kind) {
      case 'taken': {
        const [key] = taken.keys;
        return reply.code(202).send({ status: 'success', message, ...(key !== undefined && { dedup_key: key }) });
      }
      case 'too-many':
        return reply
          .code(429)
          .header('retry-after', String(Math.ceil(taken.afterMs / 1_000)))
          .send({ status: 'throttle exceeded', message: taken.reason, errors: [taken.reason] });
      case 'unknown':
        return invalid(reply, ['routing_key: its source was taken out of the configuration a moment ago']);
    }
  }

  app.post('/v2/enqueue', (request: EventRequest, reply) =>
    enqueue(request, reply, readEnqueue, ({ id }, event) => desk.take(id, [event]), 'Event processed'),
  );
  app.post('/v2/change/enqueue', (request: EventRequest, reply) =>
    enqueue(request, reply, readChange, ({ id }, text) => desk.note(id, `change: ${text}`), 'Change event processed'),
  );
}

/** The key in the body is what PagerDuty's clients have; a bearer is taken where there is none. */
function withKey({ headers, ip, url }: EventRequest, key: string | null): Parameters<Rights['ask']>[0] {
  return key === null ? { headers, ip, url } : { headers: { authorization: `Bearer ${key}` }, ip, url };
}

function invalid(reply: FastifyReply, errors: readonly string[]): FastifyReply {
  return reply.code(400).send({ status: 'invalid event', message: 'Event object is invalid', errors });
}
