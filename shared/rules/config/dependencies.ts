/**
 * What depends on what: nobody on itself, however far around.
 */
import type { ConfigFile } from '../../model/config.ts';
import type { ComponentId } from '../../model/ids.ts';
import type { Complaint } from './complaint.ts';

type ComponentInFile = ConfigFile['components'][number];

/** Groups of parents of which any one is enough; a parent alone is a group of one. */
export function parentGroups({ dependsOn }: ComponentInFile): readonly (readonly ComponentId[])[] {
  return dependsOn.map((item) => (typeof item === 'string' ? [item] : item));
}

/** Each circle once, at the component where it was entered. */
export function circularDependencies(file: ConfigFile): readonly Complaint[] {
  const parents = new Map(file.components.map((component) => [component.id, parentGroups(component).flat()]));
  const place = new Map(file.components.map(({ id }, index) => [id, index]));
  const done = new Set<ComponentId>();
  return file.components
    .flatMap(({ id }) => circlesFrom(id, parents, done))
    .map((circle) => ({
      path: ['components', place.get(circle[0] as ComponentId) ?? 0, 'dependsOn'],
      message: `these wait for each other: ${circle.join(' -> ')}; take one of them out`,
    }));
}

/** Walks without recursion: a chain may be as long as the file. Whatever was walked through is `done`. */
function circlesFrom(
  start: ComponentId,
  parents: ReadonlyMap<ComponentId, readonly ComponentId[]>,
  done: Set<ComponentId>,
): readonly (readonly ComponentId[])[] {
  const way: { readonly id: ComponentId; next: number }[] = [];
  const onWay = new Set<ComponentId>();
  const circles: (readonly ComponentId[])[] = [];
  const enter = (id: ComponentId): void => {
    if (onWay.has(id)) {
      const ids = way.map((step) => step.id);
      circles.push([...ids.slice(ids.indexOf(id)), id]);
    } else if (!done.has(id)) {
      way.push({ id, next: 0 });
      onWay.add(id);
    }
  };
  enter(start);
  for (let here = way.at(-1); here !== undefined; here = way.at(-1)) {
    const parent = parents.get(here.id)?.[here.next];
    here.next += 1;
    if (parent === undefined) {
      done.add(here.id);
      onWay.delete(here.id);
      way.pop();
    } else {
      enter(parent);
    }
  }
  return circles;
}
