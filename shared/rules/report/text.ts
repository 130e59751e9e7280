/**
 * A report as lines for people.
 */
import { formatDuration } from '../../model/duration.ts';
import type { PersonId } from '../../model/ids.ts';
import { SEVERITIES } from '../../model/status.ts';
import type { Report } from './report.ts';

const counted = (amount: number, what: string): string => `${amount} ${what}${amount === 1 ? '' : 's'}`;
const hours = (ms: number): string => `${Math.round(ms / 360_000) / 10} h`;

export function reportText(report: Report, nameOf: (person: PersonId) => string): readonly string[] {
  const { incidents, bySeverity, mttaMs, acknowledged, mttrMs, over, people, schedules } = report;
  const kinds = SEVERITIES.filter((severity) => bySeverity[severity] > 0).map(
    (severity) => `${bySeverity[severity]} ${severity}`,
  );
  return [
    `${counted(incidents, 'incident')}${kinds.length === 0 ? '' : ` (${kinds.join(', ')})`}`,
    `Time to acknowledge: ${mttaMs === null ? 'nobody acknowledged any' : `${formatDuration(mttaMs)} in the mean of ${acknowledged}`}`,
    `Time to repair: ${mttrMs === null ? 'none is over' : `${formatDuration(mttrMs)} in the mean of ${over}`}`,
    ...people.map(
      ({ personId, pages, atNight, nightsBroken }) =>
        `${nameOf(personId)}: ${counted(pages, 'page')}, ${atNight} at night (in ${counted(nightsBroken, 'night')})`,
    ),
    ...schedules.flatMap(({ id, people: own }) => [
      `On call in ${id}:`,
      ...own.map(
        ({ personId, totalMs, nightMs, weekendMs }) =>
          `  ${nameOf(personId)}: ${hours(totalMs)}, nights ${hours(nightMs)}, weekends ${hours(weekendMs)}`,
      ),
    ]),
  ];
}
