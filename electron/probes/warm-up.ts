/**
 * Asks an instance to warm up, when the check allows it: one GET at a time, patient, and never again too soon.
 *
 * Runs beside the tries, for a warm-up takes longer than any of them; it is a try of its own that decides nothing. What
 * became of it is told as a reading.
 */

import type { CheckOf } from '../../shared/model/check.ts';
import type { HttpTarget } from '../../shared/model/checks/http-target.ts';
import { formatDuration } from '../../shared/model/duration.ts';
import type { CheckId } from '../../shared/model/ids.ts';
import { assertNever } from '../../shared/model/never.ts';
import type { ProbeOutcome } from '../../shared/model/observation.ts';
import type { Cancel, Clock } from '../engine/ports/clock.ts';
import type { ProbeContext } from '../engine/ports/probe.ts';
import { beginAttempt } from './attempt.ts';
import { statusWords } from './http-plan.ts';
import { readHttp } from './read-http.ts';
import type { ProbeTools } from './tools.ts';
import { oneLine } from './words.ts';

/** In all. As ftw.monitor itself does it: a warm-up that reads catalogues from disk takes its time. */
const PATIENCE_MS = 30 * 60_000;
/** `Warmup successful` is short; more is read to its end, so that the other side can finish, but not for ever. */
const MOST_BYTES = 1024 * 1024;

type ZcMonitorCheck = CheckOf<'zcmonitor'>;
type WarmUpWish = NonNullable<ZcMonitorCheck['warmUp']>;

export interface WarmUps {
  /** Begins one unless one runs or the last began less than `again` ago. */
  begin(check: ZcMonitorCheck, wish: WarmUpWish, clock: Clock): void;
  /** What the last one is or was: "under way for 40 s"; null: none yet. */
  said(checkId: CheckId, clock: Clock): string | null;
  forget(checkId: CheckId): void;
  close(): void;
}

interface WarmUp {
  /** Monotonic ms. */
  readonly since: number;
  stop: Cancel;
  said: string | null;
}

export function createWarmUps(tools: ProbeTools): WarmUps {
  const latest = new Map<CheckId, WarmUp>();

  async function run(warmUp: WarmUp, target: HttpTarget, clock: Clock): Promise<void> {
    const { secondLook } = tools;
    let answered = '';
    const outcome = await beginAttempt(
      { timeoutMs: PATIENCE_MS, context: { clock, recall: recallOf(warmUp) }, secondLook },
      (attempt) =>
        readHttp(target, attempt, tools, ({ status, text }) => {
          if (status === 200) {
            answered = oneLine(text);
            attempt.pass();
          } else {
            attempt.fail({ kind: 'wrong-status', detail: statusWords(status), status });
          }
        }),
    );
    warmUp.said = toldOf(outcome, answered, formatDuration(clock.monotonicMs() - warmUp.since));
  }

  return {
    begin(check, wish, clock) {
      const last = latest.get(check.id);
      const now = clock.monotonicMs();
      if (last !== undefined && (last.said === null || now - last.since < wish.again)) {
        return;
      }
      const warmUp: WarmUp = { since: now, stop: () => undefined, said: null };
      latest.set(check.id, warmUp);
      void run(warmUp, targetOf(check, wish), clock);
    },
    said(checkId, clock) {
      const last = latest.get(checkId);
      return last === undefined
        ? null
        : (last.said ?? `under way for ${formatDuration(clock.monotonicMs() - last.since)}`);
    },
    forget(checkId) {
      latest.get(checkId)?.stop();
      latest.delete(checkId);
    },
    close() {
      for (const { stop } of latest.values()) {
        stop();
      }
      latest.clear();
    },
  };
}

/** One try listens. */
const recallOf = (warmUp: WarmUp): ProbeContext['recall'] => ({
  listen(giveUp) {
    warmUp.stop = giveUp;
    return () => {
      warmUp.stop = () => undefined;
    };
  },
});

/** A redirect is no warm-up: it leads to a login, as a rule. */
const targetOf = (
  { proxy }: ZcMonitorCheck,
  { url, auth, verifyTls, ca, clientCertificate }: WarmUpWish,
): HttpTarget => ({
  url,
  auth,
  verifyTls,
  ca,
  clientCertificate,
  proxy,
  headers: {},
  httpVersion: '1.1',
  redirects: 0,
  maxBody: MOST_BYTES,
});

function toldOf(outcome: ProbeOutcome, answered: string, took: string): string {
  switch (outcome.kind) {
    case 'pass':
      return `${answered}, took ${took}`;
    case 'fail':
      return `failed: ${outcome.failure.detail} after ${took}`;
    case 'inconclusive':
      return `failed: ${outcome.trouble.detail}`;
    default:
      return assertNever(outcome, 'outcome');
  }
}
