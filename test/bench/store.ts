/**
 * What the store costs: `npm run bench -- store [--json] [--events 1000000] [--runs 5]`.
 *
 * CPU is user and system time of this whole process, in microseconds. Goals are those of decisions and issues; the bench
 * only says whether they are met, it does not fail: a busy machine is not a slow store.
 */
import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import type { Store } from '../../electron/engine/ports/store.ts';
import { openStore } from '../../electron/store/open-store.ts';
import { loadDriver } from '../../electron/store/sqlite/driver.ts';
import { EVENT_TYPES } from '../../shared/model/event.ts';
import { CheckId, ComponentId, IncidentId } from '../../shared/model/ids.ts';
import type { Observation } from '../../shared/model/observation.ts';
import { unseen } from '../../shared/rules/health.ts';
import {
  anEntry,
  anEvent,
  anIncident,
  anObservation,
  aWatch,
  failed,
  NIGHT,
  passed,
  quietLog,
} from '../harness/store-values.ts';

const CHECKS = 1_000;
const COMPONENTS = 200;
const DAY = 86_400_000;
const MINUTE = 60_000;

interface Result {
  readonly what: string;
  readonly unit: string;
  readonly median: number;
  readonly min: number;
  readonly max: number;
  readonly runs: number;
  /** At most this, where somebody promised it. */
  readonly goal?: number;
}

const { values: options } = parseArgs({
  options: {
    json: { type: 'boolean', default: false },
    events: { type: 'string', default: '1000000' },
    runs: { type: 'string', default: '5' },
  },
});
const runs = Number(options.runs);
const clock = { now: () => Date.now(), monotonicMs: () => performance.now(), after: () => () => undefined };
const results: Result[] = [];

function tell(what: string, unit: string, samples: readonly number[], goal?: number): void {
  const sorted = samples.toSorted((a, b) => a - b);
  const at = (share: number) =>
    Number((sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? Number.NaN).toFixed(2));
  const result = {
    what,
    unit,
    median: at(0.5),
    min: at(0),
    max: at(1),
    runs: samples.length,
    ...(goal === undefined ? {} : { goal }),
  };
  results.push(result);
  if (!options.json) {
    const verdict = goal === undefined ? '' : `  goal ${goal}: ${result.median <= goal ? 'met' : 'MISSED'}`;
    console.log(
      `${what.padEnd(68)} ${String(result.median).padStart(9)} ${unit}  (${result.min} - ${result.max}, n = ${result.runs})${verdict}`,
    );
  }
}

