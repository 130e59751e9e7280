/**
 * Whether an answer is the wanted one. Pure; null means that nothing is wrong with it.
 *
 * Rules are tried in the order headers, body, JSON, each as the file has them; `step` counts through all of them. A body
 * that was cut off at the limit fails only when the rest could change the verdict.
 */
import type { HeaderRule, JsonRule } from '../../shared/model/checks/expectations.ts';
import type { Failure } from '../../shared/model/observation.ts';
import { jsonObjection } from '../../shared/rules/json-rule.ts';
import { type HttpCheck, statusWords } from './http-plan.ts';
import type { HttpHead, ReceivedBody } from './http-try.ts';
import { type Pattern, patternOf } from './pattern.ts';
import { oneLine, short } from './words.ts';

export type Objection = Omit<Failure, 'phase'>;
type StatusRanges = HttpCheck['expectStatus'];

/** `503 Service Unavailable, expected 200-299`, with the redirects that led there. */
export function judgeStatus({ status, redirects }: HttpHead, expected: StatusRanges): Objection | null {
  if (expected.some(({ from, to }) => status >= from && status <= to)) {
    return null;
  }
  const wanted = expected.map(({ from, to }) => (from === to ? `${from}` : `${from}-${to}`)).join(' or ');
  const way = redirects === 0 ? '' : ` after ${redirects} ${redirects === 1 ? 'redirect' : 'redirects'}`;
  return { kind: 'wrong-status', detail: `${statusWords(status)}${way}, expected ${wanted}`, status };
}

/** Patterns are compiled once per check. */
export interface Expectations {
  readonly headers: readonly { readonly rule: HeaderRule; readonly pattern: Pattern | null }[];
  readonly body: readonly BodyExpectation[];
  readonly json: readonly JsonRule[];
  readonly needsBody: boolean;
}

/** One thing that the body must be: `holds` looks at the text. */
type BodyExpectation =
  | { readonly kind: 'contains' | 'absent'; readonly text: string }
  | { readonly kind: 'regex'; readonly pattern: Pattern };

export function expectationsOf(check: Pick<HttpCheck, 'expectHeaders' | 'expectBody' | 'expectJson'>): Expectations {
  const body = check.expectBody.flatMap(({ contains, absent, regex }): BodyExpectation[] => [
    ...(contains === undefined ? [] : [{ kind: 'contains', text: contains } as const]),
    ...(absent === undefined ? [] : [{ kind: 'absent', text: absent } as const]),
    ...(regex === undefined ? [] : [{ kind: 'regex', pattern: patternOf(regex) } as const]),
  ]);
  return {
    headers: check.expectHeaders.map((rule) => ({
      rule,
      pattern: rule.matches === undefined ? null : patternOf(rule.matches),
    })),
    body,
    json: check.expectJson,
    needsBody: body.length + check.expectJson.length > 0,
  };
}

/** The first header rule that does not hold. Values of headers that may be secret are not shown. */
export function judgeHeaders({ headers }: HttpHead, expected: Expectations): Objection | null {
  for (const [index, { rule, pattern }] of expected.headers.entries()) {
    const value = headerText(headers[rule.name.toLowerCase()]);
    const detail = headerObjection(rule, pattern, value);
    if (detail !== null) {
      return { kind: 'wrong-content', detail, step: index + 1 };
    }
  }
  return null;
}

function headerObjection(rule: HeaderRule, pattern: Pattern | null, value: string | null): string | null {
  const { name, equals, contains, absent } = rule;
  if (absent) {
    return value === null ? null : `header ${name} is there, and must not be`;
  }
  if (value === null) {
    return `header ${name} is missing`;
  }
  const is = `header ${name} is ${SECRET_HEADER.test(name) ? 'not as expected' : `"${short(oneLine(value))}"`}, expected`;
  if (equals !== undefined && value !== equals) {
    return `${is} "${short(equals)}"`;
  }
  if (contains !== undefined && !value.includes(contains)) {
    return `${is} to hold "${short(contains)}"`;
  }
  return pattern === null || pattern.test(value) ? null : `${is} to match /${short(pattern.source)}/`;
}

