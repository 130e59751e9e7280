/**
 * Where somebody is at an instant, and until when their quiet hours last. Their own word by hand wins over the file.
 */
import type { EpochMs } from '../model/ids.ts';
import type { PresenceState, StoredPresence } from '../model/presence.ts';
import type { Person } from '../model/roster.ts';
import type { Severity } from '../model/status.ts';
import { weekHours } from './oncall/hours.ts';
import { momentInstant } from './oncall/wall.ts';

export interface Presence {
  readonly state: PresenceState;
  /** Null: as it is by default, without an end. Epoch ms. */
  readonly until: EpochMs | null;
  readonly note: string;
}

const HERE: Presence = { state: 'reachable', until: null, note: '' };

/** @param stored all that was said by hand; @param timeZone for people who name none */
export function presenceAt(person: Person, stored: readonly StoredPresence[], at: EpochMs, timeZone: string): Presence {
  const said = stored.findLast((one) => one.person === person.id && one.from <= at && at < one.until);
  if (said !== undefined) {
    return said;
  }
  return absencesOf(person, timeZone).findLast(({ from, until }) => from <= at && at < until) ?? HERE;
}

/** The first time in [from, to) in which the person is away; null: there is none. */
export function awayDuring(
  person: Person,
  stored: readonly StoredPresence[],
  from: EpochMs,
  to: EpochMs,
  timeZone: string,
): { readonly from: EpochMs; readonly note: string } | null {
  const said = stored.filter((one) => one.person === person.id);
  const back = said.some((one) => one.state !== 'away' && one.from <= from && to <= one.until);
  const away = [...absencesOf(person, timeZone), ...said].filter(
    (one) => one.state === 'away' && one.from < to && from < one.until,
  );
  return back ? null : (away.toSorted((a, b) => a.from - b.from)[0] ?? null);
}

/** Those of the file, as instants. */
function absencesOf({ absences, timeZone }: Person, otherwise: string) {
  const zone = timeZone ?? otherwise;
  return absences.map(({ from, to, state, note = '' }) => ({
    state,
    note,
    from: momentInstant(from, zone),
    until: momentInstant(to, zone),
  }));
}

/** "Kim is away (vacation)" */
export function presenceWords(name: string, { state, note }: Presence): string {
  const where = state === 'slow' ? 'slow to reach' : state;
  return `${name} is ${where}${note === '' ? '' : ` (${note})`}`;
}

/** Until when a page of this severity waits for the person's own day; null: it may go now. */
export function quietHoursUntil(person: Person, severity: Severity, at: EpochMs, timeZone: string): EpochMs | null {
  const { quietHours } = person;
  if (quietHours === undefined || !quietHours.severities.includes(severity)) {
    return null;
  }
  const hours = weekHours(quietHours, person.timeZone ?? timeZone);
  return hours.holds(at) ? hours.changeAfter(at) : null;
}
