/**
 * Whether an answer is the wanted one. Pure; null means that nothing is wrong with it.
 *
 * A body that was cut off at the limit fails only when the rest could change the verdict.
 */
import type { Failure } from '../../shared/model/observation.ts';
import { type HttpCheck, type HttpPlan, statusWords } from './http-plan.ts';
import { short } from './words.ts';

type Objection = Omit<Failure, 'phase'>;

/** `503 Service Unavailable, expected 200-299`, with the redirects that led there. */
export function judgeStatus(status: number, check: HttpCheck, redirects: number): Objection | null {
  if (check.expectStatus.some(({ from, to }) => status >= from && status <= to)) {
    return null;
  }
  const wanted = check.expectStatus.map(({ from, to }) => (from === to ? `${from}` : `${from}-${to}`)).join(' or ');
  const way = redirects === 0 ? '' : ` after ${redirects} ${redirects === 1 ? 'redirect' : 'redirects'}`;
  return { kind: 'wrong-status', detail: `${statusWords(status)}${way}, expected ${wanted}`, status };
}

export interface ReceivedBody {
  readonly bytes: Buffer;
  /** False when it was cut off at the limit. */
  readonly whole: boolean;
  readonly contentType: string;
  readonly contentEncoding: string;
}

/** The rules in their order; `step` is the number of the one that failed, among those that the check gives. */
export function judgeBody(body: ReceivedBody, check: HttpCheck, plan: HttpPlan): Objection | null {
  const rule = check.expectBody ?? {};
  if (!plan.needsBody) {
    return null;
  }
  if (!/^(?:identity)?$/i.test(body.contentEncoding)) {
    return {
      kind: 'wrong-content',
      detail: `the body came as ${short(body.contentEncoding)}, though plain text was asked for`,
    };
  }
  const text = decode(body);
  const verdicts = [
    rule.contains === undefined ? null : contains(text, rule.contains, body),
    rule.absent === undefined ? null : absent(text, rule.absent, body),
    plan.regex === null ? null : matches(text, plan.regex, body),
  ].filter((verdict) => verdict !== null);
  const step = verdicts.findIndex((verdict) => verdict !== 'holds');
  const objection = verdicts[step];
  return objection === undefined || objection === 'holds' ? null : { ...objection, step: step + 1 };
}

type Verdict = 'holds' | Objection;

function contains(text: string, wanted: string, body: ReceivedBody): Verdict {
  if (text.includes(wanted)) {
    return 'holds';
  }
  return body.whole
    ? wrong(`"${short(wanted)}" is not in the body (${size(body)})`)
    : tooLarge(body, `"${short(wanted)}" was not found`);
}

function absent(text: string, unwanted: string, body: ReceivedBody): Verdict {
  if (text.includes(unwanted)) {
    return wrong(`"${short(unwanted)}" is in the body`);
  }
  return body.whole ? 'holds' : tooLarge(body, `"${short(unwanted)}" was not found`);
}

function matches(text: string, regex: RegExp, body: ReceivedBody): Verdict {
  const found = regex.test(text);
  if (found && (body.whole || !looksAhead(regex))) {
    return 'holds';
  }
  if (!body.whole) {
    return tooLarge(body, `/${short(regex.source)}/ cannot be decided`);
  }
  return wrong(`/${short(regex.source)}/ does not match the body (${size(body)})`);
}

/** Could a match in the beginning be none in the whole? Only through what looks past it: `$`, `\b`, `(?!`. Errs to yes. */
const looksAhead = (regex: RegExp) => /\$|\\b|\(\?<?[!=]/i.test(regex.source);

const wrong = (detail: string): Objection => ({ kind: 'wrong-content', detail });
const tooLarge = (body: ReceivedBody, what: string): Objection => ({
  kind: 'too-large',
  detail: `${what} in the first ${size(body)} and the body goes on (maxBody)`,
});
const size = ({ bytes }: ReceivedBody) => `${bytes.length} bytes`;

function decode({ bytes, contentType }: ReceivedBody): string {
  const charset = /charset\s*=\s*"?([^\s";]+)/i.exec(contentType)?.[1] ?? 'utf-8';
  try {
    return new TextDecoder(charset).decode(bytes);
  } catch {
    // A charset that nobody knows: UTF-8 is by far the likeliest meaning.
    return new TextDecoder().decode(bytes);
  }
}
