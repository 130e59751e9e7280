/**
 * How the answer to an HTTP check becomes its verdict: status, caches, headers, body, in this order.
 *
 * An unwanted status is the verdict at once; only a gateway's own page is read a little, to say whose fault it is.
 */
import { REFUSED_BY } from '../../shared/rules/admission/admit.ts';
import type { Attempt } from './attempt.ts';
import { type CacheMarks, cachedWords, cacheMarks } from './http-caches.ts';
import {
  bodyText,
  expectationsOf,
  headerText,
  judgeBody,
  judgeHeaders,
  judgeStatus,
  type Objection,
} from './http-judge.ts';
import { type HttpCheck, type HttpRequest, planRequest } from './http-plan.ts';
import { explained, mayBeExplained, PAGE_BYTES, retryAfterOf } from './http-refusal.ts';
import type { AnswerTaker, BodyWish, HttpHead } from './http-try.ts';

/** What one check asks and how its answers are judged, worked out once. `instance`: how our own server names itself. */
export function planHttp(
  check: HttpCheck,
  instance: string | undefined,
): { readonly first: HttpRequest; readonly taker: AnswerTaker } {
  const expected = expectationsOf(check);
  const { needsBody } = expected;
  const wish = { keep: needsBody, most: check.maxBody };
  const first = planRequest(check, {
    method: check.method,
    body: check.body ?? null,
    needsBody,
    cachesWelcome: check.fresh === 'none',
    fresh: check.connection === 'fresh',
  });
  const taker: AnswerTaker = {
    head(head, attempt) {
      if (instance !== undefined && headerText(head.headers[REFUSED_BY]) === instance) {
        attempt.cannotJudge({ kind: 'own-refusal', detail: OURSELVES });
        return null;
      }
      const wrongStatus = judgeStatus(head, check.expectStatus);
      if (wrongStatus) {
        return askWhy(head, wrongStatus, attempt);
      }
      const wrong = judgeCaches(check, cacheMarks(head), attempt) ?? judgeHeaders(head, expected);
      if (wrong) {
        attempt.fail({ ...wrong, status: head.status });
        return null;
      }
      if (check.maxBody === 0 && !needsBody) {
        attempt.pass();
        return null;
      }
      return wish;
    },
    body(head, body, attempt) {
      const wrongStatus = judgeStatus(head, check.expectStatus);
      if (wrongStatus) {
        refuse(head, wrongStatus, bodyText(head, body), attempt);
        return;
      }
      const objection = needsBody ? judgeBody(head, body, expected) : null;
      if (objection) {
        attempt.fail({ ...objection, status: head.status });
      } else {
        attempt.pass();
      }
    },
  };
  return { first, taker };
}

/** Or pages about our own load would be more of it. */
const OURSELVES = 'our own local server turned us away, since it has more to do than it can: no word on this target';

/** The verdict is out; the page of a gateway may say whose fault it is. */
function askWhy(head: HttpHead, objection: Objection, attempt: Attempt): BodyWish | null {
  if (!mayBeExplained(head.status)) {
    refuse(head, objection, '', attempt);
    return null;
  }
  // However the page goes on, the status is the reason.
  attempt.timeoutWords = () => ({ ...objection, phase: 'headers' });
  const waited = attempt.guarded(() => attempt.over || refuse(head, objection, '', attempt));
  // A page that already waits in the kernel is read first: it came in time, and it is we who come late.
  const stopWaiting = attempt.clock.after(PAGE_WAIT_MS, () => setImmediate(waited));
  const { stop } = attempt;
  attempt.stop = () => {
    stopWaiting();
    stop?.();
  };
  return { keep: true, most: PAGE_BYTES, optional: true };
}

/** A page that trickles must not make an outage look younger than it is. */
const PAGE_WAIT_MS = 1_000;

function refuse(head: HttpHead, objection: Objection, text: string, attempt: Attempt): void {
  const waitedMs = attempt.timings().firstByteMs ?? null;
  const now = attempt.clock.now();
  const waitMs = retryAfterOf(head, now);
  if (waitMs !== null) {
    attempt.readings.retryAfterSeconds = Math.ceil(waitMs / 1_000);
  }
  attempt.fail({ ...explained(objection, { ...head, text, waitedMs }, now), phase: 'headers' });
}

/** Puts what caches said into the readings. A cached answer passes unless the check refuses it. */
function judgeCaches(check: HttpCheck, marks: CacheMarks | null, attempt: Attempt): Objection | null {
  if (marks === null) {
    return null;
  }
  const { age, xCache, via, cached } = marks;
  Object.assign(attempt.readings, {
    ...(age !== null && { age }),
    ...(xCache !== null && { xCache }),
    ...(via !== null && { via }),
    ...(cached && { cached }),
  });
  if (!cached || !check.refuseCached) {
    return null;
  }
  const remedy = check.fresh === 'unique-query' ? '' : '; fresh: unique-query gets past most caches';
  const detail = `${cachedWords(marks)}, which does not prove that the site is alive${remedy}`;
  return { kind: 'wrong-content', detail };
}
