/**
 * `npm run bench -- pipeline [--json] [--seconds 20] [--runs 3] [--pages 250]`: what a recorded HTTP check costs beside bare
 * undici at 50/s, at 1,000/s for a minute and flat out, and how long a page takes from the failing result to the wire.
 *
 * Floor and pipeline take turns, each run in a process of its own; on a shared machine only their ratio means anything.
 * A profile of every process: `node --cpu-prof --cpu-prof-dir=<folder> out/bench/pipeline.mjs --runs 1`.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { cpus, loadavg } from 'node:os';
import { parseArgs } from 'node:util';
import { type Cost, costOfFloor, costOfPipeline, type Rate } from './pipeline/cost.ts';
import { rounded, type Spread, spreadOf } from './pipeline/numbers.ts';
import { type Wire, type WireLoad, wireTimes } from './pipeline/wire.ts';

/** What one process is asked for. */
type Part =
  | { readonly part: 'floor' | 'pipeline'; readonly rate: Rate }
  | { readonly part: 'wire'; readonly load: WireLoad };

const WIRE_GOAL_MS = 50;
/** What a pace is asked to keep to: `ratio` to the floor, CPU a check in µs, and what a fast pace may not cost the others. */
interface Goals {
  readonly ratio?: number;
  readonly cpuUs?: number;
  readonly startedLateP99Ms?: number;
  readonly loopDelayP99Ms?: number;
}

const SPARSE = { checks: 1_000, intervalMs: 20_000 };
const SPARSE_GOALS: Goals = { ratio: 1.1, cpuUs: 600 };
const FAST = { checks: 1_000, intervalMs: 1_000, seconds: 60 };
const FAST_GOALS: Goals = { cpuUs: 450, startedLateP99Ms: 300, loopDelayP99Ms: 20 };
/** Told, not promised. */
const FLAT_OUT_GOALS: Goals = {};
/** Flat out: as many checks every second as turn out to be sustained. The interval is the shortest there is. */
const DENSE = { intervalMs: 1_000 };
/** The search begins at this share of what bare undici does without any schedule, and steps down by the other. */
const SEARCH = { from: 0.9, step: 0.85, seconds: 4 };
/** Less than this was judged: the rate is not sustained. */
const JUDGED = 0.995;

const { values: options } = parseArgs({
  options: {
    json: { type: 'boolean', default: false },
    seconds: { type: 'string', default: '20' },
    runs: { type: 'string', default: '3' },
    pages: { type: 'string', default: '250' },
    /** Ours alone: what this process is one part of. */
    part: { type: 'string' },
  },
});

if (options.part === undefined) {
  await wholeBench();
} else {
  console.log(JSON.stringify(await measure(JSON.parse(options.part) as Part)));
}

function measure(part: Part): Promise<Cost | Wire> {
  switch (part.part) {
    case 'floor':
      return costOfFloor(part.rate);
    case 'pipeline':
      return costOfPipeline(part.rate);
    case 'wire':
      return wireTimes(part.load);
  }
}

async function wholeBench(): Promise<void> {
  const seconds = Number(options.seconds);
  const [cpu] = cpus();
  tell({ what: 'machine', cpu: cpu?.model ?? 'unknown', cores: cpus().length, node: process.versions.node });
  const floors = await compare('50/s', { ...SPARSE, seconds }, SPARSE_GOALS);
  await compare('1,000/s', FAST, FAST_GOALS);
  const checks = await mostSustained(Math.max(...floors.map(({ hotPerSecond }) => hotPerSecond ?? 0)));
  await compare('flat out', { ...DENSE, checks, seconds }, FLAT_OUT_GOALS);
  for (const kind of ['idle', 'busy'] as const) {
    const wire = await inOwnProcess<Wire>({ part: 'wire', load: { kind, pages: Number(options.pages) } });
    tell({ what: 'result to wire', load: kind, ...wire, goalMs: WIRE_GOAL_MS, met: wire.p99Ms <= WIRE_GOAL_MS });
  }
}

/** The highest rate at which (nearly) every turn ends with a verdict, in checks a second. */
async function mostSustained(floorPerSecond: number): Promise<number> {
  for (let asked = floorPerSecond * SEARCH.from; ; asked *= SEARCH.step) {
    const checks = Math.round(asked);
    const cost = await inOwnProcess<Cost>({ part: 'pipeline', rate: { ...DENSE, checks, seconds: SEARCH.seconds } });
    if (cost.checksPerSecond >= checks * JUDGED) {
      return checks;
    }
    tell({ what: 'too many', asked: checks, ...summary(cost) });
  }
}

