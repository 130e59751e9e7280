/**
 * What is kept back by a doubt about ourselves, and by a mass failure that is told in one summary. The same now and in a replay.
 */
import type { ComponentSettings } from '../../../shared/model/config.ts';
import type { EpochMs } from '../../../shared/model/ids.ts';
import { CALM_MS, CONFIRM_MS, LONGEST_STORM_MS } from '../../../shared/rules/uplink.ts';
import type { EngineHold } from '../../../shared/rules/watch/turn.ts';
import { WATCHER_ID } from '../../../shared/rules/watcher.ts';
import { isOurs, THIS_MACHINE, targetName } from './hosts.ts';
import type { Storm } from './storm.ts';

/** While anything is undecided the facts are weighed this often, whatever happens: a hold ends no later after its time. */
export const WEIGH_EVERY_MS = 1_000;

/** How we stand with the world, by the wall clock. */
export type Standing =
  | { readonly kind: 'clear' | 'offline' }
  | { readonly kind: 'doubt'; readonly since: EpochMs }
  | {
      readonly kind: 'storm';
      /** Since when its targets fail. */
      readonly since: EpochMs;
      /** Since when it is called one. */
      readonly calledAt: EpochMs;
      /** Since when too few of them fail; null: enough do. */
      readonly calmSince: EpochMs | null;
    };

export function uplinkHold(
  component: ComponentSettings,
  standing: Standing,
  storm: Pick<Storm, 'hold'>,
): EngineHold | null {
  switch (standing.kind) {
    case 'clear':
    case 'offline':
      return null;
    case 'doubt': {
      const outside = component.checks.some((check) => !isOurs(targetName(check) ?? THIS_MACHINE));
      const reason = 'Our own uplink is in doubt: looking again';
      return outside ? { reason, until: standing.since + 2 * CONFIRM_MS } : null;
    }
    case 'storm': {
      const { since, calledAt, calmSince } = standing;
      return component.id === WATCHER_ID
        ? calming(calmSince)
        : storm.hold(component, since, calledAt + LONGEST_STORM_MS + WEIGH_EVERY_MS);
    }
  }
}

/** A summary of what may be over is not sent before that is certain. */
function calming(calmSince: EpochMs | null): EngineHold | null {
  return calmSince === null
    ? null
    : { reason: 'The mass failure may be over', until: calmSince + CALM_MS + WEIGH_EVERY_MS };
}
