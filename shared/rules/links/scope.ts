/**
 * Of whom a link is told.
 */
import type { ComponentSettings } from '../../model/config.ts';
import type { ComponentId } from '../../model/ids.ts';
import type { LinkScope } from '../../model/links/common.ts';

/** @param scope absent: everybody who is not kept from the public. Whoever is named, by whatever, is meant. */
export function isTold(
  { id, group, tags }: Pick<ComponentSettings, 'id' | 'group' | 'tags'>,
  scope: LinkScope | undefined,
  unpublished: ReadonlySet<ComponentId>,
): boolean {
  return scope === undefined
    ? !unpublished.has(id)
    : scope.components.includes(id) ||
        (group !== null && scope.groups.includes(group)) ||
        scope.tags.some((tag) => tags.includes(tag));
}
