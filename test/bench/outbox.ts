/**
 * How fast pages leave: `npm run bench -- outbox [--json] [--pages 1000] [--runs 3]`.
 *
 * The real outbox, journal, store and webhook channel; a receiver in a process of its own that answers after 50 ms, and then one
 * that answers 30 % with 500. The floor is the same number of bare POSTs, as many at once, that nobody writes down. The goal is
 * the issue's: all delivered within 5 s; with errors nothing lost.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { Agent, request } from 'undici';
import { createDeliveries } from '../../electron/engine/deliveries.ts';
import { createJournal } from '../../electron/engine/journal.ts';
import { forgetful } from '../../electron/engine/memories.ts';
import { createOutbox } from '../../electron/engine/outbox.ts';
import { systemClock } from '../../electron/engine/system-clock.ts';
import type { WatchBook } from '../../electron/engine/watch-book.ts';
import { createChannels } from '../../electron/paging/channels/registry.ts';
import { createPrograms } from '../../electron/probes/child.ts';
import { openStore } from '../../electron/store/open-store.ts';
import { ChannelFile } from '../../shared/model/channel.ts';
import type { OutboxItem } from '../../shared/model/page.ts';
import { anItem, quietLog } from '../harness/store-values.ts';
import { startSlowReceiver } from './pipeline/peers.ts';
import { openResults } from './pipeline/results.ts';

const { values: options } = parseArgs({
  allowNegative: true,
  options: {
    json: { type: 'boolean', default: false },
    pages: { type: 'string', default: '1000' },
    runs: { type: 'string', default: '3' },
    /** With errors it takes as long as the back-off of the unluckiest page: minutes. */
    errors: { type: 'boolean', default: true },
  },
});
const pages = Number(options.pages);
const runs = Number(options.runs);
const ANSWERS_AFTER_MS = 50;
const GOAL_S = 5;
const ABREAST = 64;
const results = openResults('outbox', options.json);
const nobody = () => Promise.resolve({ status: 'refused' as const, reason: 'a bench has no desk' });
const noRules = { apply: () => null } as unknown as WatchBook;

interface Sent {
  readonly seconds: number;
  readonly delivered: number;
  readonly tries: number;
}

/** All pages through one webhook channel; over when the last has ended. */
async function send(origin: string): Promise<Sent> {
  const folder = mkdtempSync(join(tmpdir(), 'watchbell-bench-'));
  const { store } = await openStore({ path: join(folder, 'watchbell.db'), clock: systemClock, log: quietLog });
  const channels = createChannels({ notice: { show: nobody }, sound: { ready: nobody }, programs: createPrograms() });
  const settings = ChannelFile.parse({ id: 'hook', type: 'webhook', url: `${origin}/`, secret: 'whsec_dGVzdA==' });
  let ended = 0;
  let delivered = 0;
  let tries = 0;
  let allEnded = (): void => undefined;
  const everything = new Promise<void>((resolve) => {
    allEnded = resolve;
  });
  const journal = createJournal({
    store,
    clock: systemClock,
    log: quietLog,
    onEntry: ({ outbox: rows }) =>
      outbox.add((rows ?? []).filter((row) => row.state === 'queued' && row.attempts === 0)),
    onEvents: () => undefined,
    onTrouble: (trouble) => {
      throw new Error(`the store refuses: ${trouble}`);
    },
  });
  const report = createDeliveries({
    book: noRules,
    now: systemClock.now,
    write: journal.write,
    onEnded: ({ state }) => {
      tries += 1;
      if (state === 'queued' || state === 'trying') {
        return;
      }
      ended += 1;
      delivered += state === 'accepted' || state === 'delivered' ? 1 : 0;
      if (ended === pages) {
        allEnded();
      }
    },
  });
  const outbox = createOutbox({
    clock: systemClock,
    log: quietLog,
    random: Math.random,
    channels,
    memoryOf: forgetful,
    settingsOf: () => settings,
    digest: (_id, [page]) => page,
    report,
  });
  const began = performance.now();
  const now = systemClock.now();
  await journal.write({ outbox: Array.from({ length: pages }, (_, number) => pageOf(number, now)), events: [] });
  await everything;
  const seconds = (performance.now() - began) / 1_000;
  await outbox.stop();
  await journal.close();
  await channels.close();
  await store.close();
  rmSync(folder, { recursive: true, force: true });
  return { seconds, delivered, tries };
}

/** Each about another incident: what belongs to one goes out in order. */
function pageOf(number: number, now: number): OutboxItem {
  const item = anItem(`p-${number}`, { nextAttemptAt: now }, 'hook');
  return {
    ...item,
    page: {
      ...item.page,
      componentId: null,
      incidentId: null,
      dedupKey: `i-${number}`,
      createdAt: now,
      expiresAt: now + 3_600_000,
    },
  };
}

async function bare(origin: string): Promise<number> {
  const agent = new Agent({ connections: ABREAST, pipelining: 1 });
  const began = performance.now();
  let left = pages;
  await Promise.all(
    Array.from({ length: ABREAST }, async () => {
      while (left > 0) {
        left -= 1;
        const { body } = await request(origin, { method: 'POST', body: '{}', dispatcher: agent });
        await body.dump();
      }
    }),
  );
  await agent.close();
  return (performance.now() - began) / 1_000;
}

const well = await startSlowReceiver(ANSWERS_AFTER_MS, 0);
const seconds: number[] = [];
const floor: number[] = [];
for (let run = 0; run < runs; run += 1) {
  floor.push(await bare(well.origin));
  const sent = await send(well.origin);
  seconds.push(sent.delivered === pages ? sent.seconds : Number.POSITIVE_INFINITY);
}
await well.stop();
results.tell(
  `${pages} pages to a webhook that answers in ${ANSWERS_AFTER_MS} ms`,
  's',
  seconds,
  { of: 'max', atMost: GOAL_S },
  floor,
);

if (options.errors) {
  const moody = await startSlowReceiver(ANSWERS_AFTER_MS, 0.3);
  const sent = await send(moody.origin);
  await moody.stop();
  results.tell('the same with 30 % errors', 's', [sent.seconds]);
  results.tell('  pages lost', 'pages', [pages - sent.delivered], { of: 'max', atMost: 0 });
  results.tell('  tries', 'tries', [sent.tries]);
}
results.end();
