/**
 * Where other systems send their alerts: one scope for all ways, with room for large bodies and words for what is too large.
 */
import type { FastifyError, FastifyInstance } from 'fastify';
import { refuse } from '../refusal.ts';
import { LARGEST_BYTES, takeText } from './body.ts';
import { type IncomingOptions, serveIncoming } from './incoming.ts';
import { servePagerDuty } from './pagerduty.ts';

export function serveEvents(app: FastifyInstance, options: IncomingOptions): void {
  takeText(app);
  const outer = app.errorHandler;
  app.setErrorHandler((error: FastifyError, request, reply) =>
    error.code === 'FST_ERR_CTP_BODY_TOO_LARGE'
      ? refuse(reply, 413, `the body is larger than ${LARGEST_BYTES / 1_024} KiB; send fewer alerts at once`)
      : outer(error, request, reply),
  );
  servePagerDuty(app, options.desk, options.rights);
  serveIncoming(app, options);
}
