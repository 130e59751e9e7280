/**
 * Why somebody is on call, in words: "Kim, turn 3 of 4 (week of Mon 5 Jan)", "override by Sam until 06:00, in place of Kim".
 *
 * Dates and times are on the wall clock of the schedule's zone. Names come from the caller; an id does where none is known.
 */
import { formatDuration } from '../../model/duration.ts';
import type { EpochMs, PersonId } from '../../model/ids.ts';
import { assertNever } from '../../model/never.ts';
import type { Layer } from '../../model/schedule.ts';
import type { Exception, OnCallPerson } from './overrides.ts';
import type { TemporaryClock } from './rota.ts';
import type { Duty } from './sources.ts';
import { DAY_MS, type WallMs, wallAt } from './wall.ts';

export type NameOf = (person: PersonId) => string;

const WEEKDAYS = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat'] as const;
const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'] as const;

function day(wall: WallMs): string {
  const date = new Date(wall);
  return `${WEEKDAYS[date.getUTCDay()]} ${date.getUTCDate()} ${MONTHS[date.getUTCMonth()]}`;
}

function clock(wall: WallMs): string {
  const date = new Date(wall);
  return [date.getUTCHours(), date.getUTCMinutes()].map((part) => String(part).padStart(2, '0')).join(':');
}

/** Below a day the clock time alone is clear; a longer one needs its date. */
function until({ from, to }: { readonly from: EpochMs; readonly to: EpochMs }, zone: string): string {
  const end = wallAt(to, zone);
  return to - from < DAY_MS ? clock(end) : `${day(end)} ${clock(end)}`;
}

/** Why it is this person's turn. */
function dutyWords(duty: Duty, zone: string, nameOf: NameOf): string {
  if (duty.kind === 'calendar') {
    const { shift, isOverride } = duty;
    const what = isOverride ? 'override in the calendar' : 'calendar';
    return `${nameOf(duty.personId)}, ${what} until ${until(shift, zone)} (${shift.title})`;
  }
  const {
    personId,
    turn,
    layer: { layer, turns },
  } = duty;
  const name = layer.name === undefined ? '' : `layer ${layer.name}, `;
  const place = turns.positionOf(turn) + 1;
  return `${nameOf(personId)}, ${name}turn ${place} of ${turns.count} (${turnWords(layer, turns.wallStartOf(turn), turn)})`;
}

function turnWords({ turn, every, lengths }: Layer, start: WallMs, index: number): string {
  const units = (unit: string) => (every === 1 ? `${unit} of` : `${every} ${unit}s from`);
  switch (turn) {
    case 'hourly':
      return `${units('hour')} ${day(start)} ${clock(start)}`;
    case 'daily':
      return `${units('day')} ${day(start)}`;
    case 'weekly':
      return `${units('week')} ${day(start)}`;
    case 'monthly':
      return `${every === 1 ? 'month' : `${every} months`} from ${day(start)}`;
    case 'custom':
      return `${formatDuration(lengths?.at(index % lengths.length) ?? 0)} from ${day(start)} ${clock(start)}`;
    default:
      return assertNever(turn, 'kind of turn');
  }
}

function exceptionWords(exception: Exception, zone: string): string {
  const source = exception.author === null ? 'override in the configuration file' : `override by ${exception.author}`;
  const note = exception.note === '' ? '' : ` (${exception.note})`;
  return `${source} until ${until(exception, zone)}${note}`;
}

/** Who did it stands in the history; here it is the gesture that counts, and whose place it is. */
function moveWords(exception: Exception, move: NonNullable<Exception['move']>, zone: string, nameOf: NameOf): string {
  const end = until(exception, zone);
  const note = exception.note === '' ? '' : ` (${exception.note})`;
  const place = exception.kind === 'replace' ? `in place of ${nameOf(exception.person)}` : 'nobody was on call';
  switch (move.kind) {
    case 'take-over':
      return `took over until ${end}${note}, ${place}`;
    case 'hand-over':
      return `handed over until ${end}${note}, ${place}`;
    case 'swap': {
      const agreed = wallAt(move.at, zone);
      return `swap with ${nameOf(exception.person)}, agreed ${day(agreed)} ${clock(agreed)}, until ${end}${note}`;
    }
    default:
      return assertNever(move.kind, 'gesture');
  }
}

/** Why this person is on call. */
export function becauseOf({ personId, duty, exception }: OnCallPerson, zone: string, nameOf: NameOf): string {
  if (exception !== null) {
    if (exception.move !== null) {
      return moveWords(exception, exception.move, zone, nameOf);
    }
    const words = exceptionWords(exception, zone);
    return exception.kind === 'replace' ? `${words}, in place of ${nameOf(exception.person)}` : `${words}, added`;
  }
  return duty === null ? nameOf(personId) : dutyWords(duty, zone, nameOf);
}

/** Why somebody is on call whom a temporary schedule names. */
export function temporaryWords(temporary: TemporaryClock, zone: string): string {
  return `${temporary.name === null ? 'temporary schedule' : `temporary schedule ${temporary.name}`} until ${until(temporary, zone)}`;
}

/** Why nobody is on call: somebody was taken off, or it is nobody's turn. */
export function becauseNobody(removal: Exception | null, zone: string, nameOf: NameOf): string {
  return removal === null
    ? 'nobody: no layer has anybody at this time'
    : `nobody: ${nameOf(removal.person)} was taken off, ${exceptionWords(removal, zone)}`;
}
