/**
 * One GET for checks that read something out of an answer (status pages, metrics), with all that the HTTP check has:
 * address race, proxy, TLS with own authorities, redirects, unpacking, limits, phases, second look.
 *
 * Spread `httpTarget` (shared/model/checks/http-target.ts) into the check's schema; the parsed check is then the target:
 *
 * ```ts
 * run: (check, context) =>
 *   beginAttempt({ timeoutMs: check.timeout, timeouts: check.timeouts, context, secondLook: tools.secondLook }, (attempt) =>
 *     readHttp(check, attempt, tools, (answer) => {
 *       const objection = unwanted(answer, attempt);
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
import type { Attempt } from './attempt.ts';
import { cachedWords, cacheMarks } from './http-caches.ts';
import { bodyText, judgeStatus, type Objection } from './http-judge.ts';
import { openLine } from './http-line.ts';
import { planRequest } from './http-plan.ts';
import { explained } from './http-refusal.ts';
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

/**
 * What is wrong with an answer before anybody reads it: not 2xx, longer than `maxBody`, or out of a cache, whose figures of
 * before would be green for ever. Null: nothing.
 */
export function unwanted(answer: HttpAnswer, attempt: Pick<Attempt, 'clock' | 'timings'>): Objection | null {
  const wrongStatus = judgeStatus(answer, [{ from: 200, to: 299 }]);
  if (wrongStatus) {
    const waitedMs = attempt.timings().firstByteMs ?? null;
    return explained(wrongStatus, { ...answer, waitedMs }, attempt.clock.now());
  }
  const marks = cacheMarks(answer);
  if (marks?.cached) {
    const detail = `${cachedWords(marks)}: these figures are of before; let this address past the cache`;
    return { kind: 'wrong-content', detail, status: answer.status };
  }
  if (answer.whole) {
    return null;
  }
  const detail = `the body goes on after ${answer.bytes.length} bytes (maxBody)`;
  return { kind: 'too-large', detail, status: answer.status };
}
