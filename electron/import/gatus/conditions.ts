/**
 * Gatus' conditions as expectations of ours (TwiN/gatus README "Conditions"; config/endpoint/condition.go).
 *
 * Only what means the same is translated. A condition that cannot be is handed back, so that it is told and never guessed.
 */
import { jsonPathText, jsonRule, readings } from '../json-rule.ts';
import { codesBetween, escapeRegex, literal } from '../texts.ts';

type Operator = '==' | '!=' | '<=' | '>=' | '<' | '>';

/** `[STATUS] == any(200, 429)`, taken apart. */
export interface Condition {
  readonly text: string;
  readonly placeholder: string;
  /** What follows a placeholder: `.user.name`, `[0].id`. */
  readonly path: string;
  /** `len`, `has` around the left side. */
  readonly by: string | null;
  readonly operator: Operator;
  readonly right: Right;
}

type Right =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'pattern'; readonly pattern: string }
  | { readonly kind: 'any'; readonly texts: readonly string[] };

const SHAPE = /^(?:(len|has)\()?\[([A-Z_]+)\]([^\s()]*)\)?\s*(==|!=|<=|>=|<|>)\s*(.*)$/s;

/** Null: it has no shape that we know. */
export function parseCondition(text: string): Condition | null {
  const found = SHAPE.exec(text.trim());
  if (found === null) {
    return null;
  }
  const [, by, placeholder = '', path = '', operator, rest = ''] = found;
  const right = rightSide(rest.trim());
  return right === null ? null : { text, placeholder, path, by: by ?? null, operator: operator as Operator, right };
}

function rightSide(text: string): Right | null {
  const call = /^(pat|any)\((.*)\)$/s.exec(text);
  if (call === null) {
    return { kind: 'text', text };
  }
  const [, name, inside = ''] = call;
  return name === 'pat'
    ? isPlainGlob(inside)
      ? { kind: 'pattern', pattern: inside }
      : null
    : { kind: 'any', texts: inside.split(',').map((part) => part.trim()) };
}

/** The codes that a condition on `[STATUS]` lets through; null when it is none of those. */
export function statusCodes({ operator, right }: Condition): ReadonlySet<number> | null {
  const all = codesBetween(100, 599);
  const matching = new Set([...all].filter((code) => fits(code, right)));
  const limit = right.kind === 'text' && /^\d{1,3}$/.test(right.text) ? Number(right.text) : null;
  switch (operator) {
    case '==':
      return matching;
    case '!=':
      return new Set([...all].filter((code) => !matching.has(code)));
    default:
      return limit === null ? null : compared(operator, limit);
  }
}

function compared(operator: '<' | '<=' | '>' | '>=', limit: number): ReadonlySet<number> {
  switch (operator) {
    case '<':
      return codesBetween(100, limit - 1);
    case '<=':
      return codesBetween(100, limit);
    case '>':
      return codesBetween(limit + 1, 599);
    case '>=':
      return codesBetween(limit, 599);
  }
}

function fits(code: number, right: Right): boolean {
  switch (right.kind) {
    case 'text':
      return right.text === String(code);
    case 'any':
      return right.texts.includes(String(code));
    case 'pattern':
      return new RegExp(`^${globRegex(right.pattern)}$`).test(String(code));
  }
}

/** ms of `[RESPONSE_TIME] < 500`; null for another comparison. */
export function responseTimeLimit({ operator, right }: Condition): number | null {
  return (operator === '<' || operator === '<=') && right.kind === 'text' && /^\d{1,9}$/.test(right.text)
    ? Number(right.text)
    : null;
}

/** An expectation on a text, in our words. */
export type TextRule = { readonly contains: string } | { readonly absent: string } | { readonly regex: string };

/** A rule on the whole `[BODY]`; null when ours cannot say it. */
export function bodyRule({ operator, right, path, by }: Condition): TextRule | null {
  if (path !== '' || by !== null || (operator !== '==' && operator !== '!=')) {
    return null;
  }
  const wanted = operator === '==';
  switch (right.kind) {
    case 'text': {
      // Gatus trims nothing; a body of JSON is compared as it came (pkg/jsonpath).
      return wanted
        ? { regex: literal(`^${escapeRegex(right.text)}$`) }
        : { regex: literal(`^(?!${escapeRegex(right.text)}$)`) };
    }
    case 'pattern': {
      const inner = /^\*([^*?]+)\*$/.exec(right.pattern)?.[1];
      if (inner !== undefined) {
        return wanted ? { contains: literal(inner) } : { absent: literal(inner) };
      }
      const regex = globRegex(right.pattern);
      return { regex: literal(wanted ? `^${regex}$` : `^(?!${regex}$)`) };
    }
    case 'any': {
      const regex = right.texts.map(escapeRegex).join('|');
      return { regex: literal(wanted ? `^(?:${regex})$` : `^(?!(?:${regex})$)`) };
    }
  }
}

/** A rule on a value inside of `[BODY]`; null when ours cannot say it. */
export function bodyJsonRule({ operator, right, path, by }: Condition): ReturnType<typeof jsonRule> {
  const way = path === '' ? null : jsonPathText(`$${path}`);
  if (way === null || by === 'len') {
    return null;
  }
  if (by === 'has') {
    const wanted = right.kind === 'text' && operator === '==' ? right.text : '';
    return wanted === 'true' || wanted === 'false' ? { path: way, exists: wanted === 'true' } : null;
  }
  switch (right.kind) {
    case 'text':
      // Another placeholder on the right side is a value of the answer, not a text.
      return /^(?:len\(|has\()?\[[A-Z_]+\]/.test(right.text) ? null : jsonRule(way, operator, right.text);
    case 'any':
      return operator === '==' ? { path: way, oneOf: right.texts.flatMap((text) => readings(text)) } : null;
    case 'pattern':
      return operator === '==' ? { path: way, matches: literal(`^${globRegex(right.pattern)}$`) } : null;
  }
}

/** Go's filepath.Match without its classes: `*` is any text, `?` any one character (pattern/pattern.go). */
function globRegex(pattern: string): string {
  return pattern
    .split(/(\*+|\?)/)
    .map((part) => (part.startsWith('*') ? '.*' : part === '?' ? '.' : escapeRegex(part)))
    .join('');
}

/** Classes and escapes are seldom meant, and not translated; several `*` make a search that a page of HTML can stall. */
const isPlainGlob = (pattern: string): boolean => !/[[\]\\]/.test(pattern) && (pattern.match(/\*+/g) ?? []).length <= 3;

/** Why a condition is not carried over; what has a check of its own is named. */
export const whyNot = ({ placeholder }: Condition) =>
  placeholder === 'CERTIFICATE_EXPIRATION'
    ? 'is asked by another check: add one of type tls, with warnDays'
    : 'has no counterpart';
