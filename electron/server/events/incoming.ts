/**
 * POST /events/<source>: alerts of an Alertmanager, or of whatever sends JSON that the configuration maps. With a token of ours, or
 * signed where the source has a secret. Answered once they are written.
 */
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { assertNever } from '../../../shared/model/never.ts';
import type { SourceSettings } from '../../../shared/model/source.ts';
import { readAlertmanager } from '../../../shared/rules/alerts/alertmanager.ts';
import type { ReadEvents } from '../../../shared/rules/alerts/read.ts';
import type { AlertDesk } from '../../engine/ports/alerts.ts';
import type { Clock } from '../../engine/ports/clock.ts';
import { refuse } from '../refusal.ts';
import type { Rights } from '../rights.ts';
import { asJson, textOf } from './body.ts';
import { readWith } from './read-with.ts';
import { rememberTaken, verifySignature } from './signature.ts';

type OfSource = FastifyRequest<{ Params: { readonly source: string } }>;

export interface IncomingOptions {
  readonly desk: AlertDesk;
  readonly rights: Rights;
  readonly clock: Clock;
}

type Entered =
  /** `message`: its name among all, where it has one. */
  | { readonly kind: 'entered'; readonly source: SourceSettings; readonly message: string | null }
  | { readonly kind: 'refused'; readonly status: 401 | 403 | 404; readonly problem: string };

export function serveIncoming(app: FastifyInstance, { desk, rights, clock }: IncomingOptions): void {
  const before = rememberTaken(clock.monotonicMs);

  function enter(request: OfSource): Entered {
    const source = desk.source(request.params.source);
    if (source?.type === 'webhook' && source.secret !== undefined) {
      const signed = verifySignature(request.headers, textOf(request.body), source.secret, clock.now());
      return signed.ok
        ? { kind: 'entered', source, message: `${source.id} ${signed.id}` }
        : { kind: 'refused', status: 401, problem: signed.problem };
    }
    const asked = rights.ask(request, 'events');
    if (asked.kind === 'refused') {
      return { kind: 'refused', status: asked.status, problem: asked.message };
    }
    if (source === null) {
      return { kind: 'refused', status: 404, problem: 'the configuration has no source of this name' };
    }
    const token = source.type === 'mail' ? undefined : source.token;
    return token === undefined || token === asked.name
      ? { kind: 'entered', source, message: null }
      : {
          kind: 'refused',
          status: 403,
          problem: `this source is for the token of ${token}, and this is the one of ${asked.name}`,
        };
  }

  app.post('/events/:source', async (request: OfSource, reply): Promise<FastifyReply> => {
    const entered = enter(request);
    if (entered.kind === 'refused') {
      return refuse(reply, entered.status, entered.problem);
    }
    const { source, message } = entered;
    if (message !== null && before.has(message)) {
      return reply.code(202).send({ message: 'taken before', alerts: 0 });
    }
    const body = asJson(request.body);
    const read: ReadEvents = body.ok ? readAs(source, body.value) : { ok: false, problems: [body.problem] };
    if (!read.ok) {
      const problem = read.problems.join('; ');
      desk.unread(source.id, problem);
      return refuse(reply, 400, `nothing was taken: ${problem}`);
    }
    const taken = await desk.take(source.id, read.events, read.leftOut);
    switch (taken.kind) {
      case 'taken':
        if (message !== null) {
          before.add(message);
        }
        return reply.code(202).send({ message: 'taken', alerts: taken.keys.length });
      case 'unknown':
        return refuse(reply, 404, 'the configuration has no source of this name any more');
      case 'too-many':
        return refuse(reply.header('retry-after', String(Math.ceil(taken.afterMs / 1_000))), 429, taken.reason);
      default:
        return assertNever(taken, 'what became of alerts');
    }
  });
}

function readAs(source: SourceSettings, value: unknown): ReadEvents {
  switch (source.type) {
    case 'alertmanager':
      return readAlertmanager(value);
    case 'webhook':
      return readWith(value, source.mapping);
    case 'pagerduty':
      return { ok: false, problems: ['this source speaks PagerDuty: send to /v2/enqueue'] };
    case 'mail':
      return { ok: false, problems: ['this source takes mails: send them to its address'] };
    default:
      return assertNever(source, 'type of source');
  }
}
