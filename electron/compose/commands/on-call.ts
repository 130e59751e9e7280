/**
 * `watchbell oncall`: who is on call now, at an instant, or over a range, and why. Reads overrides made by hand, and whose turn it
 * was, from the store beside the running app.
 */
import type { Config } from '../../../shared/model/config.ts';
import { PersonId, type ScheduleId } from '../../../shared/model/ids.ts';
import { didYouMean } from '../../../shared/rules/nearest.ts';
import { withKeptCalendars } from '../../engine/calendars/kept.ts';
import type { Restored } from '../../engine/ports/store.ts';
import { schedulesAsKept } from '../../engine/rotations.ts';
import { systemClock } from '../../engine/system-clock.ts';
import { readCalendarText } from '../../links/calendars/read-text.ts';
import { openStoreReader } from '../../store/open-store.ts';
import { StoreRefused } from '../../store/trouble.ts';
import { databasePath } from '../folders.ts';
import type { Terminal } from '../terminal.ts';
import { loadConfig } from './context.ts';
import { calendarLines } from './on-call-ical.ts';
import { linesAt, linesBetween } from './on-call-lines.ts';
import { EXIT, type ExitCode, type Places } from './places.ts';
import { type RangeOptions, rangeOf } from './times.ts';

export interface OnCallOptions extends RangeOptions {
  readonly json: boolean;
  /** As a calendar instead. */
  readonly ical: boolean;
  /** Only this schedule. */
  readonly schedule?: string;
  /** Of a calendar only this person's part. */
  readonly person?: string;
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
  const unknown = unknownIn(loaded.config, options);
  if (unknown !== null) {
    terminal.err(unknown);
    return EXIT.badInput;
  }
  const stored = await inStore(places, terminal);
  const made = stored?.overrides ?? [];
  const values = stored?.values ?? new Map<string, unknown>();
  const now = systemClock.now();
  const config = schedulesAsKept(loaded.config, values, now);
  const kept = await withKeptCalendars(config, values, { read: readCalendarText }, now);
  const { schedules } = kept.config;
  for (const { name } of kept.unread) {
    terminal.err(`The calendar of ${name} has not been read yet, and is not in this answer: start Watchbell`);
  }
  const isWhole = stored !== null && kept.unread.length === 0;
  const nameOf = (id: PersonId): string => people.get(id)?.name ?? id;
  const asked = [...schedules.values()].filter(({ id }) => options.schedule === undefined || id === options.schedule);
  if (options.ical) {
    const person = PersonId.safeParse(options.person).data ?? null;
    const question = { schedules: asked, overrides: made, person, nameOf };
    for (const line of calendarLines(question, options, range, values)) {
      terminal.out(line);
    }
    return isWhole ? EXIT.well : EXIT.wrong;
  }
  const answers = asked.map((schedule) => {
    const overrides = made.filter(({ scheduleId }) => scheduleId === schedule.id);
    const question = { schedule, overrides, nameOf, json: options.json };
    return 'at' in range ? linesAt(question, range.at) : linesBetween(question, range.from, range.to);
  });
  for (const line of answers.flatMap(({ lines }) => lines)) {
    terminal.out(line);
  }
  return !isWhole || answers.some(({ gap }) => gap) ? EXIT.wrong : EXIT.well;
}

/** What was asked for and is not there. */
function unknownIn({ schedules, people }: Config, { schedule, person }: OnCallOptions): string | null {
  const wrong = (kind: string, id: string, known: Iterable<string>): string =>
    `There is no ${kind} ${JSON.stringify(id)} in the configuration${didYouMean(id, known)}`;
  if (schedule !== undefined && !schedules.has(schedule as ScheduleId)) {
    return wrong('schedule', schedule, schedules.keys());
  }
  return person === undefined || people.has(person as PersonId) ? null : wrong('person', person, people.keys());
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
