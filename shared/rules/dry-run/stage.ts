/**
 * What a dry run stands on: the component as it would be if all were well with it, and parents that answer when they are looked at.
 */
import type { CheckHealth } from '../../model/health.ts';
import type { ComponentId, EpochMs } from '../../model/ids.ts';
import type { ComponentWatch } from '../../model/watch.ts';
import type { Redundant } from '../dependencies.ts';
import { unseen } from '../health.ts';
import type { Surroundings } from '../watch/turn.ts';

/** Somebody's word counts then, not what its checks see. */
export function isByHand({ byHand }: Pick<ComponentWatch, 'byHand'>, at: EpochMs): boolean {
  return byHand !== null && (byHand.until === null || byHand.until > at);
}

/** Well since a moment ago. What is not about its tries stays: how long it has been watched, whether it could be reached. */
export function wellWatch(watch: ComponentWatch, { component }: Surroundings, at: EpochMs): ComponentWatch {
  const known = new Map(watch.checks.map((health) => [health.checkId, health]));
  return {
    ...watch,
    checks: component.checks.map(
      ({ id }): CheckHealth => ({
        ...unseen(id),
        settled: 'up',
        since: at,
        firstAt: known.get(id)?.firstAt ?? at,
        lastAt: at,
        lastOutcome: 'pass',
      }),
    ),
    status: 'operational',
    since: at,
    byHand: null,
    incident: null,
    past: [],
  };
}

/** These were looked at, and are as they were. */
export function lookedAt(
  parents: readonly Redundant[],
  ids: readonly ComponentId[],
  at: EpochMs,
): readonly Redundant[] {
  return parents.map((group) =>
    group.map((parent) => (ids.includes(parent.id) ? { ...parent, lookedAt: at } : parent)),
  );
}
