/**
 * Stored tries as observations, in the order in which they ended: a time-out that began first is known last.
 */
import type { StoredTry } from '../../../shared/contract/series.ts';
import type { Check } from '../../../shared/model/check.ts';
import type { Config } from '../../../shared/model/config.ts';
import type { CheckId, EpochMs } from '../../../shared/model/ids.ts';
import type { Observation } from '../../../shared/model/observation.ts';
import { observationOf } from '../../../shared/rules/replay/retry.ts';

export interface Ended {
  readonly observation: Observation;
  readonly check: Check;
}

export interface Tries {
  /** To be given in the order in which they began. Null: the configuration has no such check. */
  add(stored: StoredTry): Check | null;
  /** Takes out what has ended until then, in that order. */
  until(at: EpochMs): readonly Ended[];
}

/** `foundDown`: when each of our own checks was found down, oldest first. */
export function createTries(config: Config, foundDown: ReadonlyMap<CheckId, readonly EpochMs[]>): Tries {
  const own = new Map(config.watcher.checks.map((check) => [check.id, check]));
  /** Our own checks that failed at the latest try. */
  const failing = new Set<CheckId>();
  const waiting: Ended[] = [];

  /** What we say of ourselves is dated by the beginning of the trouble, and was said when it was certain. */
  function saidAt({ checkId, at, outcome }: StoredTry): EpochMs {
    const begins = outcome === 'fail' && !failing.has(checkId);
    if (outcome === 'fail') {
      failing.add(checkId);
    } else {
      failing.delete(checkId);
    }
    return (begins ? foundDown.get(checkId)?.find((time) => time >= at) : undefined) ?? at;
  }

  return {
    add(stored) {
      const ours = own.get(stored.checkId);
      const check = ours ?? config.checks.get(stored.checkId);
      if (check === undefined) {
        return null;
      }
      const known = observationOf(stored, check);
      const observation = ours === undefined ? known : { ...known, endedAt: saidAt(stored) };
      let place = waiting.length;
      for (let before = waiting[place - 1]; before !== undefined; before = waiting[place - 1]) {
        if (before.observation.endedAt <= observation.endedAt) {
          break;
        }
        place -= 1;
      }
      waiting.splice(place, 0, { observation, check });
      return check;
    },
    until(at) {
      const still = waiting.findIndex(({ observation }) => observation.endedAt > at);
      return waiting.splice(0, still < 0 ? waiting.length : still);
    },
  };
}
