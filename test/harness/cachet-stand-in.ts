/**
 * What both stand-ins for a Cachet have in common: what they keep, who is let in, and what a test may do behind our back.
 *
 * Written from the fixtures (test/fixtures/cachet), not from our client: a real server on loopback that answers as those do.
 */
import { type HttpBehaviour, type Reply, type Request, startHttpEmulator } from './http-emulator.ts';

export interface StoodComponent {
  id: number;
  name: string;
  status: number;
}
export interface StoodIncident {
  id: number;
  name: string;
  message: string;
  status: number;
  componentId: number;
  readonly updates: { id: number; status: number; message: string }[];
  createdAt: number;
}
export interface StoodSchedule {
  id: number;
  name: string;
  message: string;
  status: number;
  /** As they were sent: by the clock on the wall. */
  scheduledAt: string;
  completedAt: string;
  createdAt: number;
}

export interface Kept {
  readonly components: Map<number, StoodComponent>;
  readonly incidents: Map<number, StoodIncident>;
  readonly schedules: Map<number, StoodSchedule>;
  readonly points: { readonly metric: number; readonly value: number; readonly timestamp: number | null }[];
  readonly metrics: Set<number>;
  next(): number;
  /** `2026-11-21 04:28:51`, on the wall of the server. */
  wall(at: number): string;
  readonly now: () => number;
}

export interface CachetStandIn extends Kept {
  /** As somebody would write it down. */
  readonly url: string;
  /** `PUT components/3 {"status":4}`, in order, those that were carried out. */
  readonly writes: string[];
  /** `GET ping`, in order, all. */
  readonly asked: string[];
  behave(behaviour: HttpBehaviour): void;
  /** The next request that fits is carried out, and its answer is lost. Resolves then. */
  loseAnswerTo(method: string, path: RegExp): Promise<void>;
  addComponent(name: string, status?: number): number;
  addMetric(): number;
  arrived(count: number): Promise<void>;
  close(): Promise<void>;
}

export interface StandInOptions {
  readonly token: string;
  readonly now?: () => number;
  /** The server's wall is ahead of UTC by so many minutes. */
  readonly offset?: number;
  readonly port?: number;
}

/** One version's wire. `path` begins behind `prefix`; undefined: there is no such thing. */
export interface Wire {
  readonly prefix: string;
  isLetIn(request: Request): boolean;
  readonly refusal: (status: number, detail: string) => Reply;
  answer(
    kept: Kept,
    method: string,
    path: string,
    query: URLSearchParams,
    body: Readonly<Record<string, unknown>>,
  ): Reply | undefined;
}

export async function startStandIn(
  wire: Wire,
  { now = Date.now, offset = 0, port = 0 }: Omit<StandInOptions, 'token'>,
): Promise<CachetStandIn> {
  let number = 0;
  const losing = new Set<{ readonly method: string; readonly path: RegExp; readonly lost: () => void }>();
  const writes: string[] = [];
  const asked: string[] = [];
  const kept: Kept = {
    components: new Map(),
    incidents: new Map(),
    schedules: new Map(),
    points: [],
    metrics: new Set(),
    next: () => {
      number += 1;
      return number;
    },
    wall: (at) => new Date(at + offset * 60_000).toISOString().slice(0, 19).replace('T', ' '),
    now,
  };

  function answer(request: Request): Reply {
    const { pathname, searchParams } = new URL(request.path, 'http://stand.in');
    if (!pathname.startsWith(wire.prefix)) {
      return { status: 404, headers: { 'content-type': 'text/html' }, body: '<title>Not Found</title>' };
    }
    const path = pathname.slice(wire.prefix.length);
    asked.push(`${request.method} ${path}`);
    if (request.headers.accept !== 'application/json') {
      return wire.refusal(406, 'Ask for application/json.');
    }
    if (request.method !== 'GET' && !wire.isLetIn(request)) {
      return wire.refusal(401, 'You are not let in.');
    }
    const body = request.body === '' ? {} : JSON.parse(request.body);
    const said = wire.answer(kept, request.method, path, searchParams, body) ?? wire.refusal(404, 'Not there.');
    if (request.method !== 'GET' && said.status < 300) {
      writes.push(`${request.method} ${path}${request.body === '' ? '' : ` ${request.body}`}`);
    }
    return said;
  }

  const server = await startHttpEmulator(
    () => undefined,
    (request) => {
      const said = answer(request);
      const loss = [...losing].find(({ method, path }) => method === request.method && path.test(request.path));
      if (loss === undefined) {
        const headers = { date: new Date(now()).toUTCString(), 'content-type': 'application/json', ...said.headers };
        return { ...said, headers };
      }
      losing.delete(loss);
      loss.lost();
      return new Promise<Reply>(() => undefined);
    },
    port,
  );

  return {
    ...kept,
    url: `http://127.0.0.1:${server.port}/`,
    writes,
    asked,
    behave: server.behave,
    loseAnswerTo: (method, path) => new Promise((lost) => void losing.add({ method, path, lost })),
    addComponent(name, status = 1) {
      const id = kept.next();
      kept.components.set(id, { id, name, status });
      return id;
    },
    addMetric() {
      const id = kept.next();
      kept.metrics.add(id);
      return id;
    },
    arrived: server.arrived,
    close: server.close,
  };
}

/** A page of a list, newest first where that is asked for. */
export function pageOf<T extends { readonly id: number }>(
  all: Iterable<T>,
  query: URLSearchParams,
  fallback: number,
): {
  readonly items: readonly T[];
  readonly page: number;
  readonly pages: number;
  readonly total: number;
  readonly size: number;
} {
  const falling = query.get('order') === 'desc' || query.get('sort')?.startsWith('-');
  const sorted = [...all].toSorted((one, other) => (falling ? other.id - one.id : one.id - other.id));
  const size = Math.min(100, Number(query.get('per_page') ?? fallback));
  const page = Number(query.get('page') ?? 1);
  return {
    items: sorted.slice((page - 1) * size, page * size),
    page,
    pages: Math.max(1, Math.ceil(sorted.length / size)),
    total: sorted.length,
    size,
  };
}

export const isStatus = (value: unknown, most: number): value is number =>
  typeof value === 'number' && Number.isInteger(value) && value >= 0 && value <= most;
