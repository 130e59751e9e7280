/**
 * The way to one value in a JSON document: `checks.db[0].state`, `["odd key"].value`, `$` for the whole.
 *
 * Small and strict on purpose: no wildcards, no filters, nothing that could find two values or guess. What it does not
 * understand is an error when the configuration is read, never a value that is silently not there.
 */

/** Names of members and numbers of elements, from the outside in. */
export type JsonPath = readonly (string | number)[];

export type ParsedPath =
  | { readonly ok: true; readonly path: JsonPath }
  | { readonly ok: false; readonly problem: string };

/** A name, which stands behind a dot unless it comes first. */
const NAME = /[A-Za-z_][\w-]*/y;
const INDEX = /\[(0|[1-9]\d{0,8})\]/y;
/** A JSON string in brackets (RFC 8259 section 7). */
const QUOTED = /\[("(?:[^"\\\p{Cc}]|\\.)*")\]/uy;

/** The problem names the character (from 1) at which it stops making sense. */
export function parseJsonPath(text: string): ParsedPath {
  const path: (string | number)[] = [];
  let at = text.startsWith('$') ? 1 : 0;
  if (text === '') {
    return { ok: false, problem: 'a path is missing; "$" stands for the whole document' };
  }
  while (at < text.length) {
    const dot = text[at] === '.';
    const name = dot || at === 0 ? matchAt(NAME, text, dot ? at + 1 : at) : null;
    const index = name ? null : matchAt(INDEX, text, at);
    const quoted = name || index ? null : matchAt(QUOTED, text, at);
    const found = name ?? index ?? quoted;
    const part = name ? name[0] : index ? Number(index[1]) : quoted ? jsonText(quoted[1] ?? '') : null;
    if (!found || part === null) {
      return {
        ok: false,
        problem: `"${text.slice(at, at + 12)}" at character ${at + 1} is no step of a path; known are a.b, [0] and ["odd key"]`,
      };
    }
    path.push(part);
    at += found[0].length + (name && dot ? 1 : 0);
  }
  return { ok: true, path };
}

function matchAt(pattern: RegExp, text: string, at: number): RegExpExecArray | null {
  pattern.lastIndex = at;
  return pattern.exec(text);
}

function jsonText(quoted: string): string | null {
  try {
    return JSON.parse(quoted) as string;
  } catch {
    return null; // an escape that JSON does not know
  }
}

/** What stands at the end of the way, or how far it goes: `missing` is the path in words up to what is not there. */
export type Found =
  | { readonly ok: true; readonly value: unknown }
  | { readonly ok: false; readonly missing: string; readonly inside: string };

/** Follows a path. Own members only: nothing is inherited by a JSON value. */
export function lookUp(document: unknown, path: JsonPath): Found {
  let value = document;
  for (const [depth, part] of path.entries()) {
    const there =
      typeof part === 'number'
        ? Array.isArray(value) && part < value.length
        : typeof value === 'object' && value !== null && !Array.isArray(value) && Object.hasOwn(value, part);
    if (!there) {
      return { ok: false, missing: pathWords(path.slice(0, depth + 1)), inside: kindWords(value) };
    }
    value = (value as Record<string | number, unknown>)[part];
  }
  return { ok: true, value };
}

/** As it would be written in the configuration. */
export function pathWords(path: JsonPath): string {
  const words = path.map((part, depth) => {
    if (typeof part === 'number') {
      return `[${part}]`;
    }
    const plain = /^[A-Za-z_][\w-]*$/.test(part);
    return plain ? `${depth === 0 ? '' : '.'}${part}` : `[${JSON.stringify(part)}]`;
  });
  return words.join('') || '$';
}

/** `a text`, `3 elements`: what a value is, without what may be in it. */
export function kindWords(value: unknown): string {
  if (value === null) {
    return 'null';
  }
  if (Array.isArray(value)) {
    return `a list of ${value.length}`;
  }
  switch (typeof value) {
    case 'string':
      return 'a text';
    case 'number':
      return 'a number';
    case 'boolean':
      return `${value}`;
    default:
      return 'an object';
  }
}
