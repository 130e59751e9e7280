/**
 * What commands and queries may reach of the engine. Made in `engine.ts`; a value, not a place to keep things.
 */

import type { ComponentSettings, Config } from '../../shared/model/config.ts';
import type { ComponentId, PersonId, ScheduleId } from '../../shared/model/ids.ts';
import type { MaintenanceWindow } from '../../shared/model/maintenance.ts';
import type { Redundant } from '../../shared/rules/dependencies.ts';
import type { Surroundings } from '../../shared/rules/watch/turn.ts';
import type { MemoryOf } from './memories.ts';
import type { ChannelSet } from './ports/channel.ts';
import type { Clock } from './ports/clock.ts';
import type { Log } from './ports/log.ts';
import type { JournalEntry, Store } from './ports/store.ts';
import type { Scheduler } from './scheduler.ts';
import type { EngineState } from './state.ts';
import type { WatchBook } from './watch-book.ts';

/** People who have had the words about a change of this schedule already. */
export interface AlreadyTold {
  readonly schedule: ScheduleId;
  readonly people: readonly PersonId[];
}

export interface Core {
  readonly clock: Clock;
  readonly log: Log;
  readonly store: Store;
  readonly channels: ChannelSet;
  readonly memoryOf: MemoryOf;
  readonly config: () => Config;
  readonly state: EngineState;
  readonly book: WatchBook;
  readonly scheduler: Scheduler;
  readonly write: (entry: JournalEntry) => Promise<void>;
  /** Somebody else may be on call from now on. */
  readonly rosterChanged: (told?: AlreadyTold) => void;
  /** The window should look again: one component, or (null) everything. */
  readonly touch: (componentId: ComponentId | null) => void;
  readonly personName: (id: PersonId) => string;
  /** What a decision about a component may look at, as it is now. Null: the configuration has no such component. */
  readonly surroundingsOf: (id: ComponentId) => Surroundings | null;
  /** What a component cannot be reached without, as it is now. */
  readonly parentsOf: (component: ComponentSettings) => readonly Redundant[];
  /** Every window of maintenance that is for a component. */
  readonly windowsOf: (component: ComponentSettings) => readonly MaintenanceWindow[];
  readonly timeZone: string;
}
