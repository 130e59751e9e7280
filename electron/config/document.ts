/**
 * YAML nodes to plain values: variables filled in, sealed secrets opened, aliases followed; and the way back from a path to
 * its place in the text.
 *
 * One walk of our own instead of the library's `toJS`: it counts what aliases multiply, finds fields that stand twice in
 * linear time, and never makes a value out of a field name like `__proto__`.
 */
import { isAlias, isMap, isScalar, isSeq, type Node, type Scalar } from 'yaml';
import { type Path, pathText } from '../../shared/rules/config/complaint.ts';
import { expand, type Filled, type Surroundings } from './placeholders.ts';
import { type Field, isEmpty, keyText, type OffsetOf, placeFinder, startOf } from './places.ts';
import type { Finding } from './problems.ts';

/** Ten thousand components with a dozen repeated fields each. More is an alias bomb ("a billion laughs"). */
const MOST_REPEATED_NODES = 120_000;
/** Tags that say what the core schema would have found anyway. */
const CORE_TAGS = new Set(
  ['str', 'int', 'float', 'bool', 'null', 'map', 'seq'].map((name) => `tag:yaml.org,2002:${name}`),
);

/** A text that did not stand in the file as it is now. */
export interface FilledText {
  readonly path: Path;
  readonly filled: readonly Filled[];
  readonly unsealed: boolean;
  /** The whole text as it is now. */
  readonly text: string;
  /** Written without quotes: `port: ${PORT}` may become a number where a number is wanted. */
  readonly plain: boolean;
}

export interface Plain {
  readonly value: unknown;
  readonly findings: readonly Finding[];
  /** Paths that already have a finding: whatever else is said of their values only follows from it. */
  readonly spoiled: readonly Path[];
  readonly filled: readonly FilledText[];
  readonly offsetOf: OffsetOf;
}

/** Makes plain values of a whole document. Never throws. */
export function toPlain(root: Node | null, surroundings: Surroundings): Plain {
  const findings: Finding[] = [];
  const spoiled: Path[] = [];
  const filled: FilledText[] = [];
  const anchors = new Map<string, Node>();
  const targets = new Map<Node, Node>();
  const open = new Set<Node>();
  let repeated = 0;

  function complain(path: Path, node: Node, message: string): void {
    findings.push({ path: pathText(path), offset: startOf(node), message });
  }

  /** The value is not what stands there, so nothing that is said of it later can be believed. */
  function spoil(path: Path, node: Node, message: string): void {
    complain(path, node, message);
    spoiled.push(path);
  }

  function convert(node: Node | null, path: Path, inAlias: boolean): unknown {
    if (node === null) {
      return null;
    }
    if (inAlias) {
      repeated += 1;
      if (repeated > MOST_REPEATED_NODES) {
        return null; // said once, at the end of the walk
      }
    }
    if (isAlias(node)) {
      return followAlias(node, node.source, path);
    }
    const { anchor, tag } = node as Scalar;
    if (anchor !== undefined && !inAlias) {
      anchors.set(anchor, node);
    }
    if (tag !== undefined && !CORE_TAGS.has(tag)) {
      spoil(path, node, 'tags (`!…`) mean nothing here; leave it out');
      return null;
    }
    if (isMap(node)) {
      return within(node, () => convertMap(node.items as readonly Field[], path, inAlias));
    }
    if (isSeq(node)) {
      return within(node, () => node.items.map((item, index) => convert(item as Node, [...path, index], inAlias)));
    }
    return isScalar(node) ? convertScalar(node, path) : null;
  }

  function within<T>(node: Node, work: () => T): T {
    open.add(node);
    const result = work();
    open.delete(node);
    return result;
  }

  function followAlias(node: Node, name: string, path: Path): unknown {
    const target = anchors.get(name);
    if (target === undefined) {
      spoil(path, node, `there is no anchor \`&${name}\` above this`);
      return null;
    }
    if (open.has(target)) {
      spoil(path, node, `\`*${name}\` stands inside what it repeats`);
      return null;
    }
    targets.set(node, target);
    return convert(target, path, true);
  }

  function convertMap(items: readonly Field[], path: Path, inAlias: boolean): unknown {
    const result: Record<string, unknown> = {};
    const seen = new Set<string>();
    for (const { key, value } of items) {
      const name = keyText(key);
      if (name === null) {
        complain(path, key, 'a field name must be a text');
      } else if (name === '__proto__') {
        complain(path, key, '`__proto__` cannot be a field name');
      } else if (seen.has(name)) {
        complain([...path, name], key, `the field \`${name}\` stands twice here`);
      } else if (path.length === 0 && isEmpty(value)) {
        seen.add(name); // `components:` with every line below it commented out is as good as not there
      } else {
        seen.add(name);
        result[name] = convert(value, [...path, name], inAlias);
      }
    }
    return result;
  }

  function convertScalar(node: Scalar, path: Path): unknown {
    if (typeof node.value !== 'string') {
      return node.value;
    }
    const expanded = expand(node.value, surroundings);
    if (!expanded.ok) {
      for (const message of expanded.messages) {
        spoil(path, node, message);
      }
      return node.value;
    }
    if (expanded.filled.length > 0 || expanded.unsealed) {
      filled.push({
        path,
        filled: expanded.filled,
        unsealed: expanded.unsealed,
        text: expanded.text,
        plain: node.type === 'PLAIN',
      });
    }
    return expanded.text;
  }

  const value = convert(root, [], false);
  if (repeated > MOST_REPEATED_NODES) {
    findings.push({ path: '', offset: null, message: 'aliases repeat more than a configuration ever needs' });
  }
  return { value, findings, spoiled, filled, offsetOf: placeFinder(root, targets) };
}
