/**
 * What a try would meet at a target in some state: an outcome, and how long it takes. Pure.
 */

import type { Segment } from '../../model/drill/world.ts';
import { assertNever } from '../../model/never.ts';
import type { FailureKind, Phase, ProbeOutcome } from '../../model/observation.ts';

/** A try of at most `timeoutMs`. `afterMs` beyond that is never reached: the try is given up then. */
export interface Answer {
  readonly outcome: ProbeOutcome;
  readonly afterMs: number;
}

const PHASES: Readonly<Partial<Record<FailureKind, Phase>>> = {
  refused: 'connect',
  'no-route': 'connect',
  dns: 'dns',
  tls: 'tls',
  'wrong-content': 'body',
};

/** Outside all segments. */
const UP_MS = 20;
const UP: Answer = { outcome: { kind: 'pass', timings: { totalMs: UP_MS } }, afterMs: UP_MS };

/** Our own uplink is cut. */
export const CUT_OFF = failed('no-route', 'no route to the host', 3);

/** … and so nobody can reach us: what is only listened for cannot be judged. */
export const CUT_OFF_FROM_US: Answer = {
  outcome: { kind: 'inconclusive', trouble: { kind: 'deaf', detail: 'nobody can call us: our own uplink is cut' } },
  afterMs: 0,
};

/** @param draw 0 to below 1, for what is left to chance */
export function answerOf(segment: Segment | null, timeoutMs: number, draw: () => number): Answer {
  if (segment === null) {
    return inTime(UP, timeoutMs);
  }
  switch (segment.state) {
    case 'up':
      return inTime(passed(segment.latencyMs), timeoutMs);
    case 'slow':
      return inTime(passed(Math.max(0, segment.latencyMs + (2 * draw() - 1) * segment.jitterMs)), timeoutMs);
    case 'down':
      return ofKind(segment.kind, segment.status, timeoutMs);
    case 'hang':
      return timedOut(timeoutMs);
    case 'flaky':
      return draw() < segment.failShare ? ofKind(segment.kind, segment.status, timeoutMs) : inTime(UP, timeoutMs);
    case 'starting':
      return failed('starting', 'it says that it is starting', UP_MS);
    case 'draining':
      return failed('draining', 'it says that it is draining', UP_MS);
    default:
      return assertNever(segment, 'state of a target');
  }
}

/** No answer within the check's time-out. `tookMs`: how long that really took. */
export function timedOut(timeoutMs: number, tookMs = timeoutMs): Answer {
  return failed('timeout', `no answer within ${timeoutMs} ms`, tookMs);
}

function passed(ms: number): Answer {
  const totalMs = Math.round(ms * 10) / 10;
  return { outcome: { kind: 'pass', timings: { totalMs } }, afterMs: totalMs };
}

function inTime(answer: Answer, timeoutMs: number): Answer {
  return answer.afterMs > timeoutMs ? timedOut(timeoutMs) : answer;
}

function ofKind(kind: FailureKind, status: number | undefined, timeoutMs: number): Answer {
  switch (kind) {
    case 'timeout':
      return timedOut(timeoutMs);
    case 'refused':
      return failed(kind, 'connection refused', 2);
    case 'wrong-status':
      return failed(kind, `status ${status ?? 500}, which is not expected`, UP_MS, status ?? 500);
    case 'dns':
      return failed(kind, 'the name is not known', 5);
    case 'tls':
      return failed(kind, 'the TLS handshake failed', 15);
    case 'no-route':
      return failed(kind, 'no route to the host', 3);
    case 'wrong-content':
      return failed(kind, 'the answer does not hold what is expected', UP_MS);
    default:
      return failed(kind, `the drill says so: ${kind}`, UP_MS);
  }
}

function failed(kind: FailureKind, detail: string, ms: number, status?: number): Answer {
  const failure = { kind, phase: PHASES[kind] ?? 'headers', detail, ...(status !== undefined && { status }) };
  return { outcome: { kind: 'fail', failure, timings: { totalMs: ms } }, afterMs: ms };
}
