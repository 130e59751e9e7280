/**
 * Gatus' maintenance: a time of day, a length, the days of the week (README "Maintenance"; config/maintenance/maintenance.go).
 */
import type { Fields } from '../fields.ts';
import type { ImportedMaintenance, MaintenanceDraft, Place } from '../imported.ts';
import type { Report } from '../report.ts';
import { durationText, goDuration } from '../texts.ts';

const DAYS = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] as const;

/** Null when it is switched off or not understood, and the second has been told. */
export function gatusWindow(
  fields: Fields,
  id: string,
  scope: MaintenanceDraft['for'],
  place: Place,
  report: Report,
): ImportedMaintenance | null {
  if (fields.flag('enabled') === false) {
    return null;
  }
  const at = /^(?:[01]\d|2[0-3]):[0-5]\d$/.exec(fields.text('start') ?? '')?.[0];
  const lasts = goDuration(fields.text('duration') ?? '');
  const every = fields.texts('every').map((day) => day.slice(0, 3).toLowerCase());
  const days = DAYS.filter((day) => every.length === 0 || every.includes(day));
  if (at === undefined || lasts === null || days.length === 0) {
    report.lost(place, 'its start, duration or days are not understood');
    return null;
  }
  const timeZone = fields.text('timezone') || 'UTC';
  for (const key of [...fields.left(), ...fields.odd()]) {
    report.lost(place, `"${key}" has no counterpart`);
  }
  return {
    place,
    // Without a zone it is UTC there.
    draft: { id, for: scope, kind: 'weekly', days, at, lasts: durationText(lasts), timeZone },
  };
}
