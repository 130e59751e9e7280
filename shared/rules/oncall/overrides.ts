/**
 * Overrides of one schedule, from the file and from the store, in one form; and who is on call once they are applied.
 *
 * One pass over the rotation's person, never chained: a replacement is judged by who WOULD be on call, not by what another
 * override made of it. In doubt somebody is woken: an addition or a substitute wins over a removal.
 */
import type { EpochMs, OverrideId, PersonId } from '../../model/ids.ts';
import { assertNever } from '../../model/never.ts';
import type { Schedule, StoredOverride } from '../../model/schedule.ts';
import { momentInstant, surelyBefore } from './wall.ts';

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
}

/** Somebody on call: by turn (`exception` null) or by an exception. */
export interface OnCallPerson {
  readonly personId: PersonId;
  readonly exception: Exception | null;
}

/** All overrides of the schedule that end after `after`; those of other schedules, and those without length, are left out. */
export function exceptionsOf(
  schedule: Schedule,
  stored: readonly StoredOverride[],
  after: EpochMs,
): readonly Exception[] {
  const fromFile = schedule.overrides
    .filter((override) => !surelyBefore(override.to, after))
    .map(
      (override): Exception => ({
        id: null,
        kind: override.kind,
        person: override.person,
        by: override.by ?? null,
        from: momentInstant(override.from, schedule.timeZone),
        to: momentInstant(override.to, schedule.timeZone),
        note: override.note ?? '',
        author: null,
      }),
    );
  const fromStore = stored.filter((override) => override.scheduleId === schedule.id);
  return [...fromFile, ...fromStore].filter(({ from, to }) => from < to && to > after);
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

/** Who is on call when the turn is `base`'s and these exceptions are in force. Each person once; empty: nobody. */
export function peopleWith(base: PersonId, active: readonly Exception[]): readonly OnCallPerson[] {
  let baseStays = true;
  const others: OnCallPerson[] = [];
  for (const exception of active) {
    switch (exception.kind) {
      case 'add':
        others.push({ personId: exception.person, exception });
        break;
      case 'remove':
        baseStays &&= exception.person !== base;
        break;
      case 'replace':
        // Without a substitute there is nothing to put in the place: leaving the person on call is safer than nobody.
        if (exception.person === base && exception.by !== null) {
          baseStays = false;
          others.push({ personId: exception.by, exception });
        }
        break;
      default:
        assertNever(exception.kind, 'kind of override');
    }
  }
  const all = baseStays ? [{ personId: base, exception: null }, ...others] : others;
  return all.filter(({ personId }, place) => all.findIndex((other) => other.personId === personId) === place);
}

/** The removal that takes the turn's person off call, if there is one. */
export function removalOf(base: PersonId, active: readonly Exception[]): Exception | null {
  return active.find(({ kind, person }) => kind === 'remove' && person === base) ?? null;
}
