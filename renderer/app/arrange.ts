/**
 * Rows must not move under the cursor. While a list is held, it keeps its order; what is new waits and is counted.
 */

export interface Arranged<T> {
  readonly rows: readonly T[];
  /** New ones that are not among the rows yet. */
  readonly waiting: readonly T[];
}

/**
 * `held`: the ids as they stood when the hold began, or null when nothing is held.
 * `find`: what has left the list meanwhile but still exists (an incident that was resolved) keeps its place until the hold ends.
 */
export function arrange<Id, T extends { readonly id: Id }>(
  live: readonly T[],
  held: readonly Id[] | null,
  find: (id: Id) => T | undefined,
): Arranged<T> {
  if (held === null || held.length === 0) {
    return { rows: live, waiting: [] };
  }
  const byId = new Map(live.map((item) => [item.id, item]));
  const rows = held.map((id) => byId.get(id) ?? find(id)).filter((item) => item !== undefined);
  const known = new Set(held);
  return { rows, waiting: live.filter(({ id }) => !known.has(id)) };
}
