/**
 * What programs made and said, as components and checks of the configuration: so that all of it travels like what stands in the file.
 *
 * A component that was made through the API has no check but the words of programs. While nobody has spoken nothing is known of it.
 * A word on a component of the file is one more check of it: the worst decides, and a person's hold wins over both.
 */
import type { CachetComponent, CachetGroup, MadeComponent } from '../../model/cachet/component.ts';
import type { Word } from '../../model/cachet/word.ts';
import type { Check } from '../../model/check.ts';
import { SourceCheck } from '../../model/checks/source.ts';
import type { ComponentSettings, Config, Group } from '../../model/config.ts';
import type { GroupId } from '../../model/ids.ts';
import { windowsFor } from '../config/maintenance.ts';
import { silencesFor } from '../config/silences.ts';
import { isWanted } from '../config/status-page.ts';
import { routesFor } from '../routing.ts';
import { sourceCheckId } from './ids.ts';
import { slugOf } from './tags.ts';

/** Only so that a word that has become too old is noticed; a new one is looked at when it comes. */
const LOOK_EVERY_MS = 60_000;

export interface Told {
  readonly components: readonly CachetComponent[];
  readonly groups: readonly CachetGroup[];
  readonly words: readonly Pick<Word, 'component' | 'source'>[];
}

export function withTold(config: Config, { components, groups, words }: Told): Config {
  const ownGroups = groups.flatMap(({ id, name }): Group[] => (name === null ? [] : [{ id, name }]));
  const groupIds = new Map(groups.map(({ number, id }) => [number, id]));
  const all = new Map(config.components);
  for (const { id, made } of components) {
    if (made !== null) {
      all.set(id, madeComponent({ id, made, group: groupIds.get(made.group) ?? null }, config));
    }
  }
  const checks = new Map(config.checks);
  const numbers = new Map(components.map(({ id, number }) => [id, number]));
  for (const { component: id, source } of inOrder(words)) {
    const component = all.get(id);
    const number = numbers.get(id);
    if (component !== undefined && number !== undefined) {
      const check = sourceCheck(component, number, source);
      all.set(id, { ...component, checks: [...component.checks, check] });
      checks.set(check.id, check);
    }
  }
  const faces = facesWith(config, components, groups, all);
  return { ...config, groups: [...config.groups, ...ownGroups], components: all, checks, publicFaces: faces };
}

/** What was made is on the status page like the rest; what is disabled, or in a hidden group, is not. */
function facesWith(
  { settings: { statusPage }, publicFaces }: Config,
  kept: Told['components'],
  groups: Told['groups'],
  all: Config['components'],
): Config['publicFaces'] {
  if (statusPage === undefined) {
    return publicFaces;
  }
  const faces = new Map(publicFaces);
  const hidden = new Set(groups.flatMap(({ id, visible }) => (visible ? [] : [id])));
  for (const { id, enabled, link, made } of kept) {
    const component = all.get(id);
    if (component === undefined || !enabled || (component.group !== null && hidden.has(component.group))) {
      faces.delete(id);
    } else if (made !== null && isWanted(scopeOf(component), statusPage)) {
      faces.set(id, { name: component.name, link: link === '' ? null : link, meanwhile: null, mirrors: [] });
    }
  }
  return faces;
}

function scopeOf({ id, group, tags }: Pick<ComponentSettings, 'id' | 'group' | 'tags'>) {
  return { id, tags: [...tags], ...(group !== null && { group }) };
}

/** Whoever spoke first: what is shown and decided hangs on nobody's turn. */
function inOrder(words: Told['words']): Told['words'] {
  return words.toSorted((one, other) => (one.source.id < other.source.id ? -1 : 1));
}

interface Making {
  readonly id: ComponentSettings['id'];
  readonly made: MadeComponent;
  readonly group: GroupId | null;
}

function madeComponent({ id, made, group }: Making, { settings, watcher, patterns }: Config): ComponentSettings {
  const tags = made.tags.map(slugOf);
  const scope = scopeOf({ id, tags, group });
  return {
    id,
    name: made.name,
    group,
    tags,
    description: made.description,
    owner: '',
    runbook: null,
    severity: null,
    // What the settings say for all; the watcher has them as they are.
    pageAfter: watcher.pageAfter,
    closeAfter: settings.closeAfter,
    steadyAfter: settings.steadyAfter,
    policy: settings.policy ?? null,
    routes: routesFor(scope, patterns.routes),
    checks: [],
    redundancy: null,
    maintenance: windowsFor(scope, patterns.maintenance),
    silences: silencesFor(scope, patterns.silences),
    dependsOn: [],
  };
}

/** Said is said: one word is enough, in both directions. Two words in a minute are no flapping of what is looked at. */
function sourceCheck(component: ComponentSettings, number: number, source: Word['source']): Check {
  const check = SourceCheck.parse({
    type: 'source',
    name: source.name,
    interval: `${LOOK_EVERY_MS}ms`,
    rise: 1,
    fall: 1,
    startupGrace: 0,
    flapping: { on: 0, off: 0 },
  });
  return {
    ...check,
    id: sourceCheckId(number, source.id),
    componentId: component.id,
    fastInterval: LOOK_EVERY_MS,
    downInterval: LOOK_EVERY_MS,
  };
}
