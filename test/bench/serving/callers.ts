/**
 * Callers of a server over kept connections: as many as it answers one after another, or so many a second whether it answers or not.
 */
import { Pool } from 'undici';

export interface Call {
  readonly method: 'GET' | 'POST' | 'PUT';
  readonly path: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
}

export interface Called {
  /** How often each status came; 0: the connection was lost. */
  readonly statuses: ReadonlyMap<number, number>;
  /** 503 without a time to come again. */
  readonly rude: number;
  /** ms from when it was due to its whole answer, of those that were let in. */
  readonly latencies: readonly number[];
  /** Due, and not sent: too many were on their way already. */
  readonly unsent: number;
}

interface Tally {
  readonly statuses: Map<number, number>;
  readonly latencies: number[];
  rude: number;
  unsent: number;
}

const emptyTally = (): Tally => ({ statuses: new Map(), latencies: [], rude: 0, unsent: 0 });

async function callOnce(pool: Pool, { method, path, headers, body }: Call, dueAt: number, tally: Tally): Promise<void> {
  let status = 0;
  try {
    const answer = await pool.request({ method, path, headers: { ...headers }, body: body ?? null });
    status = answer.statusCode;
    await answer.body.dump();
    if (status === 503 && answer.headers['retry-after'] === undefined) {
      tally.rude += 1;
    }
  } catch {
    status = 0;
  }
  tally.statuses.set(status, (tally.statuses.get(status) ?? 0) + 1);
  if (status !== 503 && status !== 0) {
    tally.latencies.push(performance.now() - dueAt);
  }
}

/** So many callers, each again as soon as it was answered. */
export async function closedLoop(origin: string, call: Call, callers: number, seconds: number): Promise<Called> {
  const pool = new Pool(origin, { connections: callers, pipelining: 1 });
  const tally = emptyTally();
  const until = performance.now() + seconds * 1_000;
  await Promise.all(
    Array.from({ length: callers }, async () => {
      while (performance.now() < until) {
        await callOnce(pool, call, performance.now(), tally);
      }
    }),
  );
  await pool.close();
  return tally;
}

const TURN_MS = 5;

/** So many a second, whatever becomes of them. At most so many are on their way at once; what is due beyond that is counted as unsent. */
export async function openLoop(
  origin: string,
  callOf: (number: number) => Call,
  perSecond: number,
  seconds: number,
  most = 400,
): Promise<Called> {
  const pool = new Pool(origin, { connections: most, pipelining: 1 });
  const tally = emptyTally();
  const startedAt = performance.now();
  let sent = 0;
  let under = 0;
  const running = new Set<Promise<void>>();
  await new Promise<void>((resolve) => {
    const timer = setInterval(() => {
      const elapsed = performance.now() - startedAt;
      if (elapsed >= seconds * 1_000) {
        clearInterval(timer);
        resolve();
        return;
      }
      for (const due = Math.floor((elapsed * perSecond) / 1_000); sent < due; sent += 1) {
        if (under >= most) {
          tally.unsent += 1;
          continue;
        }
        under += 1;
        const one = callOnce(pool, callOf(sent), startedAt + ((sent + 1) * 1_000) / perSecond, tally).finally(() => {
          under -= 1;
          running.delete(one);
        });
        running.add(one);
      }
    }, TURN_MS);
  });
  await Promise.all(running);
  await pool.close();
  return tally;
}

export const countOf = ({ statuses }: Called, status: number): number => statuses.get(status) ?? 0;

export const answered = ({ statuses }: Called): number => [...statuses.values()].reduce((sum, n) => sum + n, 0);
