/**
 * `watchbell oncall`: who is on call now, at an instant, or over a range, and why. Reads overrides made by hand from the store
 * beside the running app.
 */
import type { PersonId } from '../../../shared/model/ids.ts';
import type { Schedule, StoredOverride } from '../../../shared/model/roster.ts';
import { onCallAt, shiftsBetween } from '../../../shared/rules/oncall/oncall.ts';
import { wallClock } from '../../../shared/rules/wall-clock.ts';
import { systemClock } from '../../engine/system-clock.ts';
import { openStoreReader } from '../../store/open-store.ts';
import { StoreRefused } from '../../store/trouble.ts';
import { databasePath } from '../folders.ts';
import type { Terminal } from '../terminal.ts';
import { EXIT, type ExitCode, loadConfig, type Places } from './context.ts';
import { type RangeOptions, rangeOf } from './times.ts';

export interface OnCallOptions extends RangeOptions {
  readonly json: boolean;
}

const QUIET_LOG = { info: () => undefined, warn: () => undefined, error: () => undefined };

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
  const overrides = await storedOverrides(places, terminal);
  const nameOf = (id: PersonId): string => people.get(id)?.name ?? id;
  let gap = false;
  for (const schedule of schedules.values()) {
    const own = overrides.filter(({ scheduleId }) => scheduleId === schedule.id);
    const lines =
      'at' in range
        ? nowLines(schedule, own, range.at, nameOf, options.json)
        : shiftLines(schedule, own, range, nameOf, options.json);
    gap ||= lines.gap;
    lines.lines.forEach(terminal.out);
  }
  return gap ? EXIT.wrong : EXIT.well;
}

interface Lines {
  readonly lines: readonly string[];
  /** Nobody is on call at some time asked for. */
  readonly gap: boolean;
}

function nowLines(
  schedule: Schedule,
  own: readonly StoredOverride[],
  at: number,
  nameOf: (id: PersonId) => string,
  json: boolean,
): Lines {
  const answer = onCallAt(schedule, own, at, nameOf);
  const gap = answer.people.length === 0;
  if (json) {
    return { lines: [JSON.stringify({ schedule: schedule.id, at: new Date(at).toISOString(), ...answer })], gap };
  }
  const { timeZone } = schedule;
  const who = answer.people.map(
    ({ personId, until, because }) =>
      `${nameOf(personId)}${until === null ? '' : ` until ${wallClock(until, at, timeZone)}`} (${because})`,
  );
  const next =
    answer.next === null
      ? ''
      : `; then ${answer.next.people.map(nameOf).join(', ') || 'nobody'} at ${wallClock(answer.next.at, at, timeZone)}`;
  return { lines: [`${schedule.name}: ${who.join(', ') || `nobody (${answer.because})`}${next} [${timeZone}]`], gap };
}

function shiftLines(
  schedule: Schedule,
  own: readonly StoredOverride[],
  { from, to }: { readonly from: number; readonly to: number },
  nameOf: (id: PersonId) => string,
  json: boolean,
): Lines {
  const shifts = shiftsBetween(schedule, own, from, to, nameOf);
  const gap = shifts.some(({ people }) => people.length === 0);
  if (json) {
    const rows = shifts.map((shift) =>
      JSON.stringify({
        schedule: schedule.id,
        from: new Date(shift.from).toISOString(),
        to: new Date(shift.to).toISOString(),
        people: shift.people.map(({ personId }) => personId),
        because: shift.because,
      }),
    );
    return { lines: rows, gap };
  }
  const format = new Intl.DateTimeFormat('en-GB', {
    timeZone: schedule.timeZone,
    weekday: 'short',
    day: '2-digit',
    month: 'short',
    year: 'numeric',
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
  });
  const rows = shifts.map(
    (shift) =>
      `  ${format.format(shift.from)} - ${format.format(shift.to)}  ${shift.people.map(({ personId }) => nameOf(personId)).join(', ') || 'NOBODY'}  (${shift.because})`,
  );
  return { lines: [`${schedule.name} [${schedule.timeZone}]`, ...rows], gap };
}

async function storedOverrides(places: Places, { err }: Terminal): Promise<readonly StoredOverride[]> {
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
    return [];
  }
}