const SECRET_HEADER = /cookie|auth|token|secret|key|session|signature/i;

/** Several of one name are one list (RFC 9110 section 5.3). */
export const headerText = (value: string | string[] | undefined): string | null =>
  value === undefined ? null : Array.isArray(value) ? value.join(', ') : value;

/** The first body or JSON rule that does not hold. */
export function judgeBody(head: HttpHead, body: ReceivedBody, expected: Expectations): Objection | null {
  const text = bodyText(head, body);
  let step = expected.headers.length;
  for (const rule of expected.body) {
    step += 1;
    const objection = bodyObjection(rule, text, body);
    if (objection) {
      return { ...objection, step };
    }
  }
  return expected.json.length === 0 ? null : judgeJson(text, body, expected.json, step);
}

function bodyObjection(rule: BodyExpectation, text: string, body: ReceivedBody): Objection | null {
  if (rule.kind === 'regex') {
    return matches(text, rule.pattern, body);
  }
  const found = text.includes(rule.text);
  if (found) {
    return rule.kind === 'contains' ? null : wrong(`"${short(rule.text)}" is in the body`);
  }
  if (!body.whole) {
    return tooLarge(body, `"${short(rule.text)}" was not found`);
  }
  return rule.kind === 'absent' ? null : wrong(`"${short(rule.text)}" is not in the body (${size(body)})`);
}

function matches(text: string, regex: Pattern, body: ReceivedBody): Objection | null {
  const found = regex.test(text);
  if (found && (body.whole || !looksAhead(regex))) {
    return null;
  }
  if (!body.whole) {
    return tooLarge(body, `/${short(regex.source)}/ cannot be decided`);
  }
  return wrong(`/${short(regex.source)}/ does not match the body (${size(body)})`);
}

/** Could a match in the beginning be none in the whole? Only through what looks past it: `$`, `\b`, `(?!`. Errs to yes. */
const looksAhead = (regex: Pattern) => /\$|\\b|\(\?<?[!=]/i.test(regex.source);

function judgeJson(text: string, body: ReceivedBody, rules: readonly JsonRule[], before: number): Objection | null {
  if (!body.whole) {
    return { ...tooLarge(body, 'the JSON has no end'), step: before + 1 };
  }
  let document: unknown;
  try {
    document = JSON.parse(text);
  } catch {
    const page = /^\s*</.test(text) ? ', it looks like HTML' : '';
    return { ...wrong(`the body is no JSON (${size(body)}${page})`), step: before + 1 };
  }
  for (const [index, rule] of rules.entries()) {
    const detail = jsonObjection(rule, document, looksLike);
    if (detail !== null) {
      return { ...wrong(detail), step: before + index + 1 };
    }
  }
  return null;
}

const looksLike = (pattern: string, text: string) => patternOf(pattern).test(text);
const wrong = (detail: string): Objection => ({ kind: 'wrong-content', detail });
const tooLarge = (body: ReceivedBody, what: string): Objection => ({
  kind: 'too-large',
  detail: `${what} in the first ${size(body)} and the body goes on (maxBody)`,
});
const size = ({ bytes }: ReceivedBody) => `${bytes.length} bytes`;

/** The body as text, in the character set that its header names; UTF-8 without one. */
export function bodyText({ headers }: HttpHead, { bytes }: ReceivedBody): string {
  const contentType = headerText(headers['content-type']) ?? '';
  const charset = /charset\s*=\s*"?([^\s";]+)/i.exec(contentType)?.[1] ?? 'utf-8';
  try {
    return new TextDecoder(charset).decode(bytes);
  } catch {
    // A charset that nobody knows: UTF-8 is by far the likeliest meaning.
    return new TextDecoder().decode(bytes);
  }
}
