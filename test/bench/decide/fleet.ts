/**
 * Any number of components for the bench of decisions, each with one check, a parent, a policy and a window of maintenance, all
 * known to be well; and what is seen of them.
 */
import { createSurroundings, type SurroundingsOf } from '../../../electron/engine/surroundings.ts';
import { systemClock } from '../../../electron/engine/system-clock.ts';
import { createWatchBook, type WatchBook } from '../../../electron/engine/watch-book.ts';
import { type ComponentSettings, type Config, ConfigFile } from '../../../shared/model/config.ts';
import type { CheckHealth } from '../../../shared/model/health.ts';
import { CheckId, ComponentId } from '../../../shared/model/ids.ts';
import type { Observation, Outcome } from '../../../shared/model/observation.ts';
import type { ComponentWatch } from '../../../shared/model/watch.ts';
import { resolveConfig } from '../../../shared/rules/config.ts';
import { unseen } from '../../../shared/rules/health.ts';
import { newWatch } from '../../../shared/rules/watch/step.ts';

/** `quiet`: all is well. `mixed`, every component in its turn: one try in fifty fails, one in fifty is slow, one in a hundred cannot be judged. */
export type Weather = 'quiet' | 'mixed';

export interface Fleet {
  readonly ids: readonly ComponentId[];
  /** Of the one check of each. */
  readonly checkIds: readonly CheckId[];
  readonly config: Config;
  readonly surroundings: SurroundingsOf;
  readonly watches: ReadonlyMap<ComponentId, ComponentWatch>;
  readonly healths: ReadonlyMap<ComponentId, CheckHealth>;
}

const START = Date.UTC(2026, 0, 5);
const LIMIT_MS = 500;

/** The settings of one component from a real file, the others like it: a million would take zod minutes, not the rules. */
export function fleetOf(size: number): Fleet {
  const file = ConfigFile.parse({
    version: 1,
    components: [
      {
        id: 'c',
        dependsOn: ['router'],
        checks: [{ type: 'http', url: 'http://127.0.0.1:1/', latencyLimit: `${LIMIT_MS}ms` }],
      },
      { id: 'router', checks: [{ type: 'ping', host: '127.0.0.1' }] },
    ],
    maintenance: [
      {
        id: 'nightly',
        name: 'Nightly',
        for: { everything: true },
        kind: 'weekly',
        days: ['sun'],
        at: '02:00',
        lasts: '1h',
        timeZone: 'Europe/Berlin',
      },
    ],
    channels: [{ id: 'screen', type: 'native' }],
    people: [{ id: 'kim', name: 'Kim', channels: ['screen'] }],
    policies: [{ id: 'default', steps: [{ targets: [{ person: 'kim' }] }] }],
  });
  const resolved = resolveConfig(file);
  const [first, router] = resolved.ok ? [...resolved.config.components.values()] : [];
  if (!resolved.ok || first === undefined || router === undefined) {
    throw new Error('the file of the bench is not valid');
  }
  const all = Array.from({ length: size }, (_, index) => likeness(first, index));
  const config: Config = {
    ...resolved.config,
    components: new Map([...all, router].map((component) => [component.id, component])),
    checks: new Map(all.flatMap(({ checks }) => checks.map((check) => [check.id, check]))),
  };
  const routerWatch = knownWell(router);
  const state = { overrides: [], quiet: null, presences: [] };
  const surroundings = createSurroundings({
    config: () => config,
    state,
    windowsOf: ({ maintenance }) => maintenance,
    silencesOf: ({ silences }) => silences,
    hold: () => null,
    timeZone: 'UTC',
    now: () => START,
    watchOf: (id) => (id === router.id ? routerWatch : undefined),
  });
  const watches = new Map(all.map((component) => [component.id, knownWell(component)]));
  return {
    ids: all.map(({ id }) => id),
    checkIds: all.flatMap(({ checks }) => checks.map(({ id }) => id)),
    config,
    surroundings,
    watches,
    healths: new Map([...watches].map(([id, { checks }]) => [id, checks[0] as CheckHealth])),
  };
}

function likeness(first: ComponentSettings, index: number): ComponentSettings {
  const id = ComponentId.parse(`c${index}`);
  const checkId = CheckId.parse(`${id}/http`);
  return { ...first, id, name: id, checks: first.checks.map((check) => ({ ...check, id: checkId, componentId: id })) };
}

function knownWell({ id, checks }: ComponentSettings): ComponentWatch {
  const health = (checkId: CheckHealth['checkId']): CheckHealth => ({
    ...unseen(checkId),
    settled: 'up',
    since: START,
    firstAt: START,
    passStreak: 100,
    lastAt: START,
    lastOutcome: 'pass',
    lastLatencyMs: 20,
    latencies: Array.from({ length: 20 }, () => 20.5),
    resultCount: 21,
    windowCount: 21,
  });
  return { ...newWatch(id), checks: checks.map((check) => health(check.id)), status: 'operational', since: START };
}

const SEEN: Readonly<Record<'pass' | 'slow' | 'fail' | 'unsure', Outcome>> = {
  pass: { kind: 'pass', timings: { totalMs: 21.5 } },
  slow: { kind: 'slow', limitMs: LIMIT_MS, timings: { totalMs: 800.5 } },
  fail: {
    kind: 'fail',
    failure: { kind: 'refused', phase: 'connect', detail: 'connection refused' },
    timings: { totalMs: 1.5 },
  },
  unsure: { kind: 'inconclusive', trouble: { kind: 'stalled', detail: 'we stood still' } },
};

/** What the `turn`th look sees. */
export function observationOf(componentId: ComponentId, checkId: CheckId, turn: number, weather: Weather): Observation {
  const at = START + turn;
  return { checkId, componentId, at, endedAt: at + 20, outcome: SEEN[weather === 'quiet' ? 'pass' : drawn(turn)] };
}

function drawn(turn: number): keyof typeof SEEN {
  // Mixed well: a plain product repeats itself for each component in the order in which they are visited.
  const mixed = Math.imul(turn ^ (turn >>> 15), 0x2c1b3c6d);
  const draw = ((mixed ^ (mixed >>> 12)) >>> 0) % 100;
  if (draw < 2) {
    return 'fail';
  }
  return draw < 4 ? 'slow' : draw < 5 ? 'unsure' : 'pass';
}

/** The engine's own book over a store that takes everything. */
export function bookOf({ config, watches, surroundings }: Fleet): WatchBook {
  const quiet = () => undefined;
  const book = createWatchBook({
    clock: systemClock,
    log: { info: quiet, warn: quiet, error: quiet },
    write: () => Promise.resolve(),
    withdraw: () => null,
    surroundings: surroundings.of,
    retiring: surroundings.retiring,
    onChange: quiet,
    onRing: quiet,
    lookNow: quiet,
  });
  book.configure(config, [...watches.values()]);
  return book;
}
