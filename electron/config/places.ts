/**
 * From a path back to its place in the text, for whoever has something to say about the value there.
 */
import { isMap, isScalar, isSeq, type Node, type Pair } from 'yaml';
import type { Path } from '../../shared/rules/config/complaint.ts';

/** One `name: value` of a group of fields. */
export type Field = Pair<Node, Node | null>;

/** Offset of the value at a path, or of its field name; null when there is no such place. */
export type OffsetOf = (path: Path, what: 'key' | 'value') => number | null;

/** The text of a field name, or null when it is a list, a group or an alias. `404:` is the field "404". */
export function keyText(key: Node): string | null {
  if (!isScalar(key)) {
    return null;
  }
  return typeof key.value === 'string' ? key.value : (key.source ?? String(key.value));
}

/** Places are looked up per mistake, and a file may hold a hundred thousand of them: each group of fields is indexed once. */
export function placeFinder(root: Node | null, targets: ReadonlyMap<Node, Node>): OffsetOf {
  const indexes = new Map<Node, ReadonlyMap<string, Field>>();
  const pairOf = (group: Node & { readonly items: readonly unknown[] }, name: string | number) => {
    const index = indexes.get(group) ?? indexFields(group.items as readonly Field[]);
    indexes.set(group, index);
    return index.get(String(name));
  };
  return (path, what) => findOffset(root, path, what, targets, pairOf);
}

function indexFields(items: readonly Field[]): ReadonlyMap<string, Field> {
  const index = new Map<string, Field>();
  for (const item of items) {
    const name = keyText(item.key);
    if (name !== null && !index.has(name)) {
      index.set(name, item);
    }
  }
  return index;
}

function findOffset(
  root: Node | null,
  path: Path,
  what: 'key' | 'value',
  targets: ReadonlyMap<Node, Node>,
  pairOf: (group: Node & { readonly items: readonly unknown[] }, name: string | number) => Field | undefined,
): number | null {
  let node: Node | null = root;
  let key: Node | null = null;
  for (const part of path) {
    const inside: Node | null = node === null ? null : (targets.get(node) ?? node);
    if (isMap(inside)) {
      const pair = pairOf(inside, part);
      if (pair === undefined) {
        return null;
      }
      key = pair.key;
      node = pair.value;
    } else if (isSeq(inside) && typeof part === 'number' && part in inside.items) {
      key = null;
      node = inside.items[part] as Node;
    } else {
      return null;
    }
  }
  // An empty value has no place of its own: its field name is what a person looks for.
  const wanted = key !== null && (what === 'key' || isEmpty(node)) ? key : node;
  return wanted === null ? null : startOf(wanted);
}

/** Nothing stands after the colon. */
export const isEmpty = (node: Node | null): boolean =>
  node === null || (isScalar(node) && node.source === '' && node.type === 'PLAIN');

/** Where a node begins, in UTF-16 units from the start of the text. */
export const startOf = (node: Node): number | null => node.range?.[0] ?? null;
