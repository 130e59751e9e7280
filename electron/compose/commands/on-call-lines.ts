/**
 * What `watchbell oncall` prints: for people by the schedule's own wall clock, for programs as JSON with every time in ISO 8601.
 *
 * Pure. Nobody is said, never left blank.
 */
import type { EpochMs, PersonId } from '../../../shared/model/ids.ts';
import type { Schedule, StoredOverride } from '../../../shared/model/schedule.ts';
import { onCallAt, shiftsBetween } from '../../../shared/rules/oncall/oncall.ts';
import { wallClock } from '../../../shared/rules/wall-clock.ts';

/** One schedule, with the overrides of it that were made by hand. */
export interface Question {
  readonly schedule: Schedule;
  readonly overrides: readonly StoredOverride[];
  readonly nameOf: (id: PersonId) => string;
  readonly json: boolean;
}

export interface Lines {
  readonly lines: readonly string[];
  /** Nobody is on call at some time asked for. */
  readonly gap: boolean;
}

/** At one instant. */
export function linesAt({ schedule, overrides, nameOf, json }: Question, at: EpochMs): Lines {
  const { people, because, next } = onCallAt(schedule, overrides, at, nameOf);
  const gap = people.length === 0;
  const { timeZone } = schedule;
  if (json) {
    const line = {
      schedule: schedule.id,
      timeZone,
      at: iso(at),
      people: people.map((one) => ({
        ...named(one.personId, nameOf),
        until: one.until === null ? null : iso(one.until),
        because: one.because,
      })),
      because,
      next: next === null ? null : { at: iso(next.at), people: next.people.map((id) => named(id, nameOf)) },
      standby: schedule.standby.map((id) => named(id, nameOf)),
    };
    return { lines: [JSON.stringify(line)], gap };
  }
  const who = people.map(
    (one) =>
      `${nameOf(one.personId)}${one.until === null ? '' : ` until ${wallClock(one.until, at, timeZone)}`} (${one.because})`,
  );
  const then =
    next === null
      ? ''
      : `; then ${next.people.map(nameOf).join(', ') || 'nobody'} at ${wallClock(next.at, at, timeZone)}`;
  const standby = schedule.standby.length === 0 ? '' : `; on standby: ${schedule.standby.map(nameOf).join(', ')}`;
  return {
    lines: [`${schedule.name}: ${who.join(', ') || `nobody (${because})`}${then}${standby} [${timeZone}]`],
    gap,
  };
}

/** All shifts of a range, `to` not included. */
export function linesBetween({ schedule, overrides, nameOf, json }: Question, from: EpochMs, to: EpochMs): Lines {
  const shifts = shiftsBetween(schedule, overrides, from, to, nameOf);
  const gap = shifts.some(({ people }) => people.length === 0);
  const { timeZone } = schedule;
  if (json) {
    const lines = shifts.map((shift) =>
      JSON.stringify({
        schedule: schedule.id,
        timeZone,
        from: iso(shift.from),
        to: iso(shift.to),
        people: shift.people.map(({ personId }) => named(personId, nameOf)),
        because: shift.because,
      }),
    );
    return { lines, gap };
  }
  const day = dayFormat(timeZone);
  const lines = shifts.map(({ people, because, ...shift }) => {
    const who = people.map(({ personId }) => nameOf(personId)).join(', ') || 'NOBODY';
    return `  ${day.format(shift.from)} - ${day.format(shift.to)}  ${who}  (${because})`;
  });
  return { lines: [`${schedule.name} [${timeZone}]`, ...lines], gap };
}

const iso = (at: EpochMs): string => new Date(at).toISOString();

const named = (id: PersonId, nameOf: Question['nameOf']) => ({ id, name: nameOf(id) });

function dayFormat(timeZone: string): Intl.DateTimeFormat {
  return new Intl.DateTimeFormat('en-GB', {
    timeZone,
    weekday: 'short',
    day: '2-digit',
    month: 'short',
    year: 'numeric',
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
  });
}
