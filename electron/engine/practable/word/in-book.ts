/**
 * Availability in book, as the engine sees it: what the link to each book should have been told, and what is known of how it stands there.
 */
import type { LinkSettings } from '../../../../shared/model/link.ts';
import type { ExperimentState, LinkState } from '../../../../shared/model/link-state.ts';
import { practableLinkId } from '../../../../shared/model/links/practable.ts';
import { bookNoteIn } from '../../../../shared/model/practable/book-note.ts';
import type { SeenExperiment } from '../../../../shared/model/practable/experiment.ts';
import type { PractableSettings } from '../../../../shared/model/practable/settings.ts';
import { keyOf, type Wanted as WantedState } from '../../../../shared/rules/links/wanted.ts';
import type { Links } from '../../links/links.ts';
import type { PractableBook } from '../book.ts';
import type { Wanted } from './rounds.ts';

/** An experiment as anybody names it. */
export type Named = Pick<SeenExperiment, 'system' | 'stub'>;

export interface InBookOptions {
  readonly seen: Pick<PractableBook, 'experiments'>;
  readonly wantedOf: (experiment: Named) => Wanted;
  readonly markOf: Links['markOf'];
}

export interface InBook {
  /** For a link's worker. Where nothing is to be set, what was set is given back. */
  states(settings: LinkSettings, known: readonly LinkState[]): readonly WantedState[];
  /** How it stands in book when `wanted` has been carried out; null: book was not read. */
  bookable(settings: PractableSettings, experiment: Named, wanted: boolean | null): boolean | null;
  /** Unavailable by us, as far as is known. */
  isOurs(experiment: Named): boolean;
}

export function createInBook({ seen, wantedOf, markOf }: InBookOptions): InBook {
  function stateOf({ system, stub, name }: SeenExperiment): readonly ExperimentState[] {
    const { available, issues } = wantedOf({ system, stub });
    return name === null || available === null
      ? []
      : [{ kind: 'experiment', system, stub, name, available, issues: [...issues], givenBack: false }];
  }

  const noteOf = ({ system, stub }: Named) => {
    const mark = markOf(practableLinkId(system), keyOf({ ...NOTHING_KNOWN, system, stub }));
    return mark === null ? null : { ...bookNoteIn(mark.reference), isLeft: mark.trouble?.kind === 'left' };
  };

  return {
    states(settings, known) {
      if (settings.type !== 'practable') {
        return [];
      }
      const { id, availability } = settings.system;
      const states =
        availability.set === 'never'
          ? known.flatMap((state) => (state.kind === 'experiment' && !state.givenBack ? [givenBack(state)] : []))
          : seen.experiments().flatMap((one) => (one.system === id ? stateOf(one) : []));
      return states.map((state) => ({ key: keyOf(state), state }));
    },
    bookable({ availability }, experiment, wanted) {
      if (availability.set === 'never') {
        return wanted;
      }
      const note = noteOf(experiment);
      const asRead = note?.seen ?? null;
      return asRead === null || note?.isLeft || availability.set === 'dry-run' ? asRead : (wanted ?? asRead);
    },
    isOurs: (experiment) => noteOf(experiment)?.ours != null,
  };
}

const NOTHING_KNOWN = { kind: 'experiment', name: '', available: true, issues: [], givenBack: false } satisfies Omit<
  ExperimentState,
  'system' | 'stub'
>;

const givenBack = (state: ExperimentState): ExperimentState => ({
  ...state,
  available: true,
  issues: [],
  givenBack: true,
});
