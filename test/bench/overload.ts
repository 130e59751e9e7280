/**
 * More than it can do: `npm run bench -- overload [--json] [--seconds 30] [--times 10] [--components 1000]`.
 *
 * The real `watchbell serve` as a process of its own, with an incident that is open. First, how many status pages a second it serves to
 * as many callers as it lets in; then so many times as much for half a minute, of pages, history and heartbeats, while somebody
 * acknowledges twenty times a second. Goals of the issue: acknowledges at p99 in 100 ms, everything else 200 or 503 with Retry-After,
 * memory flat, no page about ourselves.
 */
import { parseArgs } from 'node:util';
import { percentile } from './pipeline/numbers.ts';
import { startFailingTarget, startReceiver } from './pipeline/peers.ts';
import { openResults } from './pipeline/results.ts';
import { callerApart } from './serving/apart.ts';
import { answered, type Call, closedLoop, countOf, openLoop } from './serving/callers.ts';
import { serveHouse } from './serving/house.ts';

const GOAL_MS = 100;
/** What garbage collection moves up and down by itself. */
const GROWTH_MB = 15;
const ACKS_PER_SECOND = 20;
const CALLERS = 8;

const { values: options } = parseArgs({
  options: {
    json: { type: 'boolean', default: false },
    seconds: { type: 'string', default: '30' },
    times: { type: 'string', default: '10' },
    components: { type: 'string', default: '1000' },
  },
});
const seconds = Number(options.seconds);
const results = openResults('overload', options.json);
const paged: string[] = [];
const receiver = await startReceiver(({ component }) => paged.push(component));
const target = await startFailingTarget();
const house = await serveHouse(config(Number(options.components)));
const engineer = await callerApart(house.origin);
try {
  const incident = await firstIncident();
  const page: Call = { method: 'GET', path: '/status/', headers: { 'accept-encoding': 'gzip' } };
  await pastWorkedOut();
  const alone = await closedLoop(house.origin, page, CALLERS, Math.min(5, seconds));
  const admitted = countOf(alone, 200) / Math.min(5, seconds);
  results.tell('status pages served without overload', 'a second', [admitted]);
  const mix: readonly Call[] = [
    page,
    page,
    { method: 'POST', path: '/beat/heartbeat-of-component-1' },
    asks('events', { limit: 100 }),
  ];
  const memory: number[] = [];
  const watching = setInterval(() => memory.push(house.residentMb()), 500);
  const [load, acks] = await Promise.all([
    openLoop(house.origin, (n) => mix[n % mix.length] ?? page, admitted * Number(options.times), seconds),
    engineer.run(asks('acknowledge', { incident, forMs: 3_600_000, note: '' }), ACKS_PER_SECOND, seconds, 100),
  ]);
  clearInterval(watching);
  const others = answered(load) - countOf(load, 200) - countOf(load, 503);
  results.tell('offered', 'a second', [(answered(load) + load.unsent) / seconds]);
  results.tell('  of these sent', 'a second', [answered(load) / seconds]);
  results.tell('  served (200)', 'a second', [countOf(load, 200) / seconds]);
  results.tell('  refused (503)', 'a second', [countOf(load, 503) / seconds]);
  results.tell('  sent for each one served', 'times', [answered(load) / countOf(load, 200)]);
  results.tell('  neither 200 nor 503', 'requests', [others], { of: 'max', atMost: 0 });
  results.tell('  503 without Retry-After', 'requests', [load.rude], { of: 'max', atMost: 0 });
  results.tell('acknowledges, p50', 'ms', [percentile([...acks.latencies], 0.5)]);
  results.tell('acknowledges, p99', 'ms', [percentile([...acks.latencies], 0.99)], { of: 'max', atMost: GOAL_MS });
  results.tell('  not answered 200', 'requests', [answered(acks) - countOf(acks, 200) + acks.unsent], {
    of: 'max',
    atMost: 0,
  });
  const quarter = Math.floor(memory.length / 4);
  const growth = percentile(memory.slice(-quarter), 0.5) - percentile(memory.slice(quarter, 2 * quarter), 0.5);
  results.tell('resident set', 'MB', memory);
  results.tell('  growth from the second quarter to the last', 'MB', [growth], { of: 'max', atMost: GROWTH_MB });
  results.tell('pages about anything but the shop', 'pages', [paged.filter((id) => id !== 'shop').length], {
    of: 'max',
    atMost: 0,
  });
  results.end({ statuses: Object.fromEntries(load.statuses), acks: Object.fromEntries(acks.statuses) });
} finally {
  engineer.stop();
  await house.stop();
  await target.stop();
  await receiver.stop();
}

function asks(name: string, question: object): Call {
  return {
    method: 'POST',
    path: `/api/ask/${name}`,
    headers: { cookie: house.cookie, 'content-type': 'application/json' },
    body: JSON.stringify(question),
  };
}

/** In the first minute it is worked out beside everything else. */
async function pastWorkedOut(): Promise<void> {
  for (;;) {
    const { groups } = (await (await fetch(`${house.origin}/status.json`)).json()) as {
      groups: { components: { uptime: object | null }[] }[];
    };
    if (groups.every(({ components }) => components.every(({ uptime }) => uptime !== null))) {
      return;
    }
    await new Promise((resolve) => setTimeout(resolve, 2_000));
  }
}

async function firstIncident() {
  for (;;) {
    const [incident] = (await house.ask('snapshot', {})).incidents;
    if (incident !== undefined) {
      return incident.id;
    }
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

function config(components: number): string {
  const quiet = Array.from(
    { length: components },
    (_, number) =>
      `  - { id: c${number}, checks: [{ type: heartbeat, every: 1d, token: heartbeat-of-component-${number} }] }`,
  );
  return `version: 1
settings: { pageAfter: 0, quietAfterWake: 1s, statusPage: { title: Bench } }
components:
  - id: shop
    checks:
      - { type: http, url: "${target.origin}/fails-at/0", interval: 1s, fall: 1 }
${quiet.join('\n')}
channels: [{ id: hook, type: webhook, url: "${receiver.origin}/", secret: whsec_dGVzdA== }]
people: [{ id: kim, name: Kim, channels: [hook] }]
policies: [{ id: default, steps: [{ targets: [{ person: kim }], delay: 1h }], repeat: 0 }]
`;
}
