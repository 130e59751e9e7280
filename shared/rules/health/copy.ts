/**
 * One more record of a check's health, to be changed by whoever asked for it.
 *
 * Every try of every check makes one. Written out field by field, which costs a tenth of a spread with changes (V8 makes it in one
 * piece, and all records look alike to it); the compiler sees to it that none is forgotten.
 */
import type { CheckHealth } from '../../model/health.ts';

export function copyOf(health: CheckHealth): CheckHealth {
  return {
    checkId: health.checkId,
    settled: health.settled,
    since: health.since,
    firstAt: health.firstAt,
    failStreak: health.failStreak,
    passStreak: health.passStreak,
    undecidedTries: health.undecidedTries,
    failingSince: health.failingSince,
    lastFailedAt: health.lastFailedAt,
    startingSince: health.startingSince,
    failures: health.failures,
    lastFailure: health.lastFailure,
    contrary: health.contrary,
    lastAt: health.lastAt,
    lastOutcome: health.lastOutcome,
    lastLatencyMs: health.lastLatencyMs,
    latencies: health.latencies,
    waits: health.waits,
    results: health.results,
    resultCount: health.resultCount,
    windowCount: health.windowCount,
    flapping: health.flapping,
  };
}
