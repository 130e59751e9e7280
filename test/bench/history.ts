/**
 * How fast the history answers: `npm run bench -- history [--json] [--events 10000000] [--components 1000] [--runs 50]`.
 *
 * The floor is the same rows by the bare driver with a prepared statement (the bars as JSON that nobody unpacks): what is above
 * it is ours. The goals are those of the issue; the bench says whether they are met, it does not fail.
 */
import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import type { Store } from '../../electron/engine/ports/store.ts';
import { UNIT_CODES } from '../../electron/store/codes.ts';
import { openStore } from '../../electron/store/open-store.ts';
import { loadDriver } from '../../electron/store/sqlite/driver.ts';
import { EVENT_TYPES } from '../../shared/model/event.ts';
import { CheckId, ComponentId } from '../../shared/model/ids.ts';
import { uptimeFigures } from '../../shared/rules/uptime.ts';
import { anEntry, anEvent, anObservation, NIGHT, passed, quietLog } from '../harness/store-values.ts';
import { openResults } from './pipeline/results.ts';

const DAY = 86_400_000;
const DAYS = 90;
const BATCH = 20_000;
const LAST = 500;
const LAST_MS = 3;
const BARS_MS = 50;

const { values: options } = parseArgs({
  options: {
    json: { type: 'boolean', default: false },
    events: { type: 'string', default: '10000000' },
    components: { type: 'string', default: '1000' },
    runs: { type: 'string', default: '50' },
  },
});
const events = Number(options.events);
const components = Number(options.components);
const runs = Number(options.runs);
const clock = { now: () => Date.now(), monotonicMs: () => performance.now(), after: () => () => undefined };
const results = openResults('history', options.json);
const componentOf = (number: number) => ComponentId.parse(`component-${(number * 619) % components}`);

const folder = mkdtempSync(join(tmpdir(), 'watchbell-bench-'));
try {
  const path = join(folder, 'watchbell.db');
  const { store } = await openStore({ path, clock, log: quietLog });
  await fill(store);
  results.say(
    `${events.toLocaleString('en')} events, ${components} components, ${Math.round(statSync(path).size / 1e6)} MB`,
  );
  await measure(store, path);
  await store.close();
} finally {
  rmSync(folder, { recursive: true, force: true });
}
results.end();

/** Events spread evenly over 90 days and all components, and a day's sum of every check. */
async function fill(store: Store): Promise<void> {
  for (let from = 0; from < events; from += BATCH) {
    const batch = Array.from({ length: Math.min(BATCH, events - from) }, (_, index) => {
      const number = from + index;
      return anEvent({
        at: NIGHT + Math.floor((number / events) * DAYS * DAY),
        type: EVENT_TYPES[(number * 7) % EVENT_TYPES.length] ?? 'status',
        componentId: componentOf(number),
        text: `503 Service Unavailable, expected 200-299, try ${number % 97}`,
        data:
          number % 2 === 0 ? { from: 'operational', to: 'major_outage' } : { from: 'major_outage', to: 'operational' },
      });
    });
    await store.commit([anEntry({ events: batch })]);
  }
  for (let day = 0; day < DAYS; day += 1) {
    await store.record(checks().map((id, number) => anObservation(NIGHT + day * DAY + number, passed(), id)));
  }
}

function checks(): readonly CheckId[] {
  return Array.from({ length: components }, (_, number) => CheckId.parse(`component-${number}/http`));
}

async function measure(store: Store, path: string): Promise<void> {
  const handle = (await loadDriver()).open(path, { readOnly: true });
  const bare = handle.prepare('SELECT * FROM event WHERE component_id = ? ORDER BY seq DESC LIMIT ?');
  const packed = handle.prepare(
    `SELECT start, json_array(json_group_array(check_number), json_group_array(passes + slows), json_group_array(fails))
     FROM rollup WHERE unit = ? AND start >= ? AND start < ? GROUP BY start ORDER BY start`,
  );
  const firstDay = Math.floor(NIGHT / DAY);
  // Another component each time: the first look at rows that nobody holds in memory is the one that counts.
  const someComponent = (run: number) => componentOf(run * 31 + 7);

  const last: number[] = [];
  const lastFloor: number[] = [];
  for (let run = 0; run < runs; run += 1) {
    last.push(await took(() => store.events({ componentId: someComponent(run * 2), limit: LAST })));
    lastFloor.push(await took(() => bare.all(someComponent(run * 2 + 1), LAST)));
  }
  results.tell(`last ${LAST} events of a component`, 'ms', last, { of: 'median', atMost: LAST_MS }, lastFloor);

  const checkIds = checks();
  const bars: number[] = [];
  const barsFloor: number[] = [];
  for (let run = 0; run < Math.min(runs, 20); run += 1) {
    const range = { checkIds, from: NIGHT, to: NIGHT + (DAYS - 1) * DAY };
    bars.push(await took(() => store.days(range)));
    barsFloor.push(await took(() => packed.all(UNIT_CODES.day, firstDay, firstDay + DAYS)));
  }
  results.tell(
    `${DAYS}-day bars of ${components} components`,
    'ms',
    bars,
    { of: 'median', atMost: BARS_MS },
    barsFloor,
  );

  const to = NIGHT + DAYS * DAY;
  const figures: number[] = [];
  for (let run = 0; run < Math.min(runs, 20); run += 1) {
    figures.push(
      await took(async () => {
        const query = { componentId: someComponent(run), types: ['status' as const], from: NIGHT, to, limit: 50_000 };
        const found = await store.events(query);
        const history = { from: NIGHT, status: 'operational' as const, watching: true, events: found };
        return uptimeFigures(history, [{ from: NIGHT, to }]);
      }),
    );
  }
  results.tell(`uptime of a component over ${DAYS} days`, 'ms', figures);
  handle.close();
}

/** ms. */
async function took(work: () => unknown): Promise<number> {
  const began = performance.now();
  await work();
  return performance.now() - began;
}
