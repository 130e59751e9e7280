/**
 * Who really was on call: what was written down as it happened wins over what the schedule says today about the past.
 */
import type { WatchEvent } from '../../model/event.ts';
import { type EpochMs, PersonId, type ScheduleId } from '../../model/ids.ts';
import type { Shift } from './shifts.ts';

/** An entry of the record: from `at` on these people, in this schedule. */
export type DutyEvent = Pick<WatchEvent, 'at' | 'text' | 'data'>;

/** What stands in the data of an `on-call` event. Small and flat, as events are. */
export function dutyData(scheduleId: ScheduleId, people: readonly PersonId[], because: string): WatchEvent['data'] {
  return { schedule: scheduleId, people: people.join(' '), because };
}

/** The people of an entry; null: it is of another schedule, or no such entry. */
export function dutyPeople({ data }: DutyEvent, scheduleId: ScheduleId): readonly PersonId[] | null {
  if (data.schedule !== scheduleId || typeof data.people !== 'string') {
    return null;
  }
  return data.people.split(' ').flatMap((id) => PersonId.safeParse(id).data ?? []);
}

/**
 * The recorded shifts of [from, to), and from when on they are known. `events`: in any order, with the last one before `from` among
 * them where there is one. Null: nothing was written down before `to`.
 */
export function recordedShifts(
  events: readonly DutyEvent[],
  scheduleId: ScheduleId,
  from: EpochMs,
  to: EpochMs,
): { readonly since: EpochMs; readonly shifts: readonly Shift[] } | null {
  const entries = events
    .flatMap((event) => {
      const people = dutyPeople(event, scheduleId);
      return people === null ? [] : [{ at: event.at, people, because: String(event.data.because ?? event.text) }];
    })
    .toSorted((a, b) => a.at - b.at)
    .filter(({ at }) => at < to);
  const first = entries.findLast(({ at }) => at <= from) ?? entries[0];
  if (first === undefined || to <= from) {
    return null;
  }
  const used = entries.slice(entries.indexOf(first));
  const shifts = used.flatMap(({ at, people, because }, place): Shift[] => {
    const begins = Math.max(at, from);
    const ends = Math.min(used[place + 1]?.at ?? to, to);
    const own = people.map((personId) => ({ personId, because, source: 'record', overrideId: null }));
    return ends > begins ? [{ from: begins, to: ends, people: own, because, overrideId: null }] : [];
  });
  return { since: Math.max(first.at, from), shifts };
}
