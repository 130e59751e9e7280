/**
 * How fast a drill is: `npm run bench -- drill [--json] [--checks 1000] [--hours 24] [--runs 3]`.
 *
 * The whole engine is in it: scheduler, prober, rules, journal, outbox. Each check meets two short outages somewhere in the day.
 * The goal is the issue's: 24 hours of 1,000 checks at 30 s in at most 20 s. The bench says whether it is met, it does not fail.
 */
import { cpus } from 'node:os';
import { parseArgs } from 'node:util';
import { drill } from '../../electron/compose/drill.ts';
import { World } from '../../shared/model/drill/world.ts';
import { placeWorld } from '../../shared/rules/drill/world.ts';
import { fleetOf } from '../harness/drill.ts';
import { silentLog } from '../harness/log.ts';
import { configOf } from '../harness/watch-story.ts';
import { rounded, spreadOf } from './pipeline/numbers.ts';

const GOAL_SECONDS = 20;

const { values: options } = parseArgs({
  options: {
    json: { type: 'boolean', default: false },
    checks: { type: 'string', default: '1000' },
    hours: { type: 'string', default: '24' },
    runs: { type: 'string', default: '3' },
  },
});
const ids = Array.from({ length: Number(options.checks) }, (_, index) => `c${index}`);
const minutes = Number(options.hours) * 60;

/** Two outages each, all over the day. */
const outages = (index: number) =>
  [1, 2].map((turn) => {
    const from = (index * 7 * turn) % minutes;
    return { from: `${from}m`, to: `${from + 2 + (index % 5)}m`, state: 'down' as const };
  });
const world = World.parse({
  length: `${minutes}m`,
  targets: Object.fromEntries(ids.map((id, index) => [id, outages(index)])),
});
const config = configOf(fleetOf(ids));
const placed = placeWorld(world, config);
if (!placed.ok) {
  throw new Error(JSON.stringify(placed.problems));
}

const seconds: number[] = [];
const microseconds: number[] = [];
let checks = 0;
for (let run = 0; run < Number(options.runs); run += 1) {
  const cpu = process.cpuUsage();
  const began = performance.now();
  const { summary } = await drill(world, placed.targets, config, silentLog);
  const used = process.cpuUsage(cpu);
  checks = summary.checks;
  seconds.push((performance.now() - began) / 1_000);
  microseconds.push((used.user + used.system) / checks);
}

const wall = spreadOf(seconds);
const each = spreadOf(microseconds);
if (options.json) {
  console.log(
    JSON.stringify({ cpu: cpus()[0]?.model, node: process.version, checks, seconds: wall, microsecondsPerCheck: each }),
  );
} else {
  console.log(
    `${cpus()[0]?.model}, Node ${process.version}, ${ids.length} checks for ${options.hours} h: ${checks} tries`,
  );
  const verdict = wall.median <= GOAL_SECONDS ? 'met' : 'MISSED';
  console.log(
    `seconds        ${rounded(wall.median)} (${rounded(wall.min)} - ${rounded(wall.max)})  goal ${GOAL_SECONDS}: ${verdict}`,
  );
  console.log(`CPU per check  ${rounded(each.median)} microseconds (${rounded(each.min)} - ${rounded(each.max)})`);
}
