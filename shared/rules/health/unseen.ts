/**
 * A check nobody has looked at: unknown, until its first pass or `fall` failures.
 */
import type { CheckHealth } from '../../model/health.ts';
import type { CheckId } from '../../model/ids.ts';

export function unseen(checkId: CheckId): CheckHealth {
  return {
    checkId,
    settled: 'unknown',
    since: null,
    firstAt: null,
    failStreak: 0,
    passStreak: 0,
    undecidedTries: 0,
    failingSince: null,
    lastFailedAt: null,
    startingSince: null,
    failures: 0,
    lastFailure: null,
    contrary: null,
    lastAt: null,
    lastOutcome: null,
    lastLatencyMs: null,
    latencies: [],
    waits: [],
    results: 0,
    resultCount: 0,
    windowCount: 0,
    flapping: false,
  };
}