/** Opens a new store in a folder of its own, and takes both away afterwards. */
async function withStore(work: (store: Store, path: string) => Promise<void>): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'watchbell-bench-'));
  try {
    const path = join(folder, 'watchbell.db');
    const { store } = await openStore({ path, clock, log: quietLog });
    await work(store, path);
    await store.close();
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function cpuSince(before: NodeJS.CpuUsage): number {
  const { user, system } = process.cpuUsage(before);
  return user + system;
}

async function repeatedly(times: number, work: () => Promise<unknown>): Promise<readonly number[]> {
  const took: number[] = [];
  for (let run = 0; run < times; run += 1) {
    const startedAt = performance.now();
    await work();
    took.push(performance.now() - startedAt);
  }
  return took;
}

const CHECK_IDS = Array.from({ length: CHECKS }, (_, check) =>
  CheckId.parse(`component-${check % COMPONENTS}/http-${check}`),
);

/** 1,000 checks every 20 s, each at its own place in it; one try in fifty fails. */
function tries(from: number, count: number): readonly Observation[] {
  return Array.from({ length: count }, (_, index) => {
    const number = from + index;
    const check = (number * 619) % CHECKS;
    return anObservation(
      NIGHT + number * 20,
      number % 50 === 0 ? failed() : passed(20 + (number % 777) / 10),
      CHECK_IDS[check],
    );
  });
}

async function recording(batch: number, goal: number): Promise<void> {
  const cost: number[] = [];
  const size: number[] = [];
  for (let run = 0; run < runs; run += 1) {
    await withStore(async (store, path) => {
      const count = 60_000;
      const batches = Array.from({ length: count / batch }, (_, number) => tries(number * batch, batch));
      const warm = Math.floor(batches.length / 10);
      let before = process.cpuUsage();
      for (const [number, observations] of batches.entries()) {
        if (number === warm) {
          before = process.cpuUsage();
        }
        await store.record(observations);
      }
      cost.push(cpuSince(before) / ((batches.length - warm) * batch));
      await store.close();
      size.push(statSync(path).size / count);
    });
  }
  tell(`record ${CHECKS} checks in batches of ${batch}, with all sums`, 'µs CPU a try', cost, goal);
  tell(`  file after it`, 'bytes a try', size);
}

async function committing(): Promise<void> {
  await withStore(async (store) => {
    const entry = (number: number) =>
      anEntry({
        watches: [aWatch({ incident: anIncident() })],
        incidents: [anIncident()],
        events: [anEvent({ data: { number } }), anEvent()],
      });
    await repeatedly(200, () => store.commit([entry(0)]));
    const before = process.cpuUsage();
    const took = await repeatedly(2_000, () => store.commit([entry(1)]));
    const cpu = cpuSince(before) / took.length;
    tell('commit an incident durably: watch, incident, two events', 'ms', took);
    tell('  99th percentile', 'ms', [took.toSorted((a, b) => a - b)[Math.floor(took.length * 0.99)] ?? Number.NaN]);
    tell('  CPU', 'µs', [cpu]);
  });
}

/** Notices how long the loop is held from now on. Returns the way to stop, which says so in ms. */
function holdWatch(): () => number {
  let longest = 0;
  let last = performance.now();
  let next = setImmediate(tick);
  function tick() {
    longest = Math.max(longest, performance.now() - last);
    last = performance.now();
    next = setImmediate(tick);
  }
  return () => {
    clearImmediate(next);
    return longest;
  };
}

async function history(count: number): Promise<void> {
  await withStore(async (store, path) => {
    const words = [
      'refused',
      'timed out after 10 s',
      '503 Service Unavailable, expected 200-299',
      'recovered after 3 tries',
      'certificate ends in 3 days',
    ];
    for (let from = 0; from < count; from += 10_000) {
      const events = Array.from({ length: 10_000 }, (_, index) => {
        const number = from + index;
        const component = ComponentId.parse(`component-${(number * 619) % COMPONENTS}`);
        return anEvent({
          at: NIGHT + number * 1_000,
          type: EVENT_TYPES[number % EVENT_TYPES.length] ?? 'status',
          componentId: component,
          incidentId: number % 2 === 0 ? null : IncidentId.parse(`inc-${number >> 4}`),
          text: `${component} ${words[number % words.length]}, try ${number % 97}${number === 10 ? ', needle' : ''}`,
          data: { from: 'up', to: 'down' },
        });
      });
      await store.commit([anEntry({ events })]);
    }
    const of = `of ${count.toLocaleString('en')} events`;
    const componentId = ComponentId.parse('component-7');
    tell(
      `last 500 events of one component ${of}`,
      'ms',
      await repeatedly(50, () => store.events({ componentId, limit: 500 })),
      3,
    );
    tell(
      `  500 further down`,
      'ms',
      await repeatedly(50, () => store.events({ componentId, beforeSeq: Math.floor(count / 3), limit: 500 })),
    );
    tell(
      `last 100 events ${of}, of two types`,
      'ms',
      await repeatedly(50, () => store.events({ types: ['nobody', 'store'], limit: 100 })),
    );
    const day = { from: NIGHT + count * 100, to: NIGHT + count * 100 + DAY / 24 };
    tell(`all events of one hour ${of}`, 'ms', await repeatedly(20, () => store.events({ ...day, limit: 10_000 })));
    tell(
      `search for words of the last days ${of}`,
      'ms',
      await repeatedly(20, () => store.events({ text: 'REFUSED try', limit: 100 })),
    );
    const held: number[] = [];
    const took = await repeatedly(10, async () => {
      const longest = holdWatch();
      await store.events({ text: 'needle', limit: 100 });
      held.push(longest());
    });
    tell(`search for a word that occurs once, at the very beginning ${of}`, 'ms', took);
    tell('  longest time the loop was held by it', 'ms', held);
    tell('  file', 'bytes an event', [statSync(path).size / count]);
    await store.close();
    const opening = await repeatedly(3, async () => {
      const again = await openStore({ path, clock, log: quietLog });
      await again.store.close();
    });
    tell(`open and close ${Math.round(statSync(path).size / 1e6)} MB, with its examination`, 'ms', opening);
  });
}

async function series(): Promise<void> {
  await withStore(async (store) => {
    for (let day = 0; day < 90; day += 1) {
      await store.record(CHECK_IDS.map((id, number) => anObservation(NIGHT + day * DAY + number, passed(), id)));
    }
    const bars = { checkIds: CHECK_IDS, from: NIGHT, to: NIGHT + 89 * DAY };
    tell(`90 day bars of ${CHECKS} checks`, 'ms', await repeatedly(20, () => store.days(bars)), 50);
    tell(
      '90 day bars of 10 checks',
      'ms',
      await repeatedly(20, () => store.days({ ...bars, checkIds: CHECK_IDS.slice(0, 10) })),
    );
  });
  await withStore(async (store) => {
    const minutes = 1_440;
    for (let minute = 0; minute < minutes; minute += 1) {
      await store.record(CHECK_IDS.map((id, number) => anObservation(NIGHT + minute * MINUTE + number, passed(), id)));
    }
    const range = { from: NIGHT, to: NIGHT + minutes * MINUTE };
    const one = CHECK_IDS.slice(500, 501);
    tell(
      `a day of minutes of 1 of ${CHECKS} checks`,
      'ms',
      await repeatedly(20, () => store.rollups({ checkIds: one, unit: 'minute', ...range })),
    );
    tell(
      `a day of tries of 1 of ${CHECKS} checks`,
      'ms',
      await repeatedly(20, () =>
        store.observations({ checkId: one[0] ?? CheckId.parse('none'), ...range, limit: 10_000 }),
      ),
    );
    const before = process.cpuUsage();
    const ages = { observations: 0, minutes: 0, hours: 0, days: 0, events: 0 };
    const removed = await store.prune(range.to + DAY, ages);
    tell('forget a row', 'µs CPU', [cpuSince(before) / removed]);
  });
}

async function restarting(): Promise<void> {
  const components = 10_000;
  await withStore(async (store, path) => {
    const latencies = Array.from({ length: 20 }, (_, number) => 20 + number / 10);
    const watch = (number: number) =>
      aWatch({
        componentId: ComponentId.parse(`component-${number}`),
        checks: [
          { ...unseen(CheckId.parse(`component-${number}/http`)), settled: 'up' as const, since: NIGHT, latencies },
        ],
      });
    await store.commit([anEntry({ watches: Array.from({ length: components }, (_, number) => watch(number)) })]);
    await store.close();
    const took = await repeatedly(runs, async () => {
      const again = await openStore({ path, clock, log: quietLog });
      if ((await again.store.restore()).watches.length !== components) {
        throw new Error('not everything was restored');
      }
      await again.store.close();
    });
    tell(`open, restore ${components.toLocaleString('en')} components and close`, 'ms', took);
  });
}

const driver = await loadDriver();
const version = (
  driver.open(':memory:').prepare('SELECT sqlite_version() AS version').get() as { readonly version: string }
).version;
const machine = `${cpus().length} x ${cpus()[0]?.model ?? 'unknown'}, Node ${process.versions.node}, ${driver.name} (SQLite ${version})`;
if (!options.json) {
  console.log(machine);
}
await recording(50, 15);
await recording(500, 8);
await committing();
await series();
await restarting();
await history(Number(options.events));
if (options.json) {
  console.log(JSON.stringify({ bench: 'store', machine, results }, null, 2));
}
