/**
 * `watchbell maintenance`: begun and ended by whoever works on something, or by the script that deploys; asked of the Watchbell that runs.
 */
import type { Done } from '../../../shared/contract/contract.ts';
import type { Snapshot } from '../../../shared/contract/view.ts';
import { parseDuration } from '../../../shared/model/duration.ts';
import type { ComponentId } from '../../../shared/model/ids.ts';
import type { MaintenanceId } from '../../../shared/model/maintenance.ts';
import { didYouMean } from '../../../shared/rules/nearest.ts';
import { wallClock } from '../../../shared/rules/wall-clock.ts';
import { systemClock } from '../../engine/system-clock.ts';
import type { Terminal } from '../terminal.ts';
import { Mistaken, withRunning } from './moves.ts';
import type { ExitCode, Places } from './places.ts';

type Looked = Pick<Snapshot, 'components' | 'groups'>;

export interface BeginOptions {
  /** A length, like 30m. */
  readonly for: string;
  readonly note: string;
}

/** @param said ids of components, or of groups */
export function maintenanceBeginCommand(
  places: Places,
  said: readonly string[],
  options: BeginOptions,
  terminal: Terminal,
): Promise<ExitCode> {
  return withRunning(places, terminal, async (running) => {
    const forMs = parseDuration(options.for);
    if (forMs === null || forMs <= 0) {
      throw new Mistaken(`--for ${JSON.stringify(options.for)} is not a length of time; write it like 30m or 2h`);
    }
    const components = componentsIn(await running.ask('snapshot', {}), said);
    return running.ask('startMaintenance', { components: [...components], forMs, note: options.note });
  });
}

/** @param said ids of components, or of groups; nothing: all that was begun by hand */
export function maintenanceEndCommand(places: Places, said: readonly string[], terminal: Terminal): Promise<ExitCode> {
  return withRunning(places, terminal, async (running) => {
    let done: Done = { accepted: false, text: 'No maintenance that was begun by hand runs there' };
    // A script that begins twice ends once: below one that has ended another may come to light, and would go on holding pages back.
    for (;;) {
      const world = await running.ask('snapshot', {});
      const ids = byHandOn(world, said.length === 0 ? null : new Set(componentsIn(world, said)));
      if (ids.size === 0) {
        return done;
      }
      for (const id of ids) {
        done = await running.ask('endMaintenance', { id });
        if (!done.accepted) {
          return done;
        }
      }
    }
  });
}

/** What runs there and was begun by hand; `about` null: anywhere. */
function byHandOn({ components }: Looked, about: ReadonlySet<ComponentId> | null): ReadonlySet<MaintenanceId> {
  return new Set(
    components.flatMap(({ id, maintenance }) =>
      maintenance?.byHand === true && (about === null || about.has(id)) ? [maintenance.id] : [],
    ),
  );
}

export function maintenanceListCommand(
  places: Places,
  { json }: { readonly json: boolean },
  terminal: Terminal,
): Promise<ExitCode> {
  return withRunning(places, terminal, async (running) => {
    const { components } = await running.ask('snapshot', {});
    const now = systemClock.now();
    const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
    const lines = components.flatMap(({ id, maintenance }) => {
      if (maintenance === null) {
        return [];
      }
      const { name, until, byHand } = maintenance;
      return json
        ? [JSON.stringify({ component: id, ...maintenance })]
        : [`${id}  until ${wallClock(until, now, zone)}: ${name}${byHand ? '' : ' [configuration]'}`];
    });
    return { accepted: true, text: lines.length === 0 && !json ? 'No maintenance runs' : lines.join('\n') };
  });
}

function componentsIn({ components, groups }: Looked, said: readonly string[]): readonly ComponentId[] {
  const found = said.flatMap((word) => {
    const own = components.filter(({ id }) => id === word);
    const members = own.length > 0 ? own : components.filter(({ group }) => group === word);
    if (members.length === 0) {
      const known = [...components, ...groups].map(({ id }) => id);
      throw new Mistaken(`There is no component or group ${JSON.stringify(word)}${didYouMean(word, known)}`);
    }
    return members.map(({ id }) => id);
  });
  return [...new Set(found)];
}
