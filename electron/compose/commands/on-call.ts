/**
 * `watchbell oncall`: who is on call now, at an instant, or over a range, and why. Reads overrides made by hand, and whose turn it
 * was, from the store beside the running app.
 */
import type { PersonId } from '../../../shared/model/ids.ts';
import type { Restored } from '../../engine/ports.ts';
import { schedulesAsKept } from '../../engine/rotations.ts';
import { systemClock } from '../../engine/system-clock.ts';
import { openStoreReader } from '../../store/open-store.ts';
import { StoreRefused } from '../../store/trouble.ts';
import { databasePath } from '../folders.ts';
import type { Terminal } from '../terminal.ts';
import { EXIT, type ExitCode, loadConfig, type Places } from './context.ts';
import { linesAt, linesBetween } from './on-call-lines.ts';
import { type RangeOptions, rangeOf } from './times.ts';

export interface OnCallOptions extends RangeOptions {
  readonly json: boolean;
}

const QUIET_LOG = { info: () => undefined, warn: () => undefined, error: () => undefined };

/** Ends with `wrong` when nobody is on call at some time asked for, or when the answer may not be the whole truth. */
export async function onCallCommand(places: Places, options: OnCallOptions, terminal: Terminal): Promise<ExitCode> {
  const loaded = await loadConfig(places, terminal);
  if (loaded === null) {
    return EXIT.badInput;
  }
  const range = rangeOf(options, systemClock.now(), Intl.DateTimeFormat().resolvedOptions().timeZone);
  if (typeof range === 'string') {
    terminal.err(range);
    return EXIT.badInput;
  }
  const { people } = loaded.config;
  if (loaded.config.schedules.size === 0) {
    terminal.err('The configuration has no schedule: nobody is on call by rota');
    return EXIT.wrong;
  }
  const stored = await inStore(places, terminal);
  const made = stored?.overrides ?? [];
  const { schedules } = schedulesAsKept(loaded.config, stored?.values ?? new Map(), systemClock.now());
  const nameOf = (id: PersonId): string => people.get(id)?.name ?? id;
  const answers = [...schedules.values()].map((schedule) => {
    const overrides = made.filter(({ scheduleId }) => scheduleId === schedule.id);
    const question = { schedule, overrides, nameOf, json: options.json };
    return 'at' in range ? linesAt(question, range.at) : linesBetween(question, range.from, range.to);
  });
  for (const line of answers.flatMap(({ lines }) => lines)) {
    terminal.out(line);
  }
  return stored === null || answers.some(({ gap }) => gap) ? EXIT.wrong : EXIT.well;
}

/** Null: they could not be read, and that was said. */
async function inStore(places: Places, { err }: Terminal): Promise<Pick<Restored, 'overrides' | 'values'> | null> {
  try {
    const reader = await openStoreReader({ path: databasePath(places.stateFolder), log: QUIET_LOG });
    const restored = await reader.restore();
    await reader.close();
    return restored;
  } catch (error) {
    if (error instanceof StoreRefused && error.refusal === 'absent') {
      return { overrides: [], values: new Map() }; // nobody has made any
    }
    err(`Overrides made by hand are not in this answer: ${error instanceof Error ? error.message : String(error)}`);
    return null;
  }
}
