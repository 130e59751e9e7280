/**
 * `watchbell oncall`: who is on call now, at an instant, or over a range, and why. Reads overrides made by hand from the store
 * beside the running app.
 */
import { parseDuration } from '../../../shared/model/duration.ts';
import type { PersonId } from '../../../shared/model/ids.ts';
import type { Schedule, StoredOverride } from '../../../shared/model/roster.ts';
import { onCallAt, shiftsBetween } from '../../../shared/rules/oncall/oncall.ts';
import { wallClock } from '../../../shared/rules/wall-clock.ts';
import { systemClock } from '../../engine/system-clock.ts';
import { openStoreReader } from '../../store/open-store.ts';
import { databasePath } from '../folders.ts';
import { EXIT, type ExitCode, loadConfig, type Places, type Terminal } from './context.ts';

export interface OnCallOptions {
  readonly at?: string;
  readonly from?: string;
  readonly to?: string;
  readonly json: boolean;
}

const QUIET_LOG = { info: () => undefined, warn: () => undefined, error: () => undefined };

export async function onCallCommand(places: Places, options: OnCallOptions, terminal: Terminal): Promise<ExitCode> {
  const loaded = await loadConfig(places, terminal);
  if (loaded === null) {
    return EXIT.badInput;
  }
  const now = systemClock.now();
  const range = rangeOf(options, now);
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

/** `--at`, or `--from`/`--to`; a text says what is wrong with them. Times: ISO 8601, or a duration from now like `3d`. */
function rangeOf({ at, from, to }: OnCallOptions, now: number): { at: number } | { from: number; to: number } | string {
  if (from === undefined && to === undefined) {
    const instant = at === undefined ? now : instantOf(at, now);
    return instant === null ? notATime('--at', at) : { at: instant };
  }
  const start = from === undefined ? now : instantOf(from, now);
  const end = to === undefined ? now + 14 * 86_400_000 : instantOf(to, now);
  if (start === null || end === null) {
    return start === null ? notATime('--from', from) : notATime('--to', to);
  }
  return end > start ? { from: start, to: end } : '--to must be later than --from';
}

function instantOf(text: string, now: number): number | null {
  const ahead = parseDuration(text);
  if (ahead !== null) {
    return now + ahead;
  }
  const parsed = Date.parse(text);
  return Number.isNaN(parsed) ? null : parsed;
}

const notATime = (option: string, text: string | undefined): string =>
  `${option} ${JSON.stringify(text ?? '')} is not a time; write it like 2026-12-24T18:00:00Z, or a duration from now like 3d`;

async function storedOverrides(places: Places, { err }: Terminal): Promise<readonly StoredOverride[]> {
  try {
    const reader = await openStoreReader({ path: databasePath(places.stateFolder), log: QUIET_LOG });
    const { overrides } = await reader.restore();
    await reader.close();
    return overrides;
  } catch (error) {
    err(`Overrides made by hand are not in this answer: ${error instanceof Error ? error.message : String(error)}`);
    return [];
  }
}
