/**
 * What a long watch keeps in memory: `npm run bench -- memory [--json] [--checks 5000] [--minutes 10] [--every 30]`.
 *
 * The real `watchbell serve` as a process of its own, without a screen; its resident set is read from outside each so many
 * seconds; the floor is a Node that does nothing. Goals of the issue: 200 MB, and flat. Linux only: it reads /proc.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { HEAP_FLAGS } from '../../build/lib/command-line.mjs';
import { bundleChild } from '../harness/bundle-child.ts';
import { percentile } from './pipeline/numbers.ts';
import { startFailingTarget } from './pipeline/peers.ts';
import { openResults } from './pipeline/results.ts';

const GOAL_MB = 200;
/** Of a check without any settings. */
const INTERVAL_MS = 30_000;
/** What garbage collection moves up and down by itself; more than that between the middle and the end is growth. */
const GROWTH_MB = 10;

const { values: options } = parseArgs({
  options: {
    json: { type: 'boolean', default: false },
    checks: { type: 'string', default: '5000' },
    minutes: { type: 'string', default: '10' },
    /** Seconds. */
    every: { type: 'string', default: '30' },
  },
});
const results = openResults('memory', options.json);
let asked = 0;
const target = await startFailingTarget((count) => {
  asked = count;
});
const folder = mkdtempSync(join(tmpdir(), 'watchbell-bench-'));
const samples: number[] = [];
let floorMb = Number.NaN;
let watch: ChildProcess | null = null;
try {
  const script = await bundleChild('electron/cli.ts', folder);
  const config = join(folder, 'watchbell.yaml');
  writeFileSync(config, configText(Number(options.checks)));
  watch = spawn(
    process.execPath,
    [...HEAP_FLAGS, script, 'serve', '--config', config, '--state', folder, '--port', '0'],
    {
      stdio: ['ignore', 'ignore', 'inherit'],
      env: { PATH: process.env.PATH ?? '', HOME: folder },
    },
  );
  floorMb = await idleNode();
  await sample(watch, Number(options.minutes) * 60_000, Number(options.every) * 1_000);
} finally {
  if (watch !== null && watch.exitCode === null) {
    watch.kill('SIGTERM');
    await once(watch, 'exit');
  }
  await target.stop();
  rmSync(folder, { recursive: true, force: true });
}

const half = Math.floor(samples.length / 2);
const middle = percentile(samples.slice(Math.floor(half / 2), half + 1), 0.5);
const end = percentile(samples.slice(-Math.max(1, Math.floor(half / 2))), 0.5);
results.tell(`resident set with ${options.checks} checks`, 'MB', samples);
const perCheck = asked / Number(options.checks);
const expected = (Number(options.minutes) * 60_000) / INTERVAL_MS - 2;
if (perCheck < expected) {
  throw new Error(`each check was made ${perCheck.toFixed(1)} times, ${expected} at least are due: this was no watch`);
}
results.tell(`  after ${options.minutes} min`, 'MB', samples.slice(-1), { of: 'median', atMost: GOAL_MB }, [floorMb]);
results.tell('  growth from the second quarter to the last', 'MB', [end - middle], { of: 'median', atMost: GROWTH_MB });
results.end({ samplesMb: samples, triesPerCheck: perCheck });

/** Reads the resident set each so many ms for so long. */
async function sample(child: ChildProcess, forMs: number, everyMs: number): Promise<void> {
  const until = performance.now() + forMs;
  while (performance.now() < until) {
    await new Promise((resolve) => setTimeout(resolve, Math.min(everyMs, until - performance.now())));
    if (child.exitCode !== null) {
      throw new Error(`serve ended with ${child.exitCode}`);
    }
    const megabytes = residentMb(child);
    samples.push(megabytes);
    results.say(`  ${Math.round((forMs - (until - performance.now())) / 1_000)} s: ${megabytes.toFixed(1)} MB`);
  }
}

function residentMb({ pid }: ChildProcess): number {
  const [, kilobytes] = /^VmRSS:\s+(\d+) kB/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8')) ?? [];
  return Number(kilobytes) / 1_024;
}

/** What a Node takes that does nothing. */
async function idleNode(): Promise<number> {
  const idle = spawn(process.execPath, ['-e', 'console.log(1); setInterval(() => 0, 1e6)'], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  await once(idle.stdout, 'data');
  const megabytes = residentMb(idle);
  idle.kill();
  await once(idle, 'exit');
  return megabytes;
}

function configText(checks: number): string {
  const components = Array.from(
    { length: checks },
    (_, number) => `  - { id: c${number}, checks: [{ type: http, url: "${target.origin}/${number}" }] }`,
  );
  return `version: 1\nsettings: { limits: { perHost: 64 } }\ncomponents:\n${components.join('\n')}\n`;
}
