/** A system's row of the self-check: whether it can be followed, and how far it can be judged. */
import type { SelfCheckRow } from '../../../shared/contract/contract.ts';
import type { PractableSettings } from '../../../shared/model/practable/settings.ts';
import { ONLY_PRESENCE } from '../../../shared/rules/practable/stream.ts';
import { overallState } from '../../../shared/rules/practable/words.ts';
import { row } from '../self-check-row.ts';
import type { PractableSystem } from './system.ts';

export function practableRow(
  { id, name }: PractableSettings,
  system: Pick<PractableSystem, 'experiments' | 'services' | 'notes'>,
  canFollow: boolean,
): SelfCheckRow {
  const of = (level: SelfCheckRow['level'], text: string, fix?: string) =>
    row(`practable:${id}`, name, level, text, fix);
  if (!canFollow) {
    return of('red', 'Nothing of it can be followed here', 'Start the app or `watchbell serve`');
  }
  const services = system.services();
  const stale = services.filter(({ state }) => state === 'stale');
  if (stale.length > 0) {
    return of('red', stale.map(({ detail }) => detail).join('. '), 'Look at the address, the secret and the audience');
  }
  if (services.some(({ state }) => state === 'waiting')) {
    return of(
      'amber',
      services.flatMap(({ state, detail }) => (state === 'waiting' ? detail : [])).join('. '),
      'Wait a moment',
    );
  }
  const experiments = system.experiments();
  const { words } = overallState(experiments, services);
  const blind = experiments.some(({ streams }) => streams.some(({ detail }) => detail === ONLY_PRESENCE));
  const all = [words, ...(blind ? [ONLY_PRESENCE] : []), ...system.notes()].join('. ');
  if (experiments.every(({ name: booked }) => booked === null)) {
    return of(
      'amber',
      `book names no experiment. ${all}`,
      'Load its manifest; nothing is required of anybody until then',
    );
  }
  return system.notes().length > 0
    ? of('amber', all, 'Mend what is named; the rest is watched all the same')
    : of('green', all);
}
