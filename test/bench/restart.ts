/**
 * How soon everything has been looked at after a start: `npm run bench -- restart [--json] [--checks 1000] [--interval 30] [--runs 3]`.
 *
 * The real engine and real probes: a first start on an empty store, then restarts on what it left. Every check is due. The goal
 * is the issue's: all within one interval. No floor: the looks are spread over seconds on purpose. The target is a process of its own.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { openBenchHouse } from './pipeline/house.ts';
import { startFailingTarget } from './pipeline/peers.ts';
import { openResults } from './pipeline/results.ts';

const { values: options } = parseArgs({
  options: {
    json: { type: 'boolean', default: false },
    checks: { type: 'string', default: '1000' },
    /** Seconds. */
    interval: { type: 'string', default: '30' },
    runs: { type: 'string', default: '3' },
  },
});
const checks = Number(options.checks);
const intervalMs = Number(options.interval) * 1_000;
const results = openResults('restart', options.json);
const target = await startFailingTarget();

const folder = mkdtempSync(join(tmpdir(), 'watchbell-bench-'));
const goal = { of: 'max', atMost: intervalMs / 1_000 } as const;
const all: number[] = [];
const half: number[] = [];
try {
  const first = await firstLooks();
  results.tell(`all ${checks} checks looked at after a first start`, 's', [(first.at(-1) ?? Number.NaN) / 1_000], goal);
  for (let run = 0; run < Number(options.runs); run += 1) {
    const at = await firstLooks();
    all.push((at.at(-1) ?? Number.NaN) / 1_000);
    half.push((at[Math.floor(at.length / 2)] ?? Number.NaN) / 1_000);
  }
} finally {
  await target.stop();
  rmSync(folder, { recursive: true, force: true });
}
results.tell(`half of ${checks} checks looked at after a restart`, 's', half);
results.tell(`all ${checks} checks looked at after a restart`, 's', all, goal);
results.end({ intervalMs });

/** When the first look at each check began that was judged, in ms from the start of the engine, in order. */
async function firstLooks(): Promise<readonly number[]> {
  const seen = new Map<string, number>();
  let onAll = (): void => undefined;
  const everything = new Promise<void>((resolve, reject) => {
    const patience = setTimeout(
      () => reject(new Error(`only ${seen.size} of ${checks} checks were judged`)),
      intervalMs * 4,
    );
    onAll = () => {
      clearTimeout(patience);
      resolve();
    };
  });
  let began = performance.now();
  const house = await openBenchHouse(
    {
      version: 1,
      components: Array.from({ length: checks }, (_, number) => ({
        id: `c${number}`,
        checks: [{ type: 'http' as const, url: `${target.origin}/${number}`, interval: `${intervalMs}ms` }],
      })),
    },
    {
      // The store is the last thing that is there before the engine starts.
      store: (real) => {
        began = performance.now();
        return real;
      },
      probes: (real) => ({
        ...real,
        async run(check, context) {
          const lookedAt = performance.now() - began;
          const outcome = await real.run(check, context);
          if (outcome.kind !== 'inconclusive' && !seen.has(check.id)) {
            seen.set(check.id, lookedAt);
            if (seen.size === checks) {
              onAll();
            }
          }
          return outcome;
        },
      }),
    },
    folder,
  );
  try {
    await everything;
  } finally {
    await house.close();
  }
  return [...seen.values()].sort((a, b) => a - b);
}
