/**
 * Components by group, in the order of the configuration; whoever is in none comes last. Groups of which nobody is public are not there.
 */
import type { GroupId } from '../../model/ids.ts';
import type { PublicComponent, PublicGroup, PublicState } from './page.ts';
import { best, countedAs, worst } from './states.ts';

/** What of a group of the configuration matters. */
interface GroupIn {
  readonly id: GroupId;
  readonly name: string;
  readonly mirrors?: boolean;
}

export function publicGroups(
  groups: readonly GroupIn[],
  components: readonly { readonly group: GroupId | null; readonly shown: PublicComponent }[],
): readonly PublicGroup[] {
  const of = (id: GroupId | null) => components.filter(({ group }) => group === id).map(({ shown }) => shown);
  return [
    ...groups.map(({ id, name, mirrors = false }) => groupOf(id, name, mirrors, of(id))),
    groupOf(null, '', false, of(null)),
  ].filter((group) => group.components.length > 0);
}

function groupOf(
  id: GroupId | null,
  name: string,
  mirrors: boolean,
  components: readonly PublicComponent[],
): PublicGroup {
  const states = components.map(countedAs);
  return { id, name, mirrors, state: mirrors ? best(states) : worst(states), components };
}

/** What people think of as one thing: a component, or a whole group of mirrors. */
export interface Service {
  readonly name: string;
  readonly state: PublicState;
}

export function servicesOf(groups: readonly PublicGroup[]): readonly Service[] {
  return groups.flatMap(({ mirrors, name, state, components }): readonly Service[] =>
    mirrors
      ? [{ name, state }]
      : components.map((component) => ({ name: component.name, state: countedAs(component) })),
  );
}
