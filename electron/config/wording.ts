/**
 * What the schema library objects to, in words for whoever wrote the file. A schema's own message always wins over these.
 */
import type { z } from 'zod';
import { didYouMean } from '../../shared/rules/nearest.ts';

/** Handed to every parse: called for issues whose schema has no message of its own. */
export const wording: z.core.$ZodErrorMap = (issue) => {
  switch (issue.code) {
    case 'invalid_type':
      return wrongType(issue.expected, issue.input);
    case 'invalid_value':
      return notOneOf(issue.values.map(String), issue.input);
    case 'too_small':
      return limit(issue.origin, Number(issue.minimum), 'at least');
    case 'too_big':
      return limit(issue.origin, Number(issue.maximum), 'at most');
    case 'invalid_format':
      return issue.format === 'url' ? 'must be an http:// or https:// address' : `is not a valid ${issue.format}`;
    case 'invalid_union':
      return `must be ${oneOf([...new Set(issue.errors.flat().flatMap(typesIn))])}, found ${describe(issue.input)}`;
    default:
      return undefined;
  }
};

/** The types of value that a choice would take, in words. */
function typesIn(issue: z.core.$ZodIssue): readonly string[] {
  if (issue.code === 'invalid_union') {
    return issue.errors.flat().flatMap(typesIn);
  }
  return issue.code === 'invalid_type' && issue.path.length === 0 ? [TYPE_WORDS[issue.expected] ?? issue.expected] : [];
}

/** "must be one of a, b or c; did you mean `b`?" */
export function notOneOf(values: readonly string[], found: unknown): string {
  const what = values.length > 1 ? `one of ${oneOf(values)}` : values.join('');
  const suggestion = typeof found === 'string' ? didYouMean(found, values) : '';
  return found === undefined ? `must be ${what}` : `must be ${what}, found ${describe(found)}${suggestion}`;
}

/** "a, b or c" */
function oneOf(names: readonly string[]): string {
  return names.length > 1 ? `${names.slice(0, -1).join(', ')} or ${names.at(-1)}` : names.join('');
}

/** What stands there, for a sentence: short, and never a whole group of fields. */
export function describe(value: unknown): string {
  if (value === null || value === undefined) {
    return 'nothing';
  }
  if (Array.isArray(value)) {
    return 'a list';
  }
  if (typeof value === 'object') {
    return 'a group of fields';
  }
  return typeof value === 'string'
    ? JSON.stringify(value.length > 60 ? `${value.slice(0, 60)}…` : value)
    : String(value);
}

const TYPE_WORDS: Readonly<Record<string, string>> = {
  string: 'a text',
  number: 'a number',
  int: 'a whole number',
  boolean: 'true or false',
  array: 'a list (each entry begins with `- `)',
  object: 'a group of fields (`name: value`)',
  record: 'a group of fields (`name: value`)',
};

function wrongType(expected: string, input: unknown): string {
  const quote =
    expected === 'string' && (typeof input === 'number' || typeof input === 'boolean') ? '; put it in quotes' : '';
  return `must be ${TYPE_WORDS[expected] ?? expected}, found ${describe(input)}${quote}`;
}

function limit(origin: string, bound: number, which: 'at least' | 'at most'): string {
  switch (origin) {
    case 'string':
      return which === 'at least' && bound === 1 ? 'must not be empty' : `must have ${which} ${bound} characters`;
    case 'array':
      return which === 'at least' && bound === 1
        ? 'must have at least one entry'
        : `must have ${which} ${bound} entries`;
    default:
      return `must be ${which} ${bound}`;
  }
}
