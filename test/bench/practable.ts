/**
 * Many experiments: `npm run bench -- practable [--json] [--seconds 60] [--experiments 500] [--changing 25]`.
 *
 * The whole engine follows a book, a relay and a jump in another process: 500 experiments with five streams each, whose reports come
 * every five seconds and change some streams each time. The floor is JSON.parse of the same messages. Told are the CPU share, the
 * memory, and whether a change was missed: each must have become an event of its check.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { parseArgs } from 'node:util';
import type { Store } from '../../electron/engine/ports/store.ts';
import { systemClock } from '../../electron/engine/system-clock.ts';
import { createPractableClient } from '../../electron/links/practable/client.ts';
import type { PractableFile } from '../../shared/model/practable/settings.ts';
import { openBenchHouse, until } from './pipeline/house.ts';
import { percentile } from './pipeline/numbers.ts';
import { openResults } from './pipeline/results.ts';
import { createFleet } from './practable/fleet.ts';
import { runPeer } from './practable/peer.ts';

const EVERY_MS = 5_000;
/** What comes after the last report is still counted for so long. */
const TAIL_MS = 3_000;

const { values: options } = parseArgs({
  options: {
    json: { type: 'boolean', default: false },
    seconds: { type: 'string', default: '60' },
    experiments: { type: 'string', default: '500' },
    changing: { type: 'string', default: '25' },
    /** Ours alone: the other process. */
    peer: { type: 'boolean', default: false },
  },
});
const asked = { experiments: Number(options.experiments), changing: Number(options.changing), everyMs: EVERY_MS };

if (options.peer) {
  await runPeer(asked);
} else {
  await wholeBench();
}

interface Sent {
  readonly at: bigint;
  readonly changes: number;
  readonly bytes: number;
}

async function wholeBench(): Promise<void> {
  const results = openResults('practable', options.json);
  const peer = spawn(
    process.execPath,
    [process.argv[1] ?? '', '--peer', '--experiments', options.experiments, '--changing', options.changing],
    { stdio: ['pipe', 'pipe', 'inherit'] },
  );
  const { file, sent, ended } = await listenTo(peer);
  const settled: { at: bigint }[] = [];
  const client = createPractableClient({ clock: systemClock, random: Math.random });
  const house = await openBenchHouse({ version: 1, practable: [file] } as never, {
    store: (real) => countingSettled(real, settled),
    practable: client,
  });
  try {
    await allSeen(house.engine, asked.experiments);
    global.gc?.();
    settled.length = 0;
    const before = { cpu: process.cpuUsage(), at: performance.now() };
    const memory: number[] = [];
    const watching = setInterval(() => memory.push(process.memoryUsage().rss / 1_048_576), 1_000);
    peer.stdin?.write('begin\n');
    await until(performance.now() + Number(options.seconds) * 1_000);
    peer.stdin?.write('end\n');
    await ended;
    await until(performance.now() + TAIL_MS);
    clearInterval(watching);
    const { user, system } = process.cpuUsage(before.cpu);
    const wallMs = performance.now() - before.at;
    const perReport = (user + system) / 1_000 / sent.length;
    const changes = sent.reduce((sum, one) => sum + one.changes, 0);
    results.say(
      `${asked.experiments} experiments, ${sent.length} reports of ${Math.round((sent[0]?.bytes ?? 0) / 1_024)} kB`,
    );
    results.tell('CPU, of one core', '%', [((user + system) / 1_000 / wallMs) * 100]);
    results.tell('CPU a round of reports, all in', 'ms', [perReport], undefined, floorOf(sent.length));
    results.tell('resident set', 'MB', memory);
    results.tell('streams that changed', 'changes', [changes]);
    results.tell('  changes that became no event', 'changes', [changes - settled.length], { of: 'max', atMost: 0 });
    results.tell('report sent -> event written, p50', 'ms', [percentile(delays(sent, settled), 0.5)]);
    results.tell('report sent -> event written, p99', 'ms', [percentile(delays(sent, settled), 0.99)]);
    results.end();
  } finally {
    await house.close();
    peer.stdin?.end();
    await once(peer, 'exit');
  }
}

/** What the peer tells, from its first line on. */
async function listenTo({ stdout }: ChildProcess) {
  if (stdout === null) {
    throw new Error('the peer has no standard output');
  }
  const lines = createInterface(stdout);
  const sent: Sent[] = [];
  let end = (): void => undefined;
  const ended = new Promise<void>((resolve) => {
    end = resolve;
  });
  const [first] = (await once(lines, 'line')) as [string];
  lines.on('line', (line) => {
    const [what, at = '0', changes, bytes] = line.split(' ');
    if (what === 'report') {
      sent.push({ at: BigInt(at), changes: Number(changes), bytes: Number(bytes) });
    } else if (what === 'ended') {
      end();
    }
  });
  return { file: JSON.parse(first.replace(/^system /, '')) as PractableFile, sent, ended };
}

/** Notes when each settling of a check was written. */
function countingSettled(real: Store, settled: { at: bigint }[]): Store {
  return {
    ...real,
    async commit(entries) {
      const events = await real.commit(entries);
      const at = process.hrtime.bigint();
      settled.push(...events.filter(({ type }) => type === 'check').map(() => ({ at })));
      return events;
    },
  };
}

async function allSeen(
  engine: Awaited<ReturnType<typeof openBenchHouse>>['engine'],
  experiments: number,
): Promise<void> {
  for (;;) {
    const known = engine.feed.snapshot().components.filter(({ status }) => status !== 'unknown');
    if (known.length > experiments) {
      return;
    }
    await until(performance.now() + 200);
  }
}

/** For each event, since the latest report before it was sent, in ms. */
function delays(sent: readonly Sent[], settled: readonly { readonly at: bigint }[]): number[] {
  return settled.map(({ at }) => {
    const latest = sent.findLast((one) => one.at <= at);
    return latest === undefined ? Number.NaN : Number(at - latest.at) / 1e6;
  });
}

/** CPU to parse what was sent, and nothing else, in ms a round: relay's message and jump's. */
function floorOf(rounds: number): number[] {
  const fleet = createFleet(asked.experiments, asked.changing);
  return Array.from({ length: rounds }, () => {
    const { relay } = fleet.next();
    const before = process.cpuUsage();
    JSON.parse(relay);
    JSON.parse(fleet.jump);
    const { user, system } = process.cpuUsage(before);
    return (user + system) / 1_000;
  });
}
