/**
 * A schema's complaints as mistakes with place, value and remedy. The only place that knows the schema library's issues.
 */
import type { z } from 'zod';
import type { Mistake } from './refusal.ts';

/** A value longer than this (characters of JSON) is not shown whole. */
const SHOWN = 80;

/** Every complaint about `asked`, at its place. */
export function mistakesIn(asked: unknown, issues: readonly z.core.$ZodIssue[]): readonly Mistake[] {
  return issues.map((issue) => ({
    place: issue.path.map(String).join('.'),
    value: shown(valueAt(asked, issue.path)),
    remedy: remedyFor(issue),
  }));
}

/** All of them in one sentence each: "`forMs` is "soon": expected number, received string". */
export function mistakeWords(name: string, mistakes: readonly Mistake[]): string {
  const sentences = mistakes.map(
    ({ place, value, remedy }) => `${place === '' ? 'it' : `\`${place}\``} is ${value}: ${remedy}`,
  );
  return `the question \`${name}\` cannot be read. ${sentences.join('; ')}`;
}

function remedyFor(issue: z.core.$ZodIssue): string {
  switch (issue.code) {
    case 'invalid_type':
      return `give ${issue.expected === 'int' ? 'a whole number' : `a value of type ${issue.expected}`}`;
    case 'unrecognized_keys':
      return `leave out ${issue.keys.map((key) => `\`${key}\``).join(', ')}, which nobody here knows`;
    case 'invalid_value':
      return `give one of ${issue.values.map((value) => JSON.stringify(value)).join(', ')}`;
    case 'too_small':
      return `at least ${issue.minimum}${unitOf(issue.origin)}, please`;
    case 'too_big':
      return `at most ${issue.maximum}${unitOf(issue.origin)}, please`;
    default:
      return issue.message;
  }
}

function unitOf(origin: string): string {
  return origin === 'string' ? ' characters' : origin === 'array' ? ' entries' : '';
}

function valueAt(asked: unknown, path: readonly PropertyKey[]): unknown {
  return path.reduce<unknown>(
    (value, key) =>
      typeof value === 'object' && value !== null ? (value as Record<PropertyKey, unknown>)[key] : undefined,
    asked,
  );
}

function shown(value: unknown): string {
  const text = value === undefined ? 'missing' : JSON.stringify(value);
  return text.length <= SHOWN ? text : `${text.slice(0, SHOWN)}…`;
}
