/**
 * GET /metrics (Prometheus) and GET /metrics/influx (InfluxDB's line protocol): our figures, for whoever draws curves and watches us.
 *
 * Read from this machine as it is; from elsewhere, also through a proxy, by a token with the right `metrics`.
 */
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { EpochMs } from '../../../shared/model/ids.ts';
import { influxLines } from '../../../shared/rules/metrics/influx.ts';
import type { Metric } from '../../../shared/rules/metrics/metric.ts';
import { prometheusText } from '../../../shared/rules/metrics/prometheus.ts';
import { hostOf, isLoopback } from '../callers.ts';
import { refuse } from '../refusal.ts';
import type { Rights } from '../rights.ts';
import type { Session } from '../session.ts';
import type { ProcessFigures } from './process.ts';

export interface Figures {
  /** Ours, as they are now. */
  readonly rows: () => readonly Metric[];
  readonly ofProcess: ProcessFigures;
}

export interface MetricsOptions {
  readonly figures: Figures;
  readonly rights: Pick<Rights, 'ask'>;
  readonly session: Pick<Session, 'idIn'>;
  readonly now: () => EpochMs;
}

export function serveMetrics(app: FastifyInstance, { figures, rights, session, now }: MetricsOptions): void {
  app.addHook('onRequest', async (request, reply) => {
    if (isFromHere(request) || session.idIn(request.headers.cookie) !== null) {
      return;
    }
    const asked = rights.ask(request, 'metrics');
    if (asked.kind === 'refused') {
      reply.header('www-authenticate', 'Bearer'); // RFC 6750, section 3
      return refuse(reply, asked.status, asked.message);
    }
  });
  app.get('/metrics', async (_request, reply: FastifyReply) => {
    const text = prometheusText(figures.rows()) + (await figures.ofProcess.text());
    return reply.type('text/plain; version=0.0.4; charset=utf-8').send(text);
  });
  app.get('/metrics/influx', async (_request, reply: FastifyReply) => {
    const rows = [...figures.rows(), ...(await figures.ofProcess.rows())];
    return reply.type('text/plain; charset=utf-8').send(influxLines(rows, now()));
  });
}

/** By loopback, to a name of loopback, and not handed on by a proxy that stands here for people elsewhere. */
function isFromHere({ ip, headers }: FastifyRequest): boolean {
  const handedOn =
    headers.forwarded !== undefined || headers['x-forwarded-for'] !== undefined || headers.via !== undefined;
  return isLoopback(ip) && isLoopback(hostOf(headers.host) ?? '') && !handedOn;
}
