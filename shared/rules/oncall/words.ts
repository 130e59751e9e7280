/**
 * Why somebody is on call, in words: "Kim, turn 3 of 4 (week of Mon 5 Jan)", "override by Sam until 06:00, in place of Kim".
 *
 * Dates and times are on the wall clock of the schedule's zone. Names come from the caller; an id does where none is known.
 */
import type { Temporal } from 'temporal-polyfill';
import type { EpochMs, PersonId } from '../../model/ids.ts';
import type { Schedule } from '../../model/schedule.ts';
import type { Exception, OnCallPerson } from './overrides.ts';
import type { Turns } from './turns.ts';
import { wallAt } from './wall.ts';

export type NameOf = (person: PersonId) => string;

const WEEKDAYS = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'] as const;
const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'] as const;
const DAY_MS = 86_400_000;

const day = (wall: Temporal.PlainDateTime) => `${WEEKDAYS[wall.dayOfWeek - 1]} ${wall.day} ${MONTHS[wall.month - 1]}`;
const clock = (wall: Temporal.PlainDateTime) =>
  [wall.hour, wall.minute].map((part) => String(part).padStart(2, '0')).join(':');

/** Below a day the clock time alone is clear; a longer one needs its date. */
function until({ from, to }: { readonly from: EpochMs; readonly to: EpochMs }, zone: string): string {
  const end = wallAt(to, zone);
  return to - from < DAY_MS ? clock(end) : `${day(end)} ${clock(end)}`;
}

function turnWords(schedule: Schedule, turns: Turns, index: number, nameOf: NameOf): string {
  const { turn, every } = schedule.rotation;
  const unit = turn === 'weekly' ? 'week' : 'day';
  const span = every === 1 ? `${unit} of` : `${every} ${unit}s from`;
  const place = turns.positionOf(index) + 1;
  return `${nameOf(turns.personOf(index))}, turn ${place} of ${turns.count} (${span} ${day(turns.wallStartOf(index))})`;
}

function exceptionWords(exception: Exception, zone: string): string {
  const source = exception.author === null ? 'override in the configuration file' : `override by ${exception.author}`;
  const note = exception.note === '' ? '' : ` (${exception.note})`;
  return `${source} until ${until(exception, zone)}${note}`;
}

/** Why this person is on call during this turn. */
export function becauseOf(
  person: OnCallPerson,
  schedule: Schedule,
  turns: Turns,
  index: number,
  nameOf: NameOf,
): string {
  const { exception } = person;
  if (exception === null) {
    return turnWords(schedule, turns, index, nameOf);
  }
  const words = exceptionWords(exception, turns.zone);
  return exception.kind === 'replace' ? `${words}, in place of ${nameOf(exception.person)}` : `${words}, added`;
}

/** Why nobody is on call: there is always a removal behind it. */
export function becauseNobody(removal: Exception | null, zone: string, nameOf: NameOf): string {
  return removal === null
    ? 'nobody'
    : `nobody: ${nameOf(removal.person)} was taken off, ${exceptionWords(removal, zone)}`;
}
