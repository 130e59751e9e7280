/**
 * Overrides of one schedule, from the file and from the store, in one form; and who is on call once they are applied.
 *
 * One pass over the people whose turn it is, never chained: a replacement is judged by who WOULD be on call, not by what another
 * override made of it. In doubt somebody is woken: an addition or a substitute wins over a removal.
 */
import type { EpochMs, OverrideId, PersonId } from '../../model/ids.ts';
import { assertNever } from '../../model/never.ts';
import type { MOVES, Schedule, StoredOverride } from '../../model/schedule.ts';
import type { Duty } from './sources.ts';
import { momentInstant } from './wall.ts';

/** An override with its times as instants: [from, to). `id` and `author` are null when it stands in the file. */
export interface Exception {
  readonly id: OverrideId | null;
  readonly kind: StoredOverride['kind'];
  readonly person: PersonId;
  readonly by: PersonId | null;
  readonly from: EpochMs;
  readonly to: EpochMs;
  readonly note: string;
  readonly author: string | null;
  /** By which gesture and when; null: as an override. */
  readonly move: { readonly kind: (typeof MOVES)[number]; readonly at: EpochMs } | null;
}

/** Somebody on call: by turn (`exception` null) or by an exception. */
export interface OnCallPerson {
  readonly personId: PersonId;
  readonly duty: Duty | null;
  readonly exception: Exception | null;
}

/** All overrides of the schedule that end after `after`; those of other schedules, and those without length, are left out. */
export function exceptionsOf(
  schedule: Schedule,
  stored: readonly StoredOverride[],
  after: EpochMs,
): readonly Exception[] {
  const fromStore = stored.filter((override) => override.scheduleId === schedule.id);
  return [...inFile(schedule), ...fromStore.map(asException)].filter(({ from, to }) => from < to && to > after);
}

function asException({ move, createdAt, ...override }: StoredOverride): Exception {
  return { ...override, move: move === undefined ? null : { kind: move, at: createdAt } };
}

const filed = new WeakMap<Schedule, readonly Exception[]>();

/** Those of the file, read once for each configuration. */
function inFile(schedule: Schedule): readonly Exception[] {
  let exceptions = filed.get(schedule);
  if (exceptions === undefined) {
    exceptions = schedule.overrides.map((override) => ({
      id: null,
      kind: override.kind,
      person: override.person,
      by: override.by ?? null,
      from: momentInstant(override.from, schedule.timeZone),
      to: momentInstant(override.to, schedule.timeZone),
      note: override.note ?? '',
      author: null,
      move: null,
    }));
    filed.set(schedule, exceptions);
  }
  return exceptions;
}

/** The exceptions in force at an instant: from their start, not at their end. */
export function inForce(exceptions: readonly Exception[], at: EpochMs): readonly Exception[] {
  return exceptions.filter(({ from, to }) => from <= at && at < to);
}

/** Instants after `after` at which some exception begins or ends, rising, each once. */
export function turningPoints(exceptions: readonly Exception[], after: EpochMs): readonly EpochMs[] {
  const points = new Set(exceptions.flatMap(({ from, to }) => [from, to]).filter((at) => at > after));
  return [...points].sort((a, b) => a - b);
}

/** Who is on call when these turns run and these exceptions are in force. Each person once; empty: nobody. */
export function peopleWith(duties: readonly Duty[], active: readonly Exception[]): readonly OnCallPerson[] {
  const away = new Set<PersonId>();
  const others: OnCallPerson[] = [];
  for (const exception of active) {
    const { kind, person, by } = exception;
    switch (kind) {
      case 'add':
        others.push({ personId: person, duty: null, exception });
        break;
      case 'remove':
        away.add(person);
        break;
      case 'replace':
        // Without a substitute there is nothing to put in the place: leaving the person on call is safer than nobody.
        if (by !== null && duties.some(({ personId }) => personId === person)) {
          away.add(person);
          others.push({ personId: by, duty: null, exception });
        }
        break;
      default:
        assertNever(kind, 'kind of override');
    }
  }
  const stay = duties.filter(({ personId }) => !away.has(personId));
  const all = [...stay.map((duty) => ({ personId: duty.personId, duty, exception: null })), ...others];
  return all.filter(({ personId }, place) => all.findIndex((other) => other.personId === personId) === place);
}

/** The removal that takes somebody off call whose turn it is, if there is one. */
export function removalOf(duties: readonly Duty[], active: readonly Exception[]): Exception | null {
  return (
    active.find(({ kind, person }) => kind === 'remove' && duties.some(({ personId }) => personId === person)) ?? null
  );
}
