/**
 * The list of components as flat rows: groups with their members, worst first. Pure, and fast enough for 10,000 on every change.
 */
import type { ComponentView, GroupView, IncidentView, Shape } from '../../../shared/contract/view.ts';
import type { ComponentId, GroupId, IncidentId } from '../../../shared/model/ids.ts';
import { shapeOfComponent } from '../../components/shape-of.ts';
import type { Words } from '../../texts/words.ts';
import { type GroupHead, groupHead, type Member, SHAPE_RANK } from './group-head.ts';

export type Row =
  | {
      readonly kind: 'group';
      readonly id: string;
      readonly name: string | null;
      readonly head: GroupHead;
    }
  | { readonly kind: 'component'; readonly id: string; readonly component: ComponentView; readonly shape: Shape };

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
  const byGroup = new Map<GroupId | null, { readonly all: Member[]; readonly shown: Member[] }>();
  let shown = 0;
  for (const component of source.components.values()) {
    const shape = shapeOfComponent(
      component,
      component.incidentId === null ? undefined : source.incidents.get(component.incidentId),
    );
    const member = { component, shape };
    const group = byGroup.get(component.group) ?? { all: [], shown: [] };
    byGroup.set(component.group, group);
    group.all.push(member);
    if ((filter.onlyUnwell && shape === 'calm') || !matches(component, groupNames, wanted, words)) {
      continue;
    }
    shown += 1;
    group.shown.push(member);
  }

  const order = new Map(source.groups.map(({ id }, index) => [id, index]));
  const groups = [...byGroup].flatMap(([id, members]) => {
    const sorted = members.shown.sort(worstFirst);
    const first = sorted[0];
    const head = groupHead(members.all);
    return first === undefined || head === null ? [] : [{ id, sorted, head, worst: SHAPE_RANK[first.shape] }];
  });
  groups.sort((a, b) => a.worst - b.worst || place(a.id) - place(b.id));
  return { rows: groups.flatMap(({ id, head, sorted }) => [headOf(id, head), ...sorted.map(rowOf)]), shown };

  function place(id: GroupId | null): number {
    return id === null ? Number.POSITIVE_INFINITY : (order.get(id) ?? Number.MAX_SAFE_INTEGER);
  }
  function headOf(id: GroupId | null, head: GroupHead): Row {
    const name = id === null ? null : (groupNames.get(id) ?? id);
    return { kind: 'group', id: `group ${id ?? ''}`, name, head };
  }
}

function rowOf({ component, shape }: Member): Row {
  return { kind: 'component', id: component.id, component, shape };
}

// A comparison by code units: ten thousand names by the rules of a language cost a hundred milliseconds.
const worstFirst = (a: Member, b: Member): number =>
  SHAPE_RANK[a.shape] - SHAPE_RANK[b.shape] ||
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
