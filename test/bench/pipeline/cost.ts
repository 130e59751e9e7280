/**
 * What one check costs: the whole pipeline, or bare undici, at a rate on the scheduler's grid. Each in a process of its own.
 *
 * Both are made hot first, rest a moment, and are then measured over whole turns of the grid. The sampler of the event loop
 * runs in the same time where checks wake the process more often than it does, else afterwards.
 */
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { gridFor, phaseOf } from '../../../electron/engine/slots.ts';
import type { Observation } from '../../../shared/model/observation.ts';
import { runLoad, startTarget } from '../../harness/load.ts';
import { bareUndici } from './floor.ts';
import { openBenchHouse, until } from './house.ts';
import { percentile } from './numbers.ts';

/** `checks` of them every `intervalMs` are the rate. */
export interface Rate {
  readonly checks: number;
  readonly intervalMs: number;
  readonly seconds: number;
}

export interface Cost {
  /** User and system time of the process. */
  readonly cpuUsPerCheck: number;
  readonly checksPerSecond: number;
  readonly checks: number;
  /** Tries that are not in `checks`: recorded as our own trouble (crowded out, stalled), or as the target's. */
  readonly notJudged: number;
  readonly failed: readonly string[];
  /** What this process can do without any schedule. Null for the pipeline, which has one. */
  readonly hotPerSecond: number | null;
  /** How late tries began after their turn; one that is a whole interval late is missed instead. Null for the floor, which has no scheduler. */
  readonly startedLateMs: { readonly p50: number; readonly p99: number } | null;
  /** What was recorded of a target that answers at once: nearly all of it is our own queueing. Null for the floor. */
  readonly latencyMs: { readonly p50: number; readonly p99: number } | null;
  readonly loopDelayP99Ms: number;
}

const HOT_MS = 4_000;
const REST_MS = 3_000;
/** The engine looks at everything within this time of its start. */
const FIRST_SWEEP_MS = 5_500;
const SAMPLER_MS = 20;

export async function costOfFloor({ checks, intervalMs, seconds }: Rate): Promise<Cost> {
  const target = await startTarget();
  const floor = bareUndici(target.url, 'fresh');
  const pace = {
    kind: 'grid',
    ratePerSecond: (checks * 1_000) / intervalMs,
    gridMs: gridFor(intervalMs),
  } as const;
  const hot = await runLoad({ seconds: HOT_MS / 1_000, pace: { kind: 'flat-out', concurrency: 50 } }, floor.check);
  await until(performance.now() + REST_MS);
  const sampler = startSampler(isDense({ checks, intervalMs, seconds }));
  const cost = await runLoad({ seconds, pace }, floor.check);
  const loopDelayP99Ms = await sampler.p99Ms(() => runLoad({ seconds: seconds / 2, pace }, floor.check));
  await floor.close();
  await target.stop();
  return {
    cpuUsPerCheck: cost.cpuUsPerCheck,
    checksPerSecond: cost.checks / seconds,
    checks: cost.checks,
    notJudged: 0,
    failed: [],
    hotPerSecond: hot.checksPerSecond,
    startedLateMs: null,
    latencyMs: null,
    loopDelayP99Ms,
  };
}

export async function costOfPipeline({ checks, intervalMs, seconds }: Rate): Promise<Cost> {
  const target = await startTarget();
  const window = { from: Number.POSITIVE_INFINITY, to: Number.POSITIVE_INFINITY };
  const inWindow = { passes: 0, notJudged: 0 };
  const latencies: number[] = [];
  const failed: string[] = [];
  let passes = 0;
  const turns = new Map<string, number>();
  let late: number[] | null = null;

  const house = await openBenchHouse(fileOf(target.url, checks, intervalMs), {
    probes: (real) => ({
      ...real,
      run(check, context) {
        late?.push((performance.now() - (turns.get(check.id) ?? 0)) % intervalMs);
        return real.run(check, context);
      },
    }),
    store: (real) => ({
      ...real,
      async record(observations: readonly Observation[]) {
        await real.record(observations);
        for (const { at, outcome } of observations) {
          const counts = at >= window.from && at < window.to;
          if (outcome.kind === 'fail') {
            failed.push(outcome.failure.detail);
          } else if (outcome.kind === 'inconclusive') {
            inWindow.notJudged += counts ? 1 : 0;
          } else {
            passes += 1;
            if (counts) {
              inWindow.passes += 1;
              latencies.push(outcome.timings.totalMs);
            }
          }
        }
      },
    }),
  });
  const grid = gridFor(intervalMs);
  for (const id of house.config.checks.keys()) {
    turns.set(id, Math.floor(phaseOf(id, intervalMs) / grid) * grid);
  }

  await until(performance.now() + FIRST_SWEEP_MS);
  const hotUntil = performance.now() + HOT_MS;
  while (performance.now() < hotUntil && checks / intervalMs < 1) {
    const wanted = passes + checks;
    await house.engine.replies.checkNow({ component: null }, 'bench');
    while (passes < wanted && performance.now() < hotUntil) {
      await until(performance.now() + 50);
    }
  }
  // In the middle between two turns: whole turns are counted, with all that follows from them.
  const from = Math.ceil((performance.now() + REST_MS) / 1_000) * 1_000 + 500;
  await until(from);
  const cpuBefore = process.cpuUsage();
  window.from = Date.now();
  late = [];
  const sampler = startSampler(isDense({ checks, intervalMs, seconds }));
  await until(from + seconds * 1_000);
  const { user, system } = process.cpuUsage(cpuBefore);
  window.to = Date.now();
  const lateness = late;
  late = null;
  // What was tried in the window is written by the end of this.
  const loopDelayP99Ms = await sampler.p99Ms(() => until(performance.now() + seconds * 500));
  await house.close();
  await target.stop();
  return {
    cpuUsPerCheck: (user + system) / inWindow.passes,
    checksPerSecond: inWindow.passes / seconds,
    checks: inWindow.passes,
    notJudged: inWindow.notJudged,
    failed,
    hotPerSecond: null,
    startedLateMs: middleAndTail(lateness),
    latencyMs: middleAndTail(latencies),
    loopDelayP99Ms,
  };
}

function middleAndTail(values: readonly number[]) {
  return { p50: percentile(values, 0.5), p99: percentile(values, 0.99) };
}

/** One target for all, so its own limit is out of the way; over all, the limit is the house's own. */
function fileOf(url: string, checks: number, intervalMs: number) {
  return {
    version: 1 as const,
    settings: { limits: { perHost: 256 } },
    components: Array.from({ length: checks }, (_, index) => ({
      id: `component-${index}`,
      checks: [
        { type: 'http' as const, url, interval: `${intervalMs}ms`, timeout: `${Math.min(intervalMs, 10_000)}ms` },
      ],
    })),
  };
}

/** Checks wake the process more often than the sampler would. */
const isDense = ({ checks, intervalMs }: Rate) => checks / intervalMs >= 1;

/**
 * ms beyond the sampler's own period, 99th percentile: of the time since `now`, or of the work that is given afterwards,
 * and which is done in any case.
 */
function startSampler(now: boolean) {
  const sampler = monitorEventLoopDelay({ resolution: SAMPLER_MS });
  const p99 = () => Math.max(0, sampler.percentile(99) / 1e6 - SAMPLER_MS);
  if (now) {
    sampler.enable();
  }
  return {
    async p99Ms(work: () => Promise<unknown>): Promise<number> {
      if (now) {
        sampler.disable();
        await work();
        return p99();
      }
      sampler.enable();
      await work();
      sampler.disable();
      return p99();
    },
  };
}
