/**
 * The API of a practable status server, on a port of its own: `GET /api/v1/experiments` and `/api/v1/experiments/events/{stub}`.
 *
 * As there, an experiment that nobody knows is 404 without a body. Who may come in, and by which name, is as for the local server.
 */
import type { SystemId } from '../../../shared/model/practable/settings.ts';
import type { Clock } from '../../engine/ports/clock.ts';
import type { Log } from '../../engine/ports/log.ts';
import type { PractableStatus } from '../../engine/ports/practable-status.ts';
import type { Gate } from '../admission/gate.ts';
import { isLoopback } from '../callers.ts';
import { guardedApp, type Patience } from '../guarded-app.ts';
import { listenProblem } from '../listen-problem.ts';
import { createRefusalLog } from '../refusal-log.ts';

const PATIENCE: Patience = { headersMs: 10_000, requestMs: 20_000, lookEveryMs: 2_000 };

export interface StatusApiOptions {
  readonly host: string;
  /** 0: any free one. */
  readonly port: number;
  readonly system: SystemId;
  readonly status: PractableStatus;
  readonly gate: Gate;
  readonly hostHeaderNames: readonly string[];
  readonly clock: Clock;
  readonly log: Log;
}

export type StartedStatusApi =
  | { readonly kind: 'serving'; readonly port: number; close(): Promise<void> }
  | { readonly kind: 'refused'; readonly problem: string };

/** Starts listening. Never rejects. */
export async function startStatusApi(options: StatusApiOptions): Promise<StartedStatusApi> {
  const { host, port, system, status, gate, clock, log } = options;
  const app = guardedApp({
    ...options,
    publicUrl: () => null,
    refusals: createRefusalLog(clock, log.warn),
    guard: (handler) => gate.guard(handler),
    patience: PATIENCE,
  });
  app.get('/api/v1/experiments', () => status.experiments(system));
  app.get<{ Params: { readonly stub: string } }>('/api/v1/experiments/events/:stub', async (request, reply) => {
    const events = status.events(system, request.params.stub);
    return events === null ? reply.code(404).send() : events;
  });
  try {
    await app.listen({ host, port });
  } catch (error) {
    await app.close();
    const what = `The status API of practable ${system}`;
    const problem = listenProblem(error as NodeJS.ErrnoException, { host, port }, what, 'statusApi');
    return { kind: 'refused', problem };
  }
  if (!isLoopback(host)) {
    log.warn({ host, port }, 'a status API listens beyond this machine, because the configuration says so');
  }
  const address = app.server.address();
  const own = typeof address === 'object' && address !== null ? address.port : port;
  return { kind: 'serving', port: own, close: () => app.close() };
}
