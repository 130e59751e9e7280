/**
 * What the referee holds a drill against: the world as it was scripted, and nothing that we said of ourselves.
 */

import type { DrillResult } from '../../electron/drill/run.ts';
import type { ComponentSettings, Config } from '../../shared/model/config.ts';
import type { Segment, WatcherEvent, World } from '../../shared/model/drill/world.ts';
import type { CheckId } from '../../shared/model/ids.ts';
import { assertNever } from '../../shared/model/never.ts';
import { joined, type Span, spansOf } from '../../shared/rules/drill/truth.ts';

export interface Scripted {
  readonly world: World;
  readonly targets: ReadonlyMap<CheckId, readonly Segment[]>;
  readonly config: Config;
}

/** A drill that was played, for the referee. */
export interface Referee extends Scripted {
  readonly result: DrillResult;
  /** Components whose outages need not be paged one by one (what flaps). */
  readonly bundled?: readonly string[];
}

/** After an absence everything is looked at anew before anybody is believed: the quiet after waking (30 s), a sweep, three tries. */
const LOOKING_AGAIN_MS = 60_000;
/** A stall that is over before anybody missed a turn only delays what was under way: by itself, and a try into its time-out. */
const DELAYED_MS = 10_000;

/** When nobody can ask of us to see anything. In order, without overlaps. */
export function absencesOf({ watcher }: World): readonly Span[] {
  return joined(watcher.map(absenceOf).toSorted((one, other) => one.from - other.from));
}

function absenceOf(event: WatcherEvent): Span {
  switch (event.event) {
    case 'asleep':
    case 'offline':
      return { from: event.from, to: event.to + LOOKING_AGAIN_MS };
    case 'stalled': {
      const { from, to } = event;
      return { from, to: to + Math.min(LOOKING_AGAIN_MS, to - from + DELAYED_MS) };
    }
    case 'restart':
    case 'clock': // set far enough it looks like a sleep
      return { from: event.from, to: event.from + LOOKING_AGAIN_MS };
    default:
      return assertNever(event, 'event of the watcher');
  }
}

/** When the uplink was cut, in order. */
export function cutsOf({ watcher }: World): readonly Span[] {
  return watcher.filter(({ event }) => event === 'offline').flatMap((event) => ('to' in event ? [event] : []));
}

/** When the component was down or hanging. */
export const outagesOf = (component: ComponentSettings, { targets }: Pick<Scripted, 'targets'>): readonly Span[] =>
  spansOf(component, targets, ['down', 'hang']);

/** When whatever it cannot be reached without was down: any of the groups, each wholly. */
export function cutOffSpans(component: ComponentSettings, scripted: Scripted): readonly Span[] {
  const parents = component.dependsOn.flat().flatMap((id) => scripted.config.components.get(id) ?? []);
  return parents.flatMap((parent) => outagesOf(parent, scripted));
}

/** When something was wrong enough with the component for a page: what it says of itself is not, within its grace. */
export function troubleOf(component: ComponentSettings, { targets }: Scripted): readonly Span[] {
  const grace = Math.max(...component.checks.map(({ startingGrace }) => startingGrace));
  const isLimited = component.checks.some((check) => 'latencyLimit' in check && check.latencyLimit !== undefined);
  const patient = spansOf(component, targets, ['starting', 'draining']).flatMap(({ from, to }) =>
    to - from > grace ? [{ from: from + grace, to }] : [],
  );
  return [
    ...spansOf(component, targets, ['down', 'hang', 'flaky', ...(isLimited ? (['slow'] as const) : [])]),
    ...patient,
  ];
}

/** So many components are really down at once that one word about all of them is right. */
export function isMassFailure(at: number, { config, targets }: Scripted): boolean {
  const { share, least } = config.settings.massFailure;
  const down = [...config.components.values()].filter((component) =>
    outagesOf(component, { targets }).some(({ from, to }) => from <= at && at < to),
  ).length;
  return down >= least && down >= share * config.components.size;
}
