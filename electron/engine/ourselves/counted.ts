/**
 * Which of the targets that fail speak for themselves, and how many there are: not what stands behind another that fails (one cause,
 * counted once, with its own people), and not what is in maintenance (it may fail, and says nothing of us).
 *
 * Keeps nothing. Looked at when something begins to fail, never with every try.
 */
import type { Check } from '../../../shared/model/check.ts';
import type { ComponentSettings, Config } from '../../../shared/model/config.ts';
import type { ComponentId } from '../../../shared/model/ids.ts';
import { above, type Known, seemsCutOff } from '../../../shared/rules/dependencies.ts';
import { type Count, isMassFailure, type MassFailure } from '../../../shared/rules/uplink.ts';
import type { WatchBook } from '../watch-book.ts';
import { componentsOf, type Hosts } from './hosts.ts';

export interface CountedOptions {
  readonly config: () => Config;
  readonly book: Pick<WatchBook, 'get'>;
  readonly hosts: Pick<Hosts, 'failing' | 'failingChecks' | 'checksOf' | 'namesOf' | 'wellOnes'>;
  readonly inMaintenance: (component: ComponentSettings) => boolean;
}

export interface Counted {
  /** Of these hosts; how many are well is asked of all. `upTo`: no further than until this is no mass failure by those settings. */
  count(names: Iterable<string>, upTo?: MassFailure): Count;
  /** The checks that fail on these hosts and speak for themselves. */
  checks(names: Iterable<string>): readonly Check[];
  /** The hosts of whatever these need: one of them may be the cause. */
  above(names: Iterable<string>): readonly string[];
}

export function createCounted({ config, book, hosts, inMaintenance }: CountedOptions): Counted {
  const known: Known = (id) => {
    const settings = config().components.get(id);
    const watch = book.get(id);
    return settings === undefined || watch === undefined ? null : { settings, watch };
  };

  /** Asked once for each component. */
  function once(ask: (component: ComponentSettings) => boolean): (check: Check) => boolean {
    const answers = new Map<ComponentId, boolean>();
    return ({ componentId }) => {
      const component = config().components.get(componentId);
      const answer = answers.get(componentId) ?? (component !== undefined && ask(component));
      answers.set(componentId, answer);
      return answer;
    };
  }

  function checks(names: Iterable<string>): readonly Check[] {
    const speaks = once((component) => !inMaintenance(component) && !seemsCutOff(component, known));
    return hosts.failingChecks(names).filter(speaks);
  }

  return {
    count(names, upTo) {
      const failing = hosts.namesOf(checks(names).map(({ id }) => id)).size;
      const watched = once((component) => !inMaintenance(component));
      let well = 0;
      for (const own of hosts.wellOnes()) {
        if (upTo !== undefined && !isMassFailure({ failing, well }, upTo)) {
          break;
        }
        well += own.some(watched) ? 1 : 0;
      }
      return { failing, well };
    },
    checks,
    above(names) {
      const needed = above(componentsOf(hosts.failingChecks(names)), known);
      const all = [...needed].flatMap((id) => config().components.get(id)?.checks ?? []);
      return [...hosts.namesOf(all.map(({ id }) => id))];
    },
  };
}
