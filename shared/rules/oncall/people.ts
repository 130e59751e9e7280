/**
 * Everybody a schedule may ever put on call by what stands in the file.
 */
import type { PersonId } from '../../model/ids.ts';
import { layersOf, type Schedule } from '../../model/schedule.ts';

/** Turns, its calendar, temporary shifts, substitutes, additions and standby; each person once. */
export function peopleIn(schedule: Schedule): readonly PersonId[] {
  const { overrides, temporary, standby, calendar } = schedule;
  const helpers = overrides.map(({ kind, person, by }) => (kind === 'add' ? person : by));
  return [
    ...new Set([
      ...layersOf(schedule).flatMap(({ people }) => people),
      ...Object.values(calendar?.people ?? {}),
      ...temporary.flatMap(({ shifts }) => shifts.map(({ person }) => person)),
      ...helpers.filter((id) => id !== undefined),
      ...standby,
    ]),
  ];
}
