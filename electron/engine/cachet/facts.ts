/**
 * Components and groups as the Cachet API shows them: what the file or a program says they are, and what the house believes of them.
 */
import type { CachetComponent, CachetGroup } from '../../../shared/model/cachet/component.ts';
import type { ComponentSettings } from '../../../shared/model/config.ts';
import type { ComponentFacts, GroupFacts } from '../../../shared/rules/cachet/component-wire.ts';
import { isCall } from '../../../shared/rules/calls/ids.ts';
import type { Core } from '../core.ts';
import type { CachetBook } from './book.ts';

export interface Facts {
  /** All that is watched, hidden ones as well, by number. Calls of people are nobody else's business. */
  components(): readonly ComponentFacts[];
  component(number: number): ComponentFacts | null;
  groups(): readonly GroupFacts[];
  group(number: number): GroupFacts | null;
}

export function createFacts(core: Pick<Core, 'config' | 'book'>, book: CachetBook): Facts {
  function factsOf(settings: ComponentSettings, kept: CachetComponent, place: number): ComponentFacts {
    const watch = core.book.get(settings.id);
    const group = settings.group === null ? undefined : book.groups.get(settings.group);
    const { made } = kept;
    return {
      kept,
      name: settings.name,
      description: settings.description,
      tags: made?.tags ?? settings.tags,
      group: made?.group ?? group?.number ?? 0,
      order: kept.order ?? (made === null ? place : 0),
      status: watch?.status ?? 'unknown',
      since: watch?.since ?? null,
      isPublic: kept.enabled && (group?.visible ?? true) && isPublished(kept),
      publicName: core.config().publicFaces.get(settings.id)?.name ?? settings.name,
    };
  }

  /** Where there is a status page, what is on it is for everybody, and nothing else of the file. */
  function isPublished({ id, made }: CachetComponent): boolean {
    const { settings, publicFaces, unpublished } = core.config();
    return made !== null || (settings.statusPage === undefined ? !unpublished.has(id) : publicFaces.has(id));
  }

  function components(): readonly ComponentFacts[] {
    const all = [...core.config().components.values()].filter(({ id }) => !isCall(id));
    return all
      .flatMap((settings, index) => {
        const kept = book.components.get(settings.id);
        return kept === undefined ? [] : [factsOf(settings, kept, index + 1)];
      })
      .toSorted((one, other) => one.kept.number - other.kept.number);
  }

  function groupFacts(name: string, kept: CachetGroup, place: number, all: readonly ComponentFacts[]): GroupFacts {
    const members = all
      .filter((one) => one.group === kept.number && one.kept.enabled)
      .toSorted((one, other) => one.order - other.order || one.kept.number - other.kept.number);
    return { kept, name, order: kept.order ?? (kept.name === null ? place : 0), members };
  }

  function groups(): readonly GroupFacts[] {
    const all = components();
    return core
      .config()
      .groups.flatMap(({ id, name }, index) => {
        const kept = book.groups.get(id);
        return kept === undefined ? [] : [groupFacts(name, kept, index + 1, all)];
      })
      .toSorted((one, other) => one.kept.number - other.kept.number);
  }

  return {
    components,
    component: (number) => components().find(({ kept }) => kept.number === number) ?? null,
    groups,
    group: (number) => groups().find(({ kept }) => kept.number === number) ?? null,
  };
}
