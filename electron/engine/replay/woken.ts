/**
 * The breath after an absence, in a replay: nobody is paged about what was missed until it has been looked at again.
 *
 * How long the network was waited for then is known from the tries alone that found it not yet there.
 */
import type { ComponentSettings, Config } from '../../../shared/model/config.ts';
import type { ComponentId, EpochMs } from '../../../shared/model/ids.ts';
import type { EngineHold } from '../../../shared/rules/watch/turn.ts';
import { WATCHER_ID } from '../../../shared/rules/watcher.ts';
import type { Clock } from '../ports/clock.ts';

/** The network of a machine that has just woken is waited for so long at most. */
const LONGEST_WAIT_MS = 20_000;

export interface Woken {
  /** We are back. `anew`: as a new run. */
  begin(missed: readonly ComponentId[], anew: boolean): void;
  /** A try from `at` to `endedAt` found the network not yet back: the quiet begins after it. */
  goOn(at: EpochMs, endedAt: EpochMs): void;
  hold(component: Pick<ComponentSettings, 'id'>): EngineHold | null;
}

export function createWoken(clock: Pick<Clock, 'now'>, { components, settings }: Config): Woken {
  let reason = '';
  let since: EpochMs = 0;
  let until: EpochMs = 0;
  let all: ReadonlySet<ComponentId> = new Set();

  return {
    begin(missed, anew) {
      const at = clock.now();
      all = new Set([...(until > at ? all : []), ...missed]);
      reason = anew ? 'Just started again' : 'Just woken';
      since = at;
      until = at + settings.quietAfterWake;
    },
    goOn(at, endedAt) {
      if (at - since < LONGEST_WAIT_MS) {
        until = Math.max(until, endedAt + settings.quietAfterWake);
      }
    },
    hold({ id }) {
      if (until <= clock.now()) {
        return null;
      }
      return (id === WATCHER_ID ? all.size === components.size : all.has(id)) ? { reason, until } : null;
    },
  };
}
