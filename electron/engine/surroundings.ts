/**
 * What a decision about one component may look at, gathered from wherever it is kept. No decision lives here.
 */
import type { ComponentSettings, Config } from '../../shared/model/config.ts';
import type { ComponentId, EpochMs, PolicyId } from '../../shared/model/ids.ts';
import type { MaintenanceWindow } from '../../shared/model/maintenance.ts';
import type { Silence } from '../../shared/model/silence.ts';
import type { ComponentWatch } from '../../shared/model/watch.ts';
import { type Known, parentsOf, type Redundant } from '../../shared/rules/dependencies.ts';
import { holdOf } from '../../shared/rules/watch/hold.ts';
import type { EngineHold, Surroundings } from '../../shared/rules/watch/turn.ts';
import { componentOf, WATCHER_ID } from '../../shared/rules/watcher.ts';
import { windowAt } from '../../shared/rules/window.ts';
import { retired } from './retired.ts';
import type { EngineState } from './state.ts';

const NO_PARENTS: readonly Redundant[] = [];

export interface SurroundingsOptions {
  readonly now: () => EpochMs;
  readonly config: () => Config;
  readonly state: Pick<EngineState, 'overrides' | 'quiet' | 'presences'>;
  /** What is believed about another component. */
  readonly watchOf: (id: ComponentId) => ComponentWatch | undefined;
  readonly windowsOf: (component: ComponentSettings) => readonly MaintenanceWindow[];
  readonly silencesOf: (component: ComponentSettings) => readonly Silence[];
  /** What of ours keeps pages about a component back. */
  readonly hold: (component: ComponentSettings) => EngineHold | null;
  /** Policies whose people must hear of what is wrong with the watcher as well. Absent: none. */
  readonly concerned?: () => readonly PolicyId[];
  readonly timeZone: string;
}

export interface SurroundingsOf {
  /** Null: the configuration has no such component. */
  of(id: ComponentId): Surroundings | null;
  /** What a component cannot be reached without, as it is now. */
  parentsOf(component: ComponentSettings): readonly Redundant[];
  /** Something keeps messages about it back now, of ours or by its own rules. */
  isHeld(component: ComponentSettings, watch: ComponentWatch): boolean;
  /** A window of maintenance runs for it. */
  inMaintenance(component: ComponentSettings): boolean;
  /** Of one that it no longer has. */
  retiring(id: ComponentId): Surroundings;
}

/** What a component cannot be reached without, as it is now. */
type ParentsOf = (component: ComponentSettings) => readonly Redundant[];

/** Gathered when it is asked for: nearly all results of checks ask for nothing but the component's own settings. */
class Around implements Surroundings {
  readonly component: ComponentSettings;
  readonly #options: SurroundingsOptions;
  readonly #parentsOf: ParentsOf;

  constructor(component: ComponentSettings, options: SurroundingsOptions, parentsOf: ParentsOf) {
    this.component = component;
    this.#options = options;
    this.#parentsOf = parentsOf;
  }

  get config(): Config {
    return this.#options.config();
  }

  get overrides(): Surroundings['overrides'] {
    return this.#options.state.overrides;
  }

  get quiet(): Surroundings['quiet'] {
    return this.#options.state.quiet;
  }

  get presences(): Surroundings['presences'] {
    return this.#options.state.presences;
  }

  get parents(): readonly Redundant[] {
    return this.#parentsOf(this.component);
  }

  get maintenance(): readonly MaintenanceWindow[] {
    return this.#options.windowsOf(this.component);
  }

  get silences(): readonly Silence[] {
    return this.#options.silencesOf(this.component);
  }

  get hold(): EngineHold | null {
    return this.#options.hold(this.component);
  }

  get alsoFor(): readonly PolicyId[] {
    return this.component.id === WATCHER_ID ? (this.#options.concerned?.() ?? []) : [];
  }

  get timeZone(): string {
    return this.#options.timeZone;
  }
}

export function createSurroundings(options: SurroundingsOptions): SurroundingsOf {
  const { now, config, watchOf, windowsOf, timeZone } = options;
  const known: Known = (id) => {
    const settings = config().components.get(id);
    const watch = watchOf(id);
    return settings === undefined || watch === undefined ? null : { settings, watch };
  };
  const parents: ParentsOf = (component) =>
    component.dependsOn.length === 0 ? NO_PARENTS : parentsOf(component, known);
  const around = (component: ComponentSettings): Surroundings => new Around(component, options, parents);

  return {
    parentsOf: parents,
    of(id) {
      const component = componentOf(config(), id);
      return component === undefined ? null : around(component);
    },
    isHeld: (component, watch) => holdOf(watch, now(), around(component)).hold !== null,
    inMaintenance: (component) => windowAt(windowsOf(component), now(), timeZone).running !== null,
    retiring: (id) => around(retired(id)),
  };
}
