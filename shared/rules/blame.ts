/**
 * What a failure says about the way to the target: an answer of any kind proves the way, silence proves nothing.
 */
import type { Check } from '../model/check.ts';
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

/** Others call us: what we hear of them says nothing about whether we can see. */
export function callsUs({ type }: Check): boolean {
  return type === 'heartbeat' || type === 'count';
}

/** It fails as a whole; what says of itself that it is starting or draining does not. */
export function isDown({ kind }: Failure): boolean {
  return kind !== 'starting' && kind !== 'draining';
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
