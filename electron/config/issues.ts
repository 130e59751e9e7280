/**
 * The schema library's issues as objections a person can act on: each unknown field on its own, a choice between several
 * shapes reduced to the one that was meant, and one mistake told once.
 */
import type { z } from 'zod';
import { type Complaint, type Path, pathText } from '../../shared/rules/config/complaint.ts';
import { nearest } from '../../shared/rules/nearest.ts';
import { childOf, fieldsAt } from './fields.ts';
import { notOneOf } from './wording.ts';

type Issue = z.core.$ZodIssue;

/** A complaint, and whether it is about a value or about the name of its field. */
export interface Objection extends Complaint {
  readonly about: 'key' | 'value';
}

/** With more fields than this a list of them helps nobody. */
const MOST_FIELDS_LISTED = 12;

/** Everything the schema has against the value, in no order. */
export function objections(schema: z.core.$ZodType, value: unknown, issues: readonly Issue[]): readonly Objection[] {
  const at = (path: Path) => path.reduce<unknown>(childOf, value);
  /** Fields that an unknown one was probably meant to be: that they are missing is the same mistake. */
  const meantFields = new Set<string>();
  /** Groups with an unknown field: what their own rules say of them only follows from it. */
  const misread = new Set<string>();
  const found = issues.flatMap((issue) => explain(issue, []));
  return found.filter(
    ({ follows, path }) => follows === null || !(follows === 'missing' ? meantFields : misread).has(pathText(path)),
  );

  function explain(issue: Issue, prefix: Path): readonly Draft[] {
    const path = [...prefix, ...(issue.path as Path)];
    switch (issue.code) {
      case 'unrecognized_keys':
        return issue.keys.map((key) => unknownField(key, path));
      case 'invalid_union':
        return explainChoice(issue, path);
      case 'invalid_key':
        return [{ path, about: 'key', follows: null, message: issue.issues[0]?.message ?? 'no name for a field' }];
      default: {
        const missing = at(path) === undefined;
        const message = missing ? missingField(path, issue.message) : issue.message;
        return [
          { path, about: 'value', follows: missing ? 'missing' : issue.code === 'custom' ? 'rule' : null, message },
        ];
      }
    }
  }

  function unknownField(key: string, path: Path): Draft {
    misread.add(pathText(path));
    const known = fieldsAt(schema, value, path);
    const draft = (message: string): Draft => ({ path: [...path, key], about: 'key', follows: null, message });
    if (key === '<<') {
      return draft('unknown field `<<`; merge keys are not part of YAML 1.2, repeat the fields');
    }
    if (known.includes(key)) {
      return draft(`\`${key}\` does not go together with the other fields here`);
    }
    const meant = nearest(key, known);
    if (meant !== null) {
      meantFields.add(pathText([...path, meant]));
      return draft(`unknown field \`${key}\`; did you mean \`${meant}\`?`);
    }
    return draft(
      `unknown field \`${key}\`${known.length <= MOST_FIELDS_LISTED ? `; known here: ${known.join(', ')}` : ''}`,
    );
  }

  function explainChoice(issue: z.core.$ZodIssueInvalidUnion, path: Path): readonly Draft[] {
    const stands = at(path);
    const follows = stands === undefined ? 'missing' : null;
    const whole = (message: string): readonly Draft[] => [{ path, about: 'value', follows, message }];
    if ('options' in issue && Array.isArray(issue.options)) {
      const list = notOneOf(issue.options.map(String), stands);
      return whole(stands === undefined ? missingField(path, list) : list);
    }
    if (stands === undefined) {
      return whole(missingField(path, issue.message));
    }
    const possible = issue.errors
      .filter((option) => !option.some(rejectsType))
      .toSorted((a, b) => strangers(a) - strangers(b));
    const [best, ...others] = possible;
    if (best === undefined) {
      return whole(issue.message);
    }
    const names = typeof stands === 'object' && stands !== null ? Object.keys(stands) : [];
    if (others.length > 0 && strangers(best) === names.length) {
      // None of them knows a single field of this one: what is missing depends on what was meant, and that we do not know.
      return names.length === 0 ? whole(issue.message) : names.map((name) => unknownField(name, path));
    }
    return best.flatMap((inner) => explain(inner, path));
  }
}

/** What may be nothing but the consequence of an unknown field: a field that is missing, or a rule of its group. */
interface Draft extends Objection {
  readonly follows: 'missing' | 'rule' | null;
}

/** The option wants another kind of value altogether: a text where a list stands. */
function rejectsType(issue: Issue): boolean {
  if (issue.path.length > 0) {
    return false;
  }
  return issue.code === 'invalid_union'
    ? issue.errors.every((option) => option.some(rejectsType))
    : issue.code === 'invalid_type';
}

/** How many fields of the value the option does not know. */
function strangers(option: readonly Issue[]): number {
  const own = option.filter((issue) => issue.path.length === 0);
  return own.reduce((sum, issue) => sum + (issue.code === 'unrecognized_keys' ? issue.keys.length : 0), 0);
}

/** A schema's own words say what the field must be; ours would only add that nothing was found there. */
function missingField(path: Path, message: string): string {
  const field = path.at(-1);
  const name = typeof field === 'string' ? field : pathText(path);
  return `\`${name}\` is missing${message.includes('found nothing') ? '' : `: ${message}`}`;
}
