/**
 * What is open, and who is on call, as lines for a terminal.
 */
import { oneRedLine } from './never-green.ts';
import type { Known } from './picture.ts';

/** How many there are, then the first of them, a line each. */
export function alertsText({ picture, now }: Pick<Known, 'picture'> & { readonly now: number }): string {
  const { alerts = [], open = 0 } = picture ?? {};
  const lines = alerts.map(({ since, severity, state, component, cause }) =>
    oneRedLine(`${(Math.max(0, now - since) / 1_000).toFixed(1)} ${severity} ${state} ${component}: ${cause}`),
  );
  return [String(open), ...lines, ...(open > alerts.length ? [`and ${open - alerts.length} more`] : [])].join('\n');
}

/** Nobody is a name: a line that is not there would be read as all right. */
export function onCallText({ picture }: Pick<Known, 'picture'>): string {
  const schedules = picture?.onCall ?? [];
  if (schedules.length === 0) {
    return 'There is no schedule';
  }
  return schedules.map(({ schedule, people }) => oneRedLine(`${schedule}: ${namesOf(people)}`)).join('\n');
}

function namesOf(people: readonly { readonly name: string; readonly until: number | null }[]): string {
  return people.length === 0
    ? 'nobody'
    : people.map(({ name, until }) => (until === null ? name : `${name} until ${instant(until)}`)).join(', ');
}

/** ISO 8601 in UTC, to the second. */
const instant = (at: number): string => new Date(at).toISOString().replace(/\.\d+/, '');
