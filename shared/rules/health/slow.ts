/**
 * Slow is not down: a passed try over its limit, and the settled opinion that follows when that is no exception.
 *
 * p95 over the last 20 passes above the limit enters, below 80 % of it leaves, so that a value on the line does not flutter.
 */
import type { CheckHealth } from '../../model/health.ts';
import type { Outcome, ProbeOutcome } from '../../model/observation.ts';

/** p95 is taken over this many passes; by nearest rank two over the limit are then enough. */
const LATENCY_WINDOW = 20;
/** Fewer passes than this say nothing about slowness. */
const LATENCY_MIN = 5;
/** So many of a full window may be over. Fewer passes get no stricter rule: one slow answer after a start is not a trend. */
const MAY_BE_OVER = LATENCY_WINDOW * 0.05;
const SLOW_EXIT_SHARE = 0.8;

/** A pass over its latency limit is `slow`; everything else stays what the probe said. */
export function withLatencyLimit(outcome: ProbeOutcome, limitMs: number | undefined): Outcome {
  if (outcome.kind !== 'pass' || limitMs === undefined || outcome.timings.totalMs <= limitMs) {
    return outcome;
  }
  return { ...outcome, kind: 'slow', limitMs };
}

/** One more latency, in ms. Moved within one copy: no list is longer than it need be, and there is one for every check. */
export function withLatency(latencies: readonly number[], ms: number): number[] {
  if (latencies.length < LATENCY_WINDOW) {
    return [...latencies, ms];
  }
  const next = latencies.slice(-LATENCY_WINDOW);
  for (let place = 1; place < LATENCY_WINDOW; place += 1) {
    next[place - 1] = next[place] as number;
  }
  next[LATENCY_WINDOW - 1] = ms;
  return next;
}

/** What its latencies make of a check that passes. */
export function isSlow(
  { settled, latencies }: Pick<CheckHealth, 'settled' | 'latencies'>,
  limitMs: number | undefined,
): boolean {
  if (limitMs === undefined || latencies.length < LATENCY_MIN) {
    return false;
  }
  const exit = limitMs * SLOW_EXIT_SHARE;
  let over = 0;
  for (const ms of latencies) {
    over += (settled === 'slow' ? ms >= exit : ms > limitMs) ? 1 : 0;
  }
  return over > MAY_BE_OVER;
}
