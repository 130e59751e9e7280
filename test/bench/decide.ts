/**
 * What it costs to decide: `npm run bench -- decide [--json] [--rounds 7] [--most 1000000]`. One observation through every rule, by
 * itself and through the engine's book, with 10 components and with a million.
 *
 * Components are visited in random order, as a watch of many targets does it. The floor does the least that any such house
 * must do: find a record in a map, and put a changed copy of it back.
 */
import { parseArgs } from 'node:util';
import type { Applied } from '../../electron/engine/watch-book.ts';
import type { CheckId, ComponentId } from '../../shared/model/ids.ts';
import type { Observation } from '../../shared/model/observation.ts';
import type { ComponentWatch } from '../../shared/model/watch.ts';
import { stepWatch } from '../../shared/rules/watch/step.ts';
import { bookOf, type Fleet, fleetOf, observationOf, type Weather } from './decide/fleet.ts';
import { rounded, spreadOf } from './pipeline/numbers.ts';

const { values: options } = parseArgs({
  options: {
    json: { type: 'boolean', default: false },
    rounds: { type: 'string', default: '7' },
    most: { type: 'string', default: '1000000' },
  },
});

/** Of the issue: microseconds for one observation through all rules, flat from 10 to 1,000,000 components. */
const GOAL_US = 5;
const SIZES = [10, 1_000, 100_000, 1_000_000].filter((size) => size <= Number(options.most));
const STEPS = 200_000;
const WEATHERS: readonly Weather[] = ['quiet', 'mixed'];

const WAYS = { floor: floorOn, rules: rulesOn, book: bookOn } as const;
type Way = keyof typeof WAYS;

const results = SIZES.flatMap((size) => WEATHERS.map((weather) => measure(size, weather)));
for (const weather of WEATHERS) {
  flatness(weather);
}
if (options.json) {
  console.log(JSON.stringify(results, null, 2));
}

/** From the smallest fleet to the largest: what grows as much on the floor is the machine's caches, not the rules. */
function flatness(weather: Weather): void {
  const own = results.filter(({ what }) => what.endsWith(weather));
  const [small, large] = [own[0], own.at(-1)];
  if (small !== undefined && large !== undefined && !options.json) {
    const grown = (of: 'book' | 'floor') => rounded(large[of] / small[of]);
    console.log(`${large.what} against ${small.what}: book ${grown('book')} x, floor ${grown('floor')} x`);
  }
}

/** One way after the other: two fleets in memory at once would be twice the garbage to look through. */
function measure(size: number, weather: Weather) {
  const costs: Record<Way, number[]> = { floor: [], rules: [], book: [] };
  for (const way of ['floor', 'rules', 'book'] as const) {
    const { step, stop } = WAYS[way](fleetOf(size), weather);
    microseconds(step, 0); // warms up
    for (let round = 1; round <= Number(options.rounds); round += 1) {
      costs[way].push(microseconds(step, round));
    }
    stop();
  }
  return told(size, weather, costs);
}

interface Walk {
  /** One observation. */
  readonly step: (turn: number) => void;
  readonly stop: () => void;
}

/** CPU per step, so that what else runs on the machine does not count; with the collection of garbage, which is part of it. */
function microseconds(step: (turn: number) => void, round: number): number {
  const begun = process.cpuUsage();
  for (let turn = 0; turn < STEPS; turn += 1) {
    step(round * STEPS + turn);
  }
  const { user, system } = process.cpuUsage(begun);
  return (user + system) / STEPS;
}

function floorOn(fleet: Fleet, weather: Weather): Walk {
  const records = new Map(fleet.healths);
  const step = (turn: number): void => {
    const { id, observation } = visit(fleet, turn, weather);
    const record = records.get(id);
    if (record === undefined || record.checkId !== observation.checkId) {
      throw new Error(`${id} is not there`);
    }
    records.set(id, { ...record, lastAt: observation.at });
  };
  return { step, stop() {} };
}

function rulesOn(fleet: Fleet, weather: Weather): Walk {
  const { surroundings } = fleet;
  const watches = new Map<ComponentId, ComponentWatch>(fleet.watches);
  const step = (turn: number): void => {
    const { id, observation } = visit(fleet, turn, weather);
    const watch = watches.get(id);
    const around = surroundings.of(id);
    if (watch === undefined || around === null) {
      throw new Error(`${id} is not there`);
    }
    watches.set(id, stepWatch(watch, { type: 'observed', observation }, around).watch);
  };
  return { step, stop() {} };
}

function bookOn(fleet: Fleet, weather: Weather): Walk {
  const book = bookOf(fleet);
  const step = (turn: number): void => {
    const { id, observation } = visit(fleet, turn, weather);
    const applied: Applied | null = book.apply(id, { type: 'observed', observation });
    if (applied === null) {
      throw new Error(`${id} is not in the book`);
    }
  };
  return { step, stop: book.stop };
}

interface Visit {
  readonly id: ComponentId;
  readonly observation: Observation;
}

/** The same components in the same order for everybody; a step that shares no factor with the size meets all of them. */
function visit({ ids, checkIds }: Fleet, turn: number, weather: Weather): Visit {
  const place = (turn * 7_368_787) % ids.length;
  const id = ids[place] as ComponentId;
  return { id, observation: observationOf(id, checkIds[place] as CheckId, turn, weather) };
}

function told(size: number, weather: Weather, costs: Readonly<Record<Way, readonly number[]>>) {
  const [floor, rules, book] = [spreadOf(costs.floor), spreadOf(costs.rules), spreadOf(costs.book)];
  const result = {
    what: `${size} components, ${weather}`,
    unit: 'CPU µs per observation',
    floor: rounded(floor.median),
    rules: rounded(rules.median),
    book: rounded(book.median),
    bookMin: rounded(book.min),
    bookMax: rounded(book.max),
    ratio: rounded(book.median / floor.median),
    goal: GOAL_US,
    rounds: costs.book.length,
  };
  if (!options.json) {
    const verdict = result.book <= GOAL_US ? 'met' : 'MISSED';
    console.log(
      `${result.what.padEnd(28)} floor ${result.floor}  rules ${result.rules}  book ${result.book} (${result.bookMin}-${result.bookMax}) ${result.unit}  goal ${GOAL_US}: ${verdict}`,
    );
  }
  return result;
}
