/**
 * What it costs to know who is on call: `npm run bench -- roster [--json] [--schedules 1000] [--runs 15]`.
 *
 * The floor of a look is reading the same zone's clock once with Intl, which any roster has to do in some form; of the preview,
 * one such reading a shift. The goals are those of the issue; the bench says whether they are met, it does not fail.
 */
import { parseArgs } from 'node:util';
import { Schedule } from '../../shared/model/schedule.ts';
import { onCallAt, shiftsBetween } from '../../shared/rules/oncall/oncall.ts';
import { openResults } from './pipeline/results.ts';

const { values: options } = parseArgs({
  options: {
    json: { type: 'boolean', default: false },
    schedules: { type: 'string', default: '1000' },
    runs: { type: 'string', default: '15' },
  },
});
const count = Number(options.schedules);
const runs = Number(options.runs);
const results = openResults('roster', options.json);

const NOW = Date.UTC(2026, 9, 24, 22, 30);
const YEAR = 365 * 86_400_000;
const ZONES = ['Europe/Berlin', 'America/Santiago', 'Australia/Lord_Howe', 'Asia/Tehran', 'America/New_York', 'UTC'];
const PEOPLE = ['kim', 'ann', 'lee', 'sam', 'joe'];
const COLD_US = 1_000;
const WARM_US = 20;
const PREVIEW_MS = 30;

/** Three layers: weeks, nights of working days, the last Friday's help. */
function scheduleOf(number: number): Schedule {
  const start = '2024-01-01T09:00';
  return Schedule.parse({
    id: `schedule-${number}`,
    name: `Schedule ${number}`,
    timeZone: ZONES[number % ZONES.length],
    layers: [
      { name: 'Weeks', turn: 'weekly', start, people: PEOPLE.slice(0, 2 + (number % 4)) },
      {
        name: 'Nights',
        priority: 1,
        turn: 'daily',
        days: ['mon', 'tue', 'wed', 'thu', 'fri'],
        between: { from: '22:00', to: '06:00' },
        start: '2024-01-01T22:00',
        people: PEOPLE.slice(number % 3),
      },
      { name: 'Months', turn: 'monthly', start: '2024-01-31T09:00', people: PEOPLE },
    ],
    overrides: [{ person: 'kim', by: 'sam', from: '2026-10-20T00:00', to: '2026-10-26T00:00' }],
  });
}

const schedules = () => Array.from({ length: count }, (_, number) => scheduleOf(number));

function each(of: readonly Schedule[], at: number): number {
  const began = performance.now();
  for (const schedule of of) {
    onCallAt(schedule, [], at);
  }
  return ((performance.now() - began) / of.length) * 1_000;
}

function readings(times: number, zone: string): number {
  const format = new Intl.DateTimeFormat('en-GB', { timeZone: zone, dateStyle: 'short', timeStyle: 'short' });
  const began = performance.now();
  for (let turn = 0; turn < times; turn += 1) {
    format.format(NOW + turn);
  }
  return (performance.now() - began) / times;
}

const cold: number[] = [];
const warm: number[] = [];
const floor: number[] = [];
const preview: number[] = [];
const previewFloor: number[] = [];
for (let run = 0; run < runs; run += 1) {
  const fresh = schedules();
  cold.push(each(fresh, NOW));
  warm.push(each(fresh, NOW + 1_000));
  floor.push(readings(1_000, 'Europe/Berlin') * 1_000);
  const one = scheduleOf(run);
  const began = performance.now();
  const shifts = shiftsBetween(one, [], NOW, NOW + YEAR);
  preview.push(performance.now() - began);
  previewFloor.push(readings(shifts.length, one.timeZone) * shifts.length);
}
const atMost = (most: number) => ({ of: 'median' as const, atMost: most });
results.tell(`who is on call, cold (${count})`, 'µs each', cold, atMost(COLD_US), floor);
results.tell(`who is on call, warm (${count})`, 'µs each', warm, atMost(WARM_US), floor);
results.tell('a year of three layers', 'ms', preview, atMost(PREVIEW_MS), previewFloor);
results.end();
