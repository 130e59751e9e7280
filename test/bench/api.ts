/**
 * What the local server serves: `npm run bench -- api [--json] [--seconds 10] [--components 1000] [--windows 50]`.
 *
 * Status page and list of components of the real `watchbell serve`, a process of its own, to eight callers that each ask again as soon as
 * they were answered; the floor is a bare Node server that answers the same bytes. Then 1,000 changes a second of the feed to fifty
 * windows (a process of their own): none lost, how late, and what a change costs this process for each window.
 */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { parseArgs } from 'node:util';
import { systemClock } from '../../electron/engine/system-clock.ts';
import { startServer } from '../../electron/server/server.ts';
import type { Replies } from '../../shared/contract/contract.ts';
import type { Change } from '../../shared/contract/view.ts';
import { nothingServed } from '../harness/nothing-served.ts';
import { quietLog } from '../harness/store-values.ts';
import { percentile } from './pipeline/numbers.ts';
import { openResults } from './pipeline/results.ts';
import { answered, type Call, closedLoop, countOf } from './serving/callers.ts';
import { serveHouse } from './serving/house.ts';
import { openWindows } from './serving/windows.ts';

const CALLERS = 8;
const CHANGES_PER_SECOND = 1_000;
const TURN_MS = 5;

const { values: options } = parseArgs({
  options: {
    json: { type: 'boolean', default: false },
    seconds: { type: 'string', default: '10' },
    components: { type: 'string', default: '1000' },
    windows: { type: 'string', default: '50' },
  },
});
const seconds = Number(options.seconds);
const results = openResults('api', options.json);

const house = await serveHouse(config(Number(options.components)));
try {
  await pages('status page', { method: 'GET', path: '/status/' });
  await pages('status page as JSON', { method: 'GET', path: '/status.json' });
  await pages('20 components', { method: 'GET', path: '/api/v1/components' });
  await pages('all components in one list', {
    method: 'GET',
    path: `/api/v1/components?per_page=${options.components}`,
  });
} finally {
  await house.stop();
}
await fanOut(Number(options.windows));
results.end();

/** The server under test, and a bare one that says the same. */
async function pages(what: string, call: Call): Promise<void> {
  const body = Buffer.from(await (await fetch(`${house.origin}${call.path}`)).arrayBuffer());
  const ours = await closedLoop(house.origin, call, CALLERS, seconds);
  if (countOf(ours, 200) !== answered(ours)) {
    throw new Error(`${what}: not all were answered 200: ${JSON.stringify([...ours.statuses])}`);
  }
  const bare = createServer((_request, response) => {
    response.writeHead(200, { 'content-type': 'text/html', 'content-length': body.length }).end(body);
  });
  await new Promise<void>((resolve) => bare.listen(0, '127.0.0.1', resolve));
  const floor = await closedLoop(
    `http://127.0.0.1:${(bare.address() as AddressInfo).port}`,
    call,
    CALLERS,
    seconds / 2,
  );
  bare.close();
  const perSecond = countOf(ours, 200) / seconds;
  results.tell(`${what}, ${(body.length / 1_024).toFixed(0)} KiB`, 'a second', [perSecond], undefined, [
    countOf(floor, 200) / (seconds / 2),
  ]);
  results.tell('  p99', 'ms', [percentile([...ours.latencies], 0.99)], undefined, [
    percentile([...floor.latencies], 0.99),
  ]);
}

async function fanOut(count: number): Promise<void> {
  const listeners = new Set<(change: Change) => void>();
  const server = await startServer({
    ...nothingServed(systemClock),
    log: quietLog,
    replies: {} as Replies,
    feed: {
      subscribe: (listener) => {
        listeners.add(listener);
        return () => listeners.delete(listener);
      },
    },
  });
  if (server.kind === 'refused') {
    throw new Error(server.problem);
  }
  const opened = await fetch(server.address, { redirect: 'manual' });
  const cookie = (opened.headers.getSetCookie()[0] ?? '').split(';')[0] ?? '';
  const windows = await openWindows(new URL(server.url).origin, cookie, count);
  const cpu = process.cpuUsage();
  const made = await emit(listeners);
  const { user, system } = process.cpuUsage(cpu);
  await new Promise((resolve) => setTimeout(resolve, 1_000));
  const seen = await windows.close();
  await server.close();
  results.tell(`changes to ${count} windows`, 'a second', [made / seconds]);
  results.tell('  lost', 'changes', [made * count - seen.changes + seen.lost], { of: 'max', atMost: 0 });
  results.tell('  p50 from made to read', 'ms', [seen.p50Ms]);
  results.tell('  p99', 'ms', [seen.p99Ms]);
  results.tell('  CPU for each change and window', 'µs', [(user + system) / made / count]);
  results.tell('  CPU of a core', '%', [(user + system) / (seconds * 10_000)]);
}

/** As many as are due, each turn; how many there were. */
function emit(listeners: ReadonlySet<(change: Change) => void>): Promise<number> {
  const startedAt = performance.now();
  let sequence = 0;
  return new Promise((resolve) => {
    const timer = setInterval(() => {
      const elapsed = Math.min(seconds * 1_000, performance.now() - startedAt);
      for (const due = Math.floor((elapsed * CHANGES_PER_SECOND) / 1_000); sequence < due; ) {
        sequence += 1;
        const change = changeOf(sequence);
        for (const listener of listeners) {
          listener(change);
        }
      }
      if (elapsed >= seconds * 1_000) {
        clearInterval(timer);
        resolve(sequence);
      }
    }, TURN_MS);
  });
}

/** Of the size that a component's change has. */
function changeOf(sequence: number): Change {
  const at = performance.timeOrigin + performance.now();
  return { sequence, at, picture: { shape: 'calm', count: 0, words: 'x'.repeat(600), onCall: 'Kim' } };
}

function config(components: number): string {
  const rows = Array.from(
    { length: components },
    (_, number) =>
      `  - { id: c${number}, group: g${number % 20}, checks: [{ type: heartbeat, every: 1d, token: heartbeat-of-component-${number} }] }`,
  );
  const groups = Array.from({ length: 20 }, (_, number) => `  - { id: g${number}, name: Group ${number} }`);
  return `version: 1
settings: { statusPage: { title: Bench }, cachet: {} }
groups:
${groups.join('\n')}
components:
${rows.join('\n')}
`;
}
