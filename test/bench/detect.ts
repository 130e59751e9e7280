/**
 * From a target that stops to the first byte of the page at its receiver: `npm run bench -- detect [--json] [--runs 20]`.
 *
 * Real engine, real probes, real webhooks; each run is a server of its own that is closed at an instant of its own. All runs go
 * side by side among twice as many that stay up: if most of all targets failed at once, that would be our own way out.
 * The goals are those of the issue: `pageAfter: 0` with an interval of 1 s (and a try each 100 ms while undecided), with the
 * default intervals, and with all defaults, of which 45 s are deliberate.
 */
import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { parseArgs } from 'node:util';
import type { FileInput } from '../harness/watch-story.ts';
import { openBenchHouse } from './pipeline/house.ts';
import { startReceiver } from './pipeline/peers.ts';
import { type Goal, openResults } from './pipeline/results.ts';

interface Mode {
  readonly id: string;
  readonly what: string;
  readonly pageAfter: string | null;
  readonly timing: Readonly<Record<string, string | number>>;
  /** Stops are spread over this long, so that each meets another phase of its check. ms. */
  readonly spreadMs: number;
  /** No page after this long is an error. ms. */
  readonly patienceMs: number;
  readonly goal: Goal;
}

const DEFAULT_INTERVAL_MS = 30_000;
const MODES: readonly Mode[] = [
  {
    id: 'fast',
    what: 'pageAfter 0, interval 1 s (a try each 100 ms while undecided), fall 3',
    pageAfter: '0s',
    timing: { interval: '1s', fastInterval: '100ms', fall: 3 },
    spreadMs: 20_000,
    patienceMs: 30_000,
    goal: { of: 'median', atMost: 0.8 },
  },
  {
    id: 'intervals',
    what: 'pageAfter 0, default intervals',
    pageAfter: '0s',
    timing: {},
    spreadMs: DEFAULT_INTERVAL_MS,
    patienceMs: 120_000,
    goal: { of: 'mean', atMost: 22 },
  },
  {
    id: 'defaults',
    what: 'all defaults',
    pageAfter: null,
    timing: {},
    spreadMs: DEFAULT_INTERVAL_MS,
    patienceMs: 180_000,
    goal: { of: 'mean', atMost: 62 },
  },
];
/** After the start everything is looked at, and what is new is not paged at once. */
const SETTLE_MS = 2.5 * DEFAULT_INTERVAL_MS;
const STEADY_TIMES = 2;

const { values: options } = parseArgs({
  options: {
    json: { type: 'boolean', default: false },
    runs: { type: 'string', default: '20' },
    /** Only these, by id. */
    modes: { type: 'string', default: MODES.map(({ id }) => id).join(',') },
    /** Seconds before the first target stops. */
    settle: { type: 'string', default: String(SETTLE_MS / 1_000) },
  },
});
const runs = Number(options.runs);
const modes = MODES.filter(({ id }) => options.modes.split(',').includes(id));
const results = openResults('detect', options.json);

const stoppedAt = new Map<string, bigint>();
const arrivedAt = new Map<string, bigint>();
let onArrival = (): void => undefined;
const receiver = await startReceiver(({ component, at }) => {
  // The first page of each; what follows (escalation, closing) is not what is measured.
  if (!arrivedAt.has(component)) {
    arrivedAt.set(component, at);
    onArrival();
  }
});
const victims = new Map<string, { readonly server: Server; readonly mode: Mode; readonly stopsAfterMs: number }>();
for (const mode of modes) {
  for (let run = 0; run < runs; run += 1) {
    victims.set(`${mode.id}-${run}`, {
      server: await startTarget(),
      mode,
      stopsAfterMs: Number(options.settle) * 1_000 + (run * mode.spreadMs) / runs,
    });
  }
}
const steady = await startTarget();
const house = await openBenchHouse(configuration(), {});
const timers = [...victims].map(([id, { server, stopsAfterMs }]) =>
  setTimeout(() => {
    server.close();
    server.closeAllConnections();
    stoppedAt.set(id, process.hrtime.bigint());
  }, stopsAfterMs),
);
try {
  await everyPage();
} finally {
  for (const timer of timers) {
    clearTimeout(timer);
  }
  await house.close();
  await receiver.stop();
  for (const server of [steady, ...[...victims.values()].map((victim) => victim.server)]) {
    server.closeAllConnections();
    server.close();
  }
}
for (const mode of modes) {
  const seconds = [...victims].flatMap(([id, victim]) => {
    const took = (arrivedAt.get(id) ?? 0n) - (stoppedAt.get(id) ?? 0n);
    return victim.mode === mode ? Number(took) / 1e9 : [];
  });
  results.tell(mode.what, 's', seconds, mode.goal);
}
results.end();

async function everyPage(): Promise<void> {
  const latest = Math.max(...[...victims.values()].map(({ mode, stopsAfterMs }) => stopsAfterMs + mode.patienceMs));
  await new Promise<void>((resolve, reject) => {
    const tooLate = setTimeout(() => {
      const missing = [...victims.keys()].filter((id) => !arrivedAt.has(id));
      reject(new Error(`no page came for ${missing.join(', ')}`));
    }, latest);
    onArrival = () => {
      const early = [...arrivedAt.keys()].find((id) => !stoppedAt.has(id));
      if (early !== undefined) {
        reject(new Error(`a page came for ${early}, which had not stopped`));
      } else if (arrivedAt.size === victims.size) {
        clearTimeout(tooLate);
        resolve();
      }
    };
  });
}

function configuration(): FileInput {
  const url = (server: Server) => `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
  return {
    version: 1,
    settings: { limits: { perHost: 64 } },
    components: [
      ...[...victims].map(([id, { server, mode }]) => ({
        id,
        ...(mode.pageAfter !== null && { pageAfter: mode.pageAfter }),
        checks: [{ type: 'http' as const, url: url(server), ...mode.timing }],
      })),
      ...Array.from({ length: victims.size * STEADY_TIMES }, (_, number) => ({
        id: `steady-${number}`,
        checks: [{ type: 'http' as const, url: url(steady) }],
      })),
    ],
    people: [{ id: 'kim', name: 'Kim', channels: ['hook'] }],
    channels: [{ id: 'hook', type: 'webhook', url: `${receiver.origin}/`, secret: 'whsec_d2F0Y2hiZWxsIGJlbmNo' }],
    policies: [{ id: 'kim', steps: [{ targets: [{ person: 'kim' }], delay: '1d' }], repeat: 0 }],
  };
}

async function startTarget(): Promise<Server> {
  const server = createServer((_request, response) => response.end('ok')).listen(0, '127.0.0.1');
  await once(server, 'listening');
  return server;
}
