/**
 * What is believed about each component, and what a decision about it may look at: each needs the other.
 */
import type { ComponentSettings, Config } from '../../shared/model/config.ts';
import type { CheckId, ComponentId } from '../../shared/model/ids.ts';
import type { MaintenanceWindow } from '../../shared/model/maintenance.ts';
import { createWindows } from './maintenance.ts';
import { createSilencesOf } from './silences.ts';
import type { EngineState } from './state.ts';
import { createSurroundings, type SurroundingsOf, type SurroundingsOptions } from './surroundings.ts';
import { createWatchBook, type WatchBook, type WatchBookOptions } from './watch-book.ts';

export interface BeliefsOptions
  extends Omit<WatchBookOptions, 'surroundings' | 'retiring' | 'lookNow'>,
    Pick<SurroundingsOptions, 'hold' | 'concerned' | 'timeZone'> {
  readonly config: () => Config;
  readonly state: EngineState;
  readonly checkNow: (checkIds: readonly CheckId[]) => void;
}

export interface Beliefs {
  readonly book: WatchBook;
  readonly surroundings: SurroundingsOf;
  /** Every window of maintenance that is for a component. */
  readonly windowsOf: (component: ComponentSettings) => readonly MaintenanceWindow[];
}

export function createBeliefs(options: BeliefsOptions): Beliefs {
  const { clock, config, state, checkNow } = options;
  const windowsOf = createWindows(state);
  const surroundings = createSurroundings({
    ...options,
    now: clock.now,
    watchOf: (id: ComponentId) => book.get(id),
    windowsOf,
    silencesOf: createSilencesOf(state),
  });
  const book: WatchBook = createWatchBook({
    ...options,
    surroundings: surroundings.of,
    retiring: surroundings.retiring,
    lookNow(id) {
      const checks = config().components.get(id)?.checks ?? [];
      checkNow(checks.map((check) => check.id));
    },
  });
  return { book, surroundings, windowsOf };
}
