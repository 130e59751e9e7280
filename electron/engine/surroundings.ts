/**
 * What a decision about one component may look at, gathered from wherever it is kept. No decision lives here.
 */
import type { ComponentSettings, Config } from '../../shared/model/config.ts';
import type { ComponentId } from '../../shared/model/ids.ts';
import type { MaintenanceWindow } from '../../shared/model/maintenance.ts';
import type { EngineHold, Surroundings } from '../../shared/rules/watch/turn.ts';
import { componentOf } from '../../shared/rules/watcher.ts';
import { retired } from './retired.ts';
import type { EngineState } from './state.ts';

export interface SurroundingsOptions {
  readonly config: () => Config;
  readonly state: Pick<EngineState, 'overrides' | 'quiet'>;
  readonly windowsOf: (component: ComponentSettings) => readonly MaintenanceWindow[];
  /** What of ours keeps pages about a component back. */
  readonly hold: (component: ComponentSettings) => EngineHold | null;
  readonly timeZone: string;
}

export interface SurroundingsOf {
  /** Null: the configuration has no such component. */
  of(id: ComponentId): Surroundings | null;
  /** Of one that it no longer has. */
  retiring(id: ComponentId): Surroundings;
}

export function createSurroundings({ config, state, windowsOf, hold, timeZone }: SurroundingsOptions): SurroundingsOf {
  function around(component: ComponentSettings): Surroundings {
    return {
      component,
      config: config(),
      overrides: state.overrides,
      quiet: state.quiet,
      maintenance: windowsOf(component),
      hold: hold(component),
      timeZone,
    };
  }
  return {
    of(id) {
      const component = componentOf(config(), id);
      return component === undefined ? null : around(component);
    },
    retiring: (id) => around(retired(id)),
  };
}
