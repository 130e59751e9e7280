/**
 * One record of a foreign file, read field by field. Whatever nobody asked for can be told at the end: nothing is lost in silence.
 *
 * The source is not ours to judge: a value of the wrong shape is reported and passed over, never thrown.
 */

/** Lines of a parsed text, by the record and the field in it; null where they are not known. */
export type LineOf = (record: object, key?: string) => number | null;

export const noLines: LineOf = () => null;

export interface Fields {
  readonly line: number | null;
  /** Null when it is not there (or null, or not what was asked for: then it is in `odd`). Numbers and truth values are texts too. */
  text(key: string): string | null;
  number(key: string): number | null;
  flag(key: string): boolean | null;
  record(key: string): Fields | null;
  records(key: string): readonly Fields[];
  /** A list of texts; one text alone is a list of one. */
  texts(key: string): readonly string[];
  /** Fields and their values as texts, in order: headers, labels. */
  pairs(key: string): readonly (readonly [string, string])[];
  /** As it stands there. */
  raw(key: string): unknown;
  has(key: string): boolean;
  lineOf(key: string): number | null;
  /** These need no word: they say nothing about what is watched. */
  ignore(...keys: readonly string[]): void;
  /** Fields with a value that nobody asked for. What is switched off (`false`) is as good as not there. */
  left(): readonly string[];
  /** Fields whose value was not what was asked for. */
  odd(): readonly string[];
}

export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

export function fieldsOf(record: Record<string, unknown>, lineOf: LineOf): Fields {
  const asked = new Set<string>();
  const odd = new Set<string>();

  function take<T>(key: string, as: (value: unknown) => T | undefined): T | null {
    asked.add(key);
    const value = Object.hasOwn(record, key) ? record[key] : undefined;
    if (value === undefined || value === null) {
      return null;
    }
    const taken = as(value);
    if (taken === undefined) {
      odd.add(key);
    }
    return taken ?? null;
  }

  const texts = (key: string) =>
    take(key, (value) => (Array.isArray(value) ? allOf(value, textOf) : one(textOf(value))));

  return {
    line: lineOf(record),
    text: (key) => take(key, textOf),
    number: (key) => take(key, numberOf),
    flag: (key) => take(key, flagOf),
    record: (key) => take(key, (value) => (isRecord(value) ? fieldsOf(value, lineOf) : undefined)),
    records: (key) =>
      take(key, (value) =>
        Array.isArray(value)
          ? allOf(value, (item) => (isRecord(item) ? fieldsOf(item, lineOf) : undefined))
          : undefined,
      ) ?? [],
    texts: (key) => texts(key) ?? [],
    pairs: (key) =>
      take(key, (value) =>
        isRecord(value)
          ? allOf(Object.entries(value), ([name, item]) => {
              const text = textOf(item);
              return text === undefined ? undefined : ([name, text] as const);
            })
          : undefined,
      ) ?? [],
    raw: (key) => take(key, (value) => value),
    has: (key) => Object.hasOwn(record, key) && record[key] !== null && record[key] !== undefined,
    lineOf: (key) => lineOf(record, key),
    ignore: (...keys) => {
      for (const key of keys) {
        asked.add(key);
      }
    },
    left: () => Object.keys(record).filter((key) => !asked.has(key) && !isEmpty(record[key])),
    odd: () => [...odd],
  };
}

function isEmpty(value: unknown): boolean {
  return (
    value === null ||
    value === undefined ||
    value === '' ||
    value === false ||
    (typeof value === 'object' && Object.keys(value).length === 0)
  );
}

function textOf(value: unknown): string | undefined {
  switch (typeof value) {
    case 'string':
      return value;
    case 'number':
    case 'boolean':
    case 'bigint':
      return String(value);
    default:
      return undefined;
  }
}

function numberOf(value: unknown): number | undefined {
  const text = typeof value === 'bigint' ? String(value) : value;
  const number = typeof text === 'string' && /^-?\d+(?:\.\d+)?$/.test(text.trim()) ? Number(text) : text;
  return typeof number === 'number' && Number.isFinite(number) ? number : undefined;
}

function flagOf(value: unknown): boolean | undefined {
  switch (value) {
    case true:
    case 1:
    case '1':
    case 'true':
    case 'yes':
    case 'on':
      return true;
    case false:
    case 0:
    case '0':
    case 'false':
    case 'no':
    case 'off':
      return false;
    default:
      return undefined;
  }
}

const one = <T>(value: T | undefined): T[] | undefined => (value === undefined ? undefined : [value]);

/** Undefined as soon as one member is. */
function allOf<In, Out>(values: readonly In[], as: (value: In) => Out | undefined): Out[] | undefined {
  const results: Out[] = [];
  for (const value of values) {
    const result = as(value);
    if (result === undefined) {
      return undefined;
    }
    results.push(result);
  }
  return results;
}
