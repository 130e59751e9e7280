/**
 * The list of components as flat rows: groups with their members, worst first. Pure, and fast enough for 10,000 on every change.
 */
import type { ComponentView, GroupView, IncidentView, Shape } from '../../../shared/contract/view.ts';
import type { ComponentId, GroupId, IncidentId } from '../../../shared/model/ids.ts';
import { shapeOfComponent } from '../../components/shape-of.ts';
import type { Words } from '../../texts/words.ts';

export type Row =
  | {
      readonly kind: 'group';
      readonly id: string;
      readonly name: string | null;
      readonly all: number;
      readonly unwell: number;
    }
  | { readonly kind: 'component'; readonly id: string; readonly component: ComponentView; readonly shape: Shape };

/** Smaller is worse and comes first. */
const RANK: Readonly<Record<Shape, number>> = {
  down: 0,
  slow: 1,
  acknowledged: 2,
  suspect: 3,
  blind: 4,
  maintenance: 5,
  calm: 6,
};

export interface ListSource {
  readonly components: ReadonlyMap<ComponentId, ComponentView>;
  readonly incidents: ReadonlyMap<IncidentId, IncidentView>;
  readonly groups: readonly GroupView[];
}

export interface Filter {
  /** Words that must all occur, any case. */
  readonly text: string;
  readonly onlyUnwell: boolean;
}

/** `shown`: components that passed the filter. A group without any is left out. */
export function rowsOf(
  source: ListSource,
  filter: Filter,
  words: Words,
): { readonly rows: readonly Row[]; readonly shown: number } {
  const wanted = filter.text.toLowerCase().split(/\s+/).filter(Boolean);
  const groupNames = new Map(source.groups.map(({ id, name }) => [id, name]));
  const byGroup = new Map<GroupId | null, { readonly component: ComponentView; readonly shape: Shape }[]>();
  let shown = 0;
  for (const component of source.components.values()) {
    const shape = shapeOfComponent(
      component,
      component.incidentId === null ? undefined : source.incidents.get(component.incidentId),
    );
    if ((filter.onlyUnwell && shape === 'calm') || !matches(component, groupNames, wanted, words)) {
      continue;
    }
    shown += 1;
    const group = byGroup.get(component.group) ?? [];
    group.push({ component, shape });
    byGroup.set(component.group, group);
  }

  const order = new Map(source.groups.map(({ id }, index) => [id, index]));
  const groups = [...byGroup].map(([id, members]) => ({
    id,
    members: members.sort(worstFirst),
    worst: RANK[members[0]?.shape ?? 'calm'],
  }));
  groups.sort((a, b) => a.worst - b.worst || place(a.id) - place(b.id));
  return { rows: groups.flatMap(({ id, members }) => [headOf(id, members), ...members.map(rowOf)]), shown };

  function place(id: GroupId | null): number {
    return id === null ? Number.POSITIVE_INFINITY : (order.get(id) ?? Number.MAX_SAFE_INTEGER);
  }
  function headOf(id: GroupId | null, members: readonly { readonly shape: Shape }[]): Row {
    const unwell = members.filter(({ shape }) => shape !== 'calm').length;
    return {
      kind: 'group',
      id: `group ${id ?? ''}`,
      name: id === null ? null : (groupNames.get(id) ?? id),
      all: members.length,
      unwell,
    };
  }
}

function rowOf({ component, shape }: { readonly component: ComponentView; readonly shape: Shape }): Row {
  return { kind: 'component', id: component.id, component, shape };
}

type Member = { readonly component: ComponentView; readonly shape: Shape };
// A comparison by code units: ten thousand names by the rules of a language cost a hundred milliseconds.
const worstFirst = (a: Member, b: Member): number =>
  RANK[a.shape] - RANK[b.shape] ||
  (a.component.name < b.component.name ? -1 : a.component.name > b.component.name ? 1 : 0);

function matches(
  component: ComponentView,
  groups: ReadonlyMap<GroupId, string>,
  wanted: readonly string[],
  words: Words,
): boolean {
  if (wanted.length === 0) {
    return true;
  }
  const { id, name, owner, description, group, status, because, checks } = component;
  const text = [
    id,
    name,
    owner,
    description,
    group === null ? '' : (groups.get(group) ?? group),
    words.statuses[status],
    component.suspect ? words.suspect : '',
    because,
    ...checks.map(({ target }) => target),
  ]
    .join('\n')
    .toLowerCase();
  return wanted.every((word) => text.includes(word));
}
