/**
 * Uptime Kuma's maintenance as windows of ours (server/model/maintenance.js: strategies, and `duration` in seconds).
 */
import type { Fields } from '../fields.ts';
import type { ImportedMaintenance, MaintenanceDraft, Place } from '../imported.ts';
import type { Report } from '../report.ts';
import { durationText, literal } from '../texts.ts';
import { jsonOf } from './source.ts';

/** Its weekdays count from Sunday. */
const DAYS = ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat'] as const;

type Scope = MaintenanceDraft['for'];
type Common = Pick<MaintenanceDraft, 'id' | 'name' | 'for' | 'timeZone'>;

/** A maintenance may become several windows: one a day of the month. `newId` gives each its id. */
export function kumaWindows(
  fields: Fields,
  scope: Scope,
  newId: (name: string) => string,
  file: string,
  report: Report,
): readonly ImportedMaintenance[] {
  const title = fields.text('title') ?? 'maintenance';
  const place: Place = { file, line: null, name: `maintenance "${title}"` };
  if (fields.flag('active') === false) {
    report.lost(place, 'it is switched off there');
    return [];
  }
  const zone = fields.text('timezone');
  const common = (): Common => ({
    id: newId(title),
    name: literal(title),
    for: scope,
    ...(zone !== null && zone !== '' && zone !== 'SAME_AS_SERVER' && { timeZone: zone }),
  });
  const drafts = windowsOf(fields, common, place, report);
  const strategy = fields.text('strategy') ?? '';
  if (strategy.startsWith('recurring') && (fields.text('start_date') !== null || fields.text('end_date') !== null)) {
    report.changed(place, 'the dates between which it recurs are not carried over: it goes on');
  }
  return drafts.map((draft) => ({ draft, place }));
}

function windowsOf(fields: Fields, common: () => Common, place: Place, report: Report): readonly MaintenanceDraft[] {
  const strategy = fields.text('strategy') ?? '';
  const at = clockTime(fields.text('start_time'));
  const end = clockTime(fields.text('end_time'));
  const seconds = fields.number('duration') ?? (at === null || end === null ? 0 : secondsBetween(at, end));
  const lasts = durationText(seconds * 1_000);
  switch (strategy) {
    case 'single': {
      const from = localTime(fields.text('start_date'));
      const to = localTime(fields.text('end_date'));
      if (from !== null && to !== null) {
        return [{ ...common(), kind: 'once', from, to }];
      }
      break;
    }
    case 'recurring-weekday': {
      const days = numbersIn(fields.text('weekdays')).flatMap((day) => DAYS[day] ?? []);
      if (at !== null && days.length > 0) {
        return [{ ...common(), kind: 'weekly', days, at, lasts }];
      }
      break;
    }
    case 'recurring-day-of-month': {
      const written = jsonOf(fields.text('days_of_month'));
      const days = (Array.isArray(written) ? written : []).map((day) => (day === 'lastDay1' ? 31 : Number(day)));
      if (days.some((day) => !Number.isInteger(day))) {
        report.lost(place, 'days counted from the end of the month are not carried over, but for the last one');
      }
      if (at !== null) {
        return days
          .filter((day) => Number.isInteger(day))
          .map((day) => ({ ...common(), kind: 'monthly' as const, day, at, lasts }));
      }
      break;
    }
    case 'recurring-interval':
      if (at !== null && fields.number('interval_day') === 1) {
        const [hour, minute] = at.split(':').map(Number);
        return [{ ...common(), kind: 'cron', cron: `${minute} ${hour} * * *`, lasts }];
      }
      break;
    case 'cron': {
      const cron = fields.text('cron');
      if (cron !== null) {
        return [{ ...common(), kind: 'cron', cron, lasts }];
      }
      break;
    }
  }
  report.lost(place, `its kind "${strategy}" has no counterpart`);
  return [];
}

/** `02:00:00` is `02:00`. */
const clockTime = (text: string | null): string | null => /^(?:[01]\d|2[0-3]):[0-5]\d/.exec(text ?? '')?.[0] ?? null;

/** `2026-01-02 03:04:00` is `2026-01-02T03:04:00`. */
function localTime(text: string | null): string | null {
  const found = /^(\d{4}-\d\d-\d\d)[T ](\d\d:\d\d(?::\d\d)?)/.exec(text ?? '');
  return found === null ? null : `${found[1]}T${found[2]}`;
}

/** Past midnight it ends on the next day. */
function secondsBetween(at: string, end: string): number {
  const seconds = (time: string) => {
    const [hour = 0, minute = 0] = time.split(':').map(Number);
    return hour * 3_600 + minute * 60;
  };
  const between = seconds(end) - seconds(at);
  return between > 0 ? between : between + 86_400;
}

function numbersIn(text: string | null): readonly number[] {
  const written = jsonOf(text);
  return (Array.isArray(written) ? written : []).map(Number);
}
