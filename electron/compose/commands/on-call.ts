/**
 * `watchbell oncall`: who is on call now, at an instant, or over a range, and why. Reads overrides made by hand from the store
 * beside the running app.
 */
import type { PersonId } from '../../../shared/model/ids.ts';
import type { StoredOverride } from '../../../shared/model/schedule.ts';
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
  const { schedules, people } = loaded.config;
  if (schedules.size === 0) {
    terminal.err('The configuration has no schedule: nobody is on call by rota');
    return EXIT.wrong;
  }
  const made = await storedOverrides(places, terminal);
  const nameOf = (id: PersonId): string => people.get(id)?.name ?? id;
  const answers = [...schedules.values()].map((schedule) => {
    const overrides = (made ?? []).filter(({ scheduleId }) => scheduleId === schedule.id);
    const question = { schedule, overrides, nameOf, json: options.json };
    return 'at' in range ? linesAt(question, range.at) : linesBetween(question, range.from, range.to);
  });
  for (const line of answers.flatMap(({ lines }) => lines)) {
    terminal.out(line);
  }
  return made === null || answers.some(({ gap }) => gap) ? EXIT.wrong : EXIT.well;
}

/** Null: they could not be read, and that was said. */
async function storedOverrides(places: Places, { err }: Terminal): Promise<readonly StoredOverride[] | null> {
  try {
    const reader = await openStoreReader({ path: databasePath(places.stateFolder), log: QUIET_LOG });
    const { overrides } = await reader.restore();
    await reader.close();
    return overrides;
  } catch (error) {
    if (error instanceof StoreRefused && error.refusal === 'absent') {
      return []; // nobody has made any
    }
    err(`Overrides made by hand are not in this answer: ${error instanceof Error ? error.message : String(error)}`);
    return null;
  }
}