/** Floor, pipeline, floor, pipeline … at one rate; then both together. Gives back what the floors cost. */
async function compare(pace: string, rate: Rate, goals: Goals): Promise<readonly Cost[]> {
  const floors: Cost[] = [];
  const ours: Cost[] = [];
  for (let run = 1; run <= Number(options.runs); run += 1) {
    for (const [part, costs] of [
      ['floor', floors],
      ['pipeline', ours],
    ] as const) {
      const load = loadavg()[0] ?? Number.NaN;
      const cost = await inOwnProcess<Cost>({ part, rate });
      costs.push(cost);
      tell({ what: 'run', pace, part, run, load, ...summary(cost) });
    }
  }
  const floor = spreadOf(floors.map((cost) => cost.cpuUsPerCheck));
  const pipeline = spreadOf(ours.map((cost) => cost.cpuUsPerCheck));
  const ratio = pipeline.median / floor.median;
  const startedLateP99Ms = Math.max(...ours.map((cost) => cost.startedLateMs?.p99 ?? 0));
  const loopDelayP99Ms = Math.max(...ours.map((cost) => cost.loopDelayP99Ms));
  const missed = ours.map(({ checks }) =>
    Math.max(0, Math.floor((rate.checks * rate.seconds * 1_000) / rate.intervalMs) - checks),
  );
  tell({
    what: 'cost',
    pace,
    checksPerSecond: spreadOf(ours.map((cost) => cost.checksPerSecond)).median,
    floorUs: floor,
    pipelineUs: pipeline,
    ratio,
    pairs: ours.map((cost, index) => cost.cpuUsPerCheck / (floors[index] as Cost).cpuUsPerCheck),
    startedLateP99Ms,
    loopDelayP99Ms,
    missed,
    notJudged: ours.map(({ notJudged }) => notJudged),
    goals: { ...goals, missed: 0 },
    met:
      missed.every((count) => count === 0) &&
      ours.every(({ notJudged, failed }) => notJudged + failed.length === 0) &&
      ratio <= (goals.ratio ?? Number.POSITIVE_INFINITY) &&
      pipeline.median <= (goals.cpuUs ?? Number.POSITIVE_INFINITY) &&
      startedLateP99Ms <= (goals.startedLateP99Ms ?? Number.POSITIVE_INFINITY) &&
      loopDelayP99Ms <= (goals.loopDelayP99Ms ?? Number.POSITIVE_INFINITY),
  });
  return floors;
}

/** Many failures in few words: how many, and which. */
function summary({ failed, ...cost }: Cost) {
  return { ...cost, failed: failed.length, ...(failed.length > 0 && { why: [...new Set(failed)].join('; ') }) };
}

async function inOwnProcess<T extends Cost | Wire>(part: Part): Promise<T> {
  // As the app runs: with source maps, each error that undici makes to close a connection costs as much as the rest.
  const flags = process.execArgv.filter((flag) => flag !== '--enable-source-maps');
  const child = spawn(process.execPath, [...flags, process.argv[1] ?? '', '--part', JSON.stringify(part)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const text = child.stdout.setEncoding('utf8').toArray();
  const [code] = (await once(child, 'exit')) as [number | null];
  if (code !== 0) {
    throw new Error(`the part ${JSON.stringify(part)} ended with ${code}`);
  }
  return JSON.parse((await text).join('')) as T;
}

type Value = string | number | boolean | null | Spread | readonly number[] | { readonly [name: string]: number };

/** One line a fact: JSON for programs, else a list of names and values. */
function tell(fact: Readonly<Record<string, Value>>): void {
  const short = JSON.parse(JSON.stringify(fact), (_, value) => (typeof value === 'number' ? rounded(value) : value));
  if (options.json) {
    console.log(JSON.stringify({ bench: 'pipeline', ...short }));
    return;
  }
  const { what, ...rest } = short;
  const words = Object.entries(rest).map(([name, value]) => `${name} ${inWords(value as Value)}`);
  console.log(`${String(what).padEnd(14)} ${words.join('  ')}`);
}

function inWords(value: Value): string {
  if (typeof value !== 'object' || value === null) {
    return String(value);
  }
  if ('median' in value) {
    return `${value.median} (${value.min} - ${value.max})`;
  }
  return Array.isArray(value)
    ? value.join(' ')
    : Object.entries(value)
        .map(([name, number]) => `${name} ${number}`)
        .join(', ');
}
