/**
 * One GET for checks that read something out of an answer (status pages, metrics), with all that the HTTP check has:
 * address race, proxy, TLS with own authorities, redirects, unpacking, limits, phases, second look.
 *
 * Spread `httpTarget` (shared/model/checks/http-target.ts) into the check's schema; the parsed check is then the target:
 *
 * ```ts
 * run: (check, context) =>
 *   beginAttempt({ timeoutMs: check.timeout, context, secondLook: tools.secondLook }, (attempt) =>
 *     readHttp(check, attempt, tools, (answer) => {
 *       const objection = unwanted(answer);
 *       …
 *       attempt.pass();
 *     }),
 *   ),
 * ```
 *
 * Whatever keeps the answer from coming ends the attempt by itself. An answer of any status reaches `answered`, which must
 * end the attempt: `attempt.pass`, `attempt.fail` or `attempt.cannotJudge`. What it throws is our bug.
 */
import type { HttpTarget } from '../../shared/model/checks/http-target.ts';
import type { Failure } from '../../shared/model/observation.ts';
import type { Attempt } from './attempt.ts';
import { bodyText, judgeStatus } from './http-judge.ts';
import { openLine } from './http-line.ts';
import { planRequest } from './http-plan.ts';
import { type HttpHead, HttpTry, type ReceivedBody } from './http-try.ts';
import type { ProbeTools } from './tools.ts';

/** The final answer. `whole` is false when the body was longer than `maxBody`: its beginning is here. */
export interface HttpAnswer extends HttpHead, ReceivedBody {
  /** The body in its own character set. */
  readonly text: string;
}

/** The connection is closed after the answer; undici wants a number all the same. */
const KEPT_MS = 1_000;

/** Asks, and closes the connection when the attempt is over. */
export function readHttp(
  target: HttpTarget,
  attempt: Attempt,
  tools: ProbeTools,
  answered: (answer: HttpAnswer) => void,
): void {
  const line = openLine(target, KEPT_MS, tools);
  const first = planRequest(target, { method: 'GET', body: null, needsBody: true, cachesWelcome: false, fresh: true });
  const taker = {
    head: () => ({ keep: true, most: target.maxBody }),
    body: (head: HttpHead, body: ReceivedBody) => answered({ ...head, ...body, text: bodyText(head, body) }),
  };
  new HttpTry(line, first, taker, attempt, () => void line.close()).begin();
}

/** What is wrong with an answer before anybody reads it: not 2xx, or longer than `maxBody`. Null: nothing. */
export function unwanted(answer: HttpAnswer): Omit<Failure, 'phase'> | null {
  const wrongStatus = judgeStatus(answer, [{ from: 200, to: 299 }]);
  if (wrongStatus || answer.whole) {
    return wrongStatus;
  }
  const detail = `the body goes on after ${answer.bytes.length} bytes (maxBody)`;
  return { kind: 'too-large', detail, status: answer.status };
}
