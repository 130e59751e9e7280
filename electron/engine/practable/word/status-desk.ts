/** The answers of the status API, out of what is seen and kept at this moment. */
import type { SeenExperiment } from '../../../../shared/model/practable/experiment.ts';
import { apiEvent, apiExperiment } from '../../../../shared/rules/practable/status-api.ts';
import type { PractableStatus } from '../../ports/practable-status.ts';
import type { PractableBook } from '../book.ts';
import { experimentKey, type WordShelves } from './shelves.ts';

export interface StatusDeskOptions {
  readonly seen: Pick<PractableBook, 'experiments' | 'told'>;
  readonly shelves: WordShelves;
  readonly availableOf: (experiment: SeenExperiment) => boolean | null;
}

export function createStatusDesk({ seen, shelves, availableOf }: StatusDeskOptions): PractableStatus {
  const of = (system: string) => seen.experiments().filter((one) => one.system === system);
  return {
    experiments: (system) =>
      of(system).map((experiment) =>
        apiExperiment({
          experiment,
          health: shelves.healths.get(experimentKey(system, experiment.stub)) ?? null,
          told: seen.told(system, experiment.stub),
          available: availableOf(experiment),
        }),
      ),
    events(system, stub) {
      const health = shelves.healths.get(experimentKey(system, stub));
      const known = of(system).some((one) => one.stub === stub);
      return health === undefined ? (known ? [] : null) : health.events.map(apiEvent);
    },
  };
}
