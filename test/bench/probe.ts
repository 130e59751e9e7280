/**
 * What an HTTP check costs above bare undici: `npm run bench -- probe [--json] [--rounds 7] [--seconds 6]`.
 *
 * Probe and floor take turns in one process against one target, so that a noisy machine is noisy for both; the medians
 * of their rounds are compared. CPU is of this process only: the target is another one.
 */
import { parseArgs } from 'node:util';
import { Recall } from '../../electron/engine/recall.ts';
import { systemClock } from '../../electron/engine/system-clock.ts';
import { createProbes } from '../../electron/probes/registry.ts';
import { type Check, CheckFile } from '../../shared/model/check.ts';
import { CheckId, ComponentId } from '../../shared/model/ids.ts';
import { NOT_SEEN_YET } from '../../shared/rules/practable/outcome.ts';
import { type Pace, runLoad, startTarget } from '../harness/load.ts';
import { bareUndici, type Connection } from './pipeline/floor.ts';

const { values: options } = parseArgs({
  options: {
    json: { type: 'boolean', default: false },
    rounds: { type: 'string', default: '7' },
    seconds: { type: 'string', default: '6' },
  },
});

/** Of decisions and issues: at most this many times the floor, over fresh connections. */
const GOAL = 1.1;
const WARM_UP = { seconds: 1.5, pace: { kind: 'flat-out', concurrency: 50 } } as const;
const PACES: readonly Pace[] = [
  { kind: 'flat-out', concurrency: 50 },
  { kind: 'grid', ratePerSecond: 50, gridMs: 1_000 },
];

const target = await startTarget();
const results = [];
for (const connection of ['fresh', 'reused'] as const) {
  for (const pace of PACES) {
    results.push(await compare(connection, pace));
  }
}
await target.stop();
if (options.json) {
  console.log(JSON.stringify(results, null, 2));
}

async function compare(connection: Connection, pace: Pace) {
  const probes = createProbes();
  const floor = bareUndici(target.url, connection);
  const checks = Array.from({ length: 50 }, (_, slot) => aCheck(connection, slot));
  const probe = async (slot: number): Promise<void> => {
    const check = checks[slot];
    const recall = new Recall();
    const outcome =
      check &&
      (await probes.run(check, {
        recall,
        clock: systemClock,
        beat: noBeat,
        reports: noReports,
        call: () => null,
        alert: () => ({ kind: 'well' }),
        word: () => ({ word: null, staleAfter: null }),
        practable: () => NOT_SEEN_YET,
      }));
    if (outcome?.kind !== 'pass') {
      throw new Error(`the target is well, but the probe says ${JSON.stringify(outcome)}`);
    }
  };
  await runLoad(WARM_UP, floor.check);
  await runLoad(WARM_UP, probe);
  const load = { seconds: Number(options.seconds), pace };
  const costs: { floor: number; probe: number }[] = [];
  for (let round = 0; round < Number(options.rounds); round += 1) {
    const bare = await runLoad(load, floor.check);
    const ours = await runLoad(load, probe);
    costs.push({ floor: bare.cpuUsPerCheck, probe: ours.cpuUsPerCheck });
  }
  await floor.close();
  await probes.close();
  return told(connection, pace, costs);
}

function told(connection: string, pace: Pace, costs: readonly { readonly floor: number; readonly probe: number }[]) {
  const floor = median(costs.map((cost) => cost.floor));
  const probe = median(costs.map((cost) => cost.probe));
  const ratio = Math.round((probe / floor) * 100) / 100;
  const what = `http, ${connection} connection, ${pace.kind === 'grid' ? `${pace.ratePerSecond}/s on a ${pace.gridMs} ms grid` : 'flat out'}`;
  const result = {
    what,
    unit: 'CPU µs per check',
    floor: Math.round(floor),
    probe: Math.round(probe),
    ratio,
    rounds: costs.length,
  };
  if (!options.json) {
    const verdict = connection === 'fresh' ? `  goal ${GOAL}: ${ratio <= GOAL ? 'met' : 'MISSED'}` : '';
    console.log(
      `${what.padEnd(56)} floor ${result.floor}  probe ${result.probe} ${result.unit}  ratio ${ratio}${verdict}`,
    );
  }
  return connection === 'fresh' ? { ...result, goal: GOAL } : result;
}

function aCheck(connection: string, slot: number): Check {
  const check = CheckFile.parse({ type: 'http', url: target.url, connection });
  const id = CheckId.parse(`bench/${slot}`);
  return {
    ...check,
    id,
    componentId: ComponentId.parse('bench'),
    fastInterval: check.interval,
    downInterval: check.interval,
  };
}

function noReports() {
  return { count: 0, said: '', listeningSince: 0 };
}

function noBeat() {
  return { last: null, run: null, said: null, listeningSince: 0 };
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
}
