/**
 * Somebody else's YAML as plain values that still know their lines: aliases followed, `<<` merged (YAML 1.1, which Gatus and
 * Prometheus read by), and never more of it than a configuration can have.
 */
import { isAlias, isMap, isScalar, isSeq, type Node } from 'yaml';
import type { LineOf } from './fields.ts';

/** The bounded parser of the house, handed in: the library's own recursion can end the process. */
export type ReadYaml = (text: string) => {
  readonly root: Node | null;
  readonly findings: readonly { readonly offset: number | null; readonly message: string }[];
  readonly place: (offset: number) => { readonly line: number };
};

export type YamlSource =
  | { readonly ok: true; readonly value: unknown; readonly lineOf: LineOf }
  | { readonly ok: false; readonly reason: string };

/** More is an alias bomb. */
const MOST_NODES = 400_000;

/** Reads a text. Never throws. */
export function readYamlSource(text: string, file: string, readYaml: ReadYaml): YamlSource {
  const { root, findings, place } = readYaml(text);
  const [first] = findings;
  if (first !== undefined) {
    const where = first.offset === null ? '' : `:${place(first.offset).line}`;
    return { ok: false, reason: `${file}${where}: ${first.message}` };
  }
  const lines = new WeakMap<object, Map<string | null, number>>();
  const anchors = new Map<string, Node>();
  const open = new Set<Node>();
  let nodes = 0;

  function convert(node: Node | null): unknown {
    nodes += 1;
    if (node === null || nodes > MOST_NODES) {
      return null;
    }
    if (isAlias(node)) {
      const target = anchors.get(node.source);
      return target === undefined || open.has(target) ? null : convert(target);
    }
    const { anchor } = node as { anchor?: string };
    if (anchor !== undefined) {
      anchors.set(anchor, node);
    }
    if (isScalar(node)) {
      return node.value;
    }
    open.add(node);
    const value = isMap(node) ? convertMap(node) : isSeq(node) ? node.items.map((item) => convert(item as Node)) : null;
    open.delete(node);
    return value;
  }

  function convertMap(node: { readonly items: readonly unknown[]; readonly range?: unknown }): unknown {
    const record: Record<string, unknown> = {};
    const own = new Map<string | null, number>([[null, lineAt(node)]]);
    lines.set(record, own);
    const merged: unknown[] = [];
    for (const { key, value } of node.items as readonly { key: Node; value: Node | null }[]) {
      const name = isScalar(key) ? String(key.value) : null;
      const converted = convert(value);
      if (name === '<<') {
        merged.push(...(Array.isArray(converted) ? converted : [converted]));
      } else if (name !== null && name !== '__proto__' && !Object.hasOwn(record, name)) {
        record[name] = converted;
        own.set(name, lineAt(key));
      }
    }
    for (const other of merged) {
      for (const [name, value] of Object.entries(typeof other === 'object' && other !== null ? other : {})) {
        if (!Object.hasOwn(record, name)) {
          record[name] = value;
        }
      }
    }
    return record;
  }

  function lineAt(node: { readonly range?: unknown }): number {
    return place((node.range as readonly [number] | undefined)?.[0] ?? 0).line;
  }

  const value = convert(root);
  if (nodes > MOST_NODES) {
    return { ok: false, reason: `${file}: aliases repeat more than a configuration ever needs` };
  }
  const lineOf: LineOf = (record, key) => lines.get(record)?.get(key ?? null) ?? lines.get(record)?.get(null) ?? null;
  return { ok: true, value, lineOf };
}
