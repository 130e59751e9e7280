/**
 * From a failing result to the first byte of the page at its receiver: rules, two durable commits, outbox and connection.
 *
 * Idle: one page at a time, nothing else going on. Busy: 1,000 checks every 5 s, of which a fifth fail on their own turns.
 */
import type { FileInput } from '../../harness/watch-story.ts';
import { openBenchHouse, until } from './house.ts';
import { percentile } from './numbers.ts';
import { startFailingTarget, startReceiver } from './peers.ts';

export interface Wire {
  readonly pages: number;
  readonly p50Ms: number;
  readonly p99Ms: number;
  readonly maxMs: number;
}

export interface WireLoad {
  readonly kind: 'idle' | 'busy';
  readonly pages: number;
}

/** After the first look at everything, and a moment. */
const FAILING_FROM_MS = 8_000;
const BUSY = { checks: 1_000, intervalMs: 5_000, failingWithinMs: 20_000 };
const IDLE = { intervalMs: 3_600_000, pauseMs: 40 };
const PATIENCE_MS = 15_000;

export async function wireTimes({ kind, pages }: WireLoad): Promise<Wire> {
  const target = await startFailingTarget();
  const known = new Map<string, bigint>();
  const tookMs: number[] = [];
  let arrived = (): void => undefined;
  const receiver = await startReceiver(({ component, at }) => {
    const since = known.get(component);
    if (since !== undefined) {
      tookMs.push(Number(at - since) / 1e6);
    }
    arrived();
  });
  const arrivals = (count: number): Promise<void> =>
    new Promise((resolve, reject) => {
      const tooLate = new Error(`only ${tookMs.length} of ${count} pages came`);
      const timer = setTimeout(() => reject(tooLate), BUSY.failingWithinMs + PATIENCE_MS);
      arrived = () => {
        if (tookMs.length >= count) {
          clearTimeout(timer);
          resolve();
        }
      };
      arrived();
    });

  const failingFrom = Date.now() + FAILING_FROM_MS;
  const failsAt = (index: number) =>
    failingFrom + (kind === 'idle' ? 0 : Math.round((index * BUSY.failingWithinMs) / pages));
  const house = await openBenchHouse(
    {
      version: 1,
      settings: { limits: { perHost: 256 } },
      components: [
        ...Array.from({ length: pages }, (_, index) =>
          component(`failing-${index}`, `${target.origin}/fails-at/${failsAt(index)}`, kind),
        ),
        ...Array.from({ length: kind === 'busy' ? BUSY.checks - pages : 0 }, (_, index) =>
          component(`steady-${index}`, `${target.origin}/health`, kind),
        ),
      ],
      people: [{ id: 'kim', name: 'Kim', channels: ['hook'] }],
      channels: [{ id: 'hook', type: 'webhook', url: `${receiver.origin}/`, secret: 'whsec_d2F0Y2hiZWxsIGJlbmNo' }],
      policies: [{ id: 'kim', steps: [{ targets: [{ person: 'kim' }], delay: '1d' }], repeat: 0 }],
    },
    {
      probes: (real) => ({
        ...real,
        async run(check, context) {
          const outcome = await real.run(check, context);
          if (outcome.kind === 'fail' && !known.has(check.componentId)) {
            known.set(check.componentId, process.hrtime.bigint());
          }
          return outcome;
        },
      }),
    },
  );

  await until(performance.now() + failingFrom - Date.now());
  if (kind === 'idle') {
    for (const id of house.config.components.keys()) {
      const came = arrivals(tookMs.length + 1);
      await house.engine.replies.checkNow({ component: id }, 'bench');
      await came;
      await until(performance.now() + IDLE.pauseMs);
    }
  } else {
    await arrivals(pages);
  }
  await house.close();
  await receiver.stop();
  await target.stop();
  return {
    pages: tookMs.length,
    p50Ms: percentile(tookMs, 0.5),
    p99Ms: percentile(tookMs, 0.99),
    maxMs: Math.max(...tookMs),
  };
}

function component(id: string, url: string, kind: WireLoad['kind']): NonNullable<FileInput['components']>[number] {
  const interval = kind === 'idle' ? IDLE.intervalMs : BUSY.intervalMs;
  return {
    id,
    pageAfter: 0,
    checks: [{ type: 'http', url, interval: `${interval}ms`, timeout: '5s', fall: 1 }],
  };
}
