/**
 * A schema's complaints about what a client sent, as Cachet lists them: one sentence each, in `meta.details`.
 */
import type { z } from 'zod';

/** A value longer than this (characters of JSON) is not shown whole. */
const SHOWN = 60;

/** @param asked what was sent, for showing what stood in the wrong place */
export function detailsOf(asked: unknown, issues: readonly z.core.$ZodIssue[]): readonly string[] {
  return issues.map((issue) => {
    const [field] = issue.path;
    if (field === undefined) {
      return 'Send the fields as one JSON object, or as a form.';
    }
    const value = valueAt(asked, field);
    return value === undefined
      ? `The ${String(field)} field is required.`
      : `The ${String(field)} field is ${shown(value)}: ${remedyFor(issue)}.`;
  });
}

function remedyFor(issue: z.core.$ZodIssue): string {
  switch (issue.code) {
    case 'invalid_type':
      return `it must be ${issue.expected === 'int' ? 'a whole number' : `of type ${issue.expected}`}`;
    case 'too_small':
      return `it must be at least ${issue.minimum}${issue.origin === 'string' ? ' characters long' : ''}`;
    case 'too_big':
      return `it must be at most ${issue.maximum}${issue.origin === 'string' ? ' characters long' : ''}`;
    case 'invalid_format':
      return issue.format === 'email' ? 'it must be an e-mail address' : 'it is not of the right form';
    default:
      return 'it is not of the right form';
  }
}

function valueAt(asked: unknown, field: PropertyKey): unknown {
  return typeof asked === 'object' && asked !== null ? (asked as Record<PropertyKey, unknown>)[field] : undefined;
}

function shown(value: unknown): string {
  const written = JSON.stringify(value) ?? 'missing';
  return written.length <= SHOWN ? written : `${written.slice(0, SHOWN)}…`;
}
