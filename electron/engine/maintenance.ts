/**
 * Maintenance that people begin and end by hand, and word to the window when any window begins or ends. What it means for messages is
 * decided by the rules.
 */
import type { Done, Replies } from '../../shared/contract/contract.ts';
import type { MaintenanceView } from '../../shared/contract/view.ts';
import type { ComponentSettings } from '../../shared/model/config.ts';
import { formatDuration } from '../../shared/model/duration.ts';
import type { ComponentId, EpochMs } from '../../shared/model/ids.ts';
import { MaintenanceId, type MaintenanceWindow, type StoredMaintenance } from '../../shared/model/maintenance.ts';
import { windowByHand } from '../../shared/rules/maintenance.ts';
import { windowAt } from '../../shared/rules/window.ts';
import { loose } from './commands.ts';
import type { Core } from './core.ts';
import type { Cancel } from './ports/clock.ts';
import { type EngineState, MAINTENANCE_KEY } from './state.ts';

/** The wall clock may be set while we wait; looking again this often bounds the harm. */
const LONGEST_WAIT_MS = 30_000;

/** All windows that are for a component: those of the file, and those begun by hand. */
export function createWindows(state: Pick<EngineState, 'maintenance'>) {
  let known: readonly StoredMaintenance[] = [];
  let byHand = new Map<ComponentId, readonly MaintenanceWindow[]>();

  function learn(): void {
    known = state.maintenance;
    byHand = new Map();
    for (const one of known) {
      const window = windowByHand(one);
      for (const id of one.components) {
        byHand.set(id, [...(byHand.get(id) ?? []), window]);
      }
    }
  }

  return ({ id, maintenance }: ComponentSettings): readonly MaintenanceWindow[] => {
    if (known !== state.maintenance) {
      learn();
    }
    const own = byHand.get(id);
    return own === undefined ? maintenance : [...maintenance, ...own];
  };
}

/** The window that runs for a component, for people to see. */
export function maintenanceView(core: Core, component: ComponentSettings): MaintenanceView | null {
  const windows = core.windowsOf(component);
  const running = windows.length === 0 ? null : windowAt(windows, core.clock.now(), core.timeZone).running;
  if (running === null) {
    return null;
  }
  const { id, name = id } = running.window;
  return { id, name, until: running.until, byHand: core.state.maintenance.some((one) => one.id === id) };
}

export function createMaintenanceCommands(core: Core): Pick<Replies, 'startMaintenance' | 'endMaintenance'> {
  const { clock, state, book } = core;

  async function keep(maintenance: readonly StoredMaintenance[], at: EpochMs, text: string): Promise<void> {
    state.maintenance = maintenance;
    await core.write({ values: { [MAINTENANCE_KEY]: maintenance }, events: [loose(at, 'maintenance', text)] });
    core.touch(null);
  }

  /** Whatever is open there is held back, or goes on, from now. */
  function ring(components: readonly ComponentId[], at: EpochMs): void {
    for (const id of components) {
      book.apply(id, { type: 'timer', at });
    }
  }

  return {
    async startMaintenance({ components, forMs, note }, by): Promise<Done> {
      const unknown = components.find((id) => !core.config().components.has(id));
      if (unknown !== undefined) {
        return { accepted: false, text: `There is no component ${unknown}` };
      }
      const from = clock.now();
      const until = from + forMs;
      const id = MaintenanceId.parse(`by-hand-${from.toString(36)}-${state.maintenance.length}`);
      const open = state.maintenance.filter((one) => one.until > from);
      const what = components.length === 1 ? components[0] : `${components.length} components`;
      const text = `${by} began maintenance of ${what} for ${formatDuration(forMs)}${note === '' ? '' : `: ${note}`}`;
      await keep([...open, { id, components, from, until, note, by }], from, text);
      ring(components, from);
      return { accepted: true, text: `Messages are held back for ${formatDuration(forMs)}; watching goes on` };
    },
    async endMaintenance({ id }, by): Promise<Done> {
      const now = clock.now();
      const ended = state.maintenance.find((one) => one.id === id && one.until > now);
      if (ended === undefined) {
        return { accepted: false, text: 'That maintenance is over already, or it stands in the configuration file' };
      }
      const rest = state.maintenance.filter((one) => one !== ended && one.until > now);
      await keep(rest, now, `${by} ended the maintenance that ${ended.by} began`);
      ring(ended.components, now);
      return { accepted: true, text: 'Ended: what is still wrong is said now' };
    },
  };
}

/** Windows begin and end although nothing happens: then everything looks different. Returns the way to stop. */
export function startMaintenanceBell(core: Core): () => void {
  const { clock } = core;
  let cancel: Cancel = () => undefined;

  function look(due: EpochMs | null): void {
    const now = clock.now();
    if (due !== null && due <= now) {
      core.touch(null);
    }
    const windows = new Set([...core.config().components.values()].flatMap(core.windowsOf));
    const { changesAt } = windowAt([...windows], now, core.timeZone);
    const wait = Math.min(LONGEST_WAIT_MS, Math.max(0, (changesAt ?? Number.POSITIVE_INFINITY) - now));
    cancel = clock.after(wait, () => look(changesAt));
  }

  look(null);
  return () => cancel();
}
