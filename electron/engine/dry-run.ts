/**
 * "If this failed now": asked of the running watch, or of its store by a command beside it. Reads only; decides nothing.
 */
import type { Replies } from '../../shared/contract/contract.ts';
import type { DryRun, DryRunAnswer } from '../../shared/contract/dry-run.ts';
import type { Config } from '../../shared/model/config.ts';
import type { ComponentId, EpochMs } from '../../shared/model/ids.ts';
import type { Severity } from '../../shared/model/status.ts';
import type { ComponentWatch } from '../../shared/model/watch.ts';
import { type DryRunInput, dryRun } from '../../shared/rules/dry-run/dry-run.ts';
import { didYouMean } from '../../shared/rules/nearest.ts';
import { newWatch } from '../../shared/rules/watch/step.ts';
import { WATCHER_ID } from '../../shared/rules/watcher.ts';
import { withKeptCalendars } from './calendars/kept.ts';
import type { Core } from './core.ts';
import { createWindows } from './maintenance.ts';
import type { CalendarReader } from './ports/calendars.ts';
import type { Store } from './ports/store.ts';
import { schedulesAsKept } from './rotations.ts';
import { createSilencesOf } from './silences.ts';
import { type EngineState, restoreState } from './state.ts';
import { createSurroundings } from './surroundings.ts';

interface Question {
  readonly component: ComponentId;
  readonly severity: Severity | null;
  readonly at: EpochMs;
}

export function createDryRunQuery(core: Core): Pick<Replies, 'dryRun'> {
  return {
    dryRun({ component, severity, at }) {
      const around = core.surroundingsOf(component);
      if (around === null) {
        return Promise.resolve(noSuch(component, core.config()));
      }
      const watch = core.book.get(component) ?? newWatch(component);
      return Promise.resolve(answer({ around, watch, severity, at: at ?? core.clock.now() }, core.state));
    },
  };
}

export interface StoredDryRunOptions extends Question {
  /** Null: nothing has ever run. */
  readonly store: Pick<Store, 'restore' | 'incidents' | 'lastDeliveries'> | null;
  readonly config: Config;
  readonly reader: Pick<CalendarReader, 'read'>;
  readonly now: EpochMs;
  readonly timeZone: string;
}

/** Beside the running app: what is kept in the store, and nothing that only a running watch knows. */
export async function dryRunStored({ store, now, timeZone, ...options }: StoredDryRunOptions): Promise<DryRunAnswer> {
  const { component, severity, at } = options;
  const restored = (await store?.restore()) ?? { watches: [], outbox: [], overrides: [], values: new Map() };
  const kept = schedulesAsKept(options.config, restored.values, now);
  const { config, unread } = await withKeptCalendars(kept, restored.values, options.reader, now);
  // What was begun by hand and is over now may have run then.
  const state = await restoreState(store ?? NOTHING_STORED, restored, Math.min(at, now));
  const watches = new Map<ComponentId, ComponentWatch>(restored.watches.map((watch) => [watch.componentId, watch]));
  const surroundings = createSurroundings({
    now: () => at,
    config: () => config,
    state,
    watchOf: (id) => watches.get(id),
    windowsOf: createWindows(state),
    silencesOf: createSilencesOf(state),
    hold: () => null,
    timeZone,
  });
  const around = surroundings.of(component);
  if (around === null) {
    return noSuch(component, config);
  }
  const watch = watches.get(component) ?? newWatch(component);
  return answer({ around, watch, severity, at }, state, [
    ...unread.map(({ name }) => `The calendar of ${name} has not been read yet: nobody is on call by it here`),
    'Whether a running Watchbell doubts itself just now (offline, just woken) is not known here',
  ]);
}

const NOTHING_STORED: Pick<Store, 'incidents' | 'lastDeliveries'> = {
  incidents: () => Promise.resolve([]),
  lastDeliveries: () => Promise.resolve([]),
};

function answer(input: DryRunInput, state: EngineState, notes: readonly string[] = []): DryRunAnswer {
  const run = dryRun(input);
  return { dryRun: { ...run, notes: [...run.notes, ...troubledChannels(run, state), ...notes] }, problem: null };
}

/** Every page is taken to arrive; of these the last one did not. */
function troubledChannels({ pages }: DryRun, { deliveries }: EngineState): readonly string[] {
  return [...new Set(pages.map(({ channelId }) => channelId))].flatMap((id) => {
    const last = deliveries.get(id);
    const failed = last?.state === 'refused' || last?.state === 'expired' || last?.state === 'queued';
    return failed ? [`${id} did not take its last page (${last.reason ?? last.state}); here it is taken to work`] : [];
  });
}

function noSuch(component: ComponentId, { components }: Config): DryRunAnswer {
  const known = [...components.keys(), WATCHER_ID];
  const hint = didYouMean(component, known) || `; it has ${known.slice(0, 10).join(', ')}`;
  return { dryRun: null, problem: `There is no component ${component} in the configuration${hint}` };
}
