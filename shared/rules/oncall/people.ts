/**
 * Everybody a schedule may ever put on call by what stands in the file.
 */
import type { PersonId } from '../../model/ids.ts';
import { layersOf, type Schedule } from '../../model/schedule.ts';

/** Turns, temporary shifts, substitutes, additions and standby; each person once. */
export function peopleIn(schedule: Schedule): readonly PersonId[] {
  const { overrides, temporary, standby } = schedule;
  const helpers = overrides.map(({ kind, person, by }) => (kind === 'add' ? person : by));
  return [
    ...new Set([
      ...layersOf(schedule).flatMap(({ people }) => people),
      ...temporary.flatMap(({ shifts }) => shifts.map(({ person }) => person)),
      ...helpers.filter((id) => id !== undefined),
      ...standby,
    ]),
  ];
}
