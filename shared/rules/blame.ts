/**
 * What a failure says about the way to the target: an answer of any kind proves the way, silence proves nothing.
 */
import type { Check, CheckType } from '../model/check.ts';
import { assertNever } from '../model/never.ts';
import type { Failure, Outcome } from '../model/observation.ts';

/** It looks the same from here whether the target is gone or our own way out is. */
export function couldBeOurs({ kind }: Failure): boolean {
  switch (kind) {
    case 'no-route':
    case 'dns':
    case 'timeout':
    case 'reset':
    case 'closed':
      return true;
    default:
      return false;
  }
}

const CALLING_US: ReadonlySet<CheckType> = new Set([
  ...(['heartbeat', 'count', 'call', 'alert', 'source'] as const),
  ...(['practable_stream', 'practable_jump', 'practable_service'] as const),
]);

/** Others call us, or told us a while ago: what we hear of them says nothing about whether we can see. */
export function callsUs({ type }: Check): boolean {
  return CALLING_US.has(type);
}

/**
 * It may be the way to the target that is lost, or whoever stands on it (a gateway, a portal, a filter) that answers in its place:
 * many such failures at once have one cause, perhaps ourselves. What only the target itself can say (its certificate, its values, its
 * contents, its own word) proves that the way is there, however many say it on one day: each is a matter of its own.
 */
export function looksLost({ kind }: Failure): boolean {
  switch (kind) {
    case 'refused':
    case 'no-route':
    case 'reset':
    case 'dns':
    case 'tls':
    case 'timeout':
    case 'closed':
    case 'protocol':
    case 'wrong-status':
    case 'proxy-error':
      return true;
    case 'wrong-content':
    case 'too-large':
    case 'said-failing':
    case 'missed':
    case 'overloaded':
    case 'certificate':
    case 'threshold':
    case 'reports':
    case 'starting':
    case 'draining':
      return false;
    default:
      return assertNever(kind, 'kind of failure');
  }
}

/** So large a part of a try's time lost to our own stall leaves the target too little. */
const STALL_SHARE = 0.2;

/**
 * An outcome measured while we stood still for `stalledMs`: answers that came in time are answers, but silence, a connection that
 * was given up and a late answer may be our own doing. Times in ms.
 */
export function despiteStall(outcome: Outcome, stalledMs: number, timeoutMs: number): Outcome {
  if (stalledMs <= 0) {
    return outcome;
  }
  const silent =
    outcome.kind === 'fail' && SILENCE.includes(outcome.failure.kind) && stalledMs >= timeoutMs * STALL_SHARE;
  const late = outcome.kind === 'slow' && outcome.timings.totalMs - stalledMs <= outcome.limitMs;
  return silent || late
    ? {
        kind: 'inconclusive',
        trouble: { kind: 'stalled', detail: `we stood still for ${Math.round(stalledMs)} ms while it was tried` },
      }
    : outcome;
}

const SILENCE: readonly Failure['kind'][] = ['timeout', 'closed', 'reset'];
