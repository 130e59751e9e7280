/**
 * Losing sight of a check: what was seen before is no longer known. Never green because it once was.
 */
import type { CheckHealth } from '../../model/health.ts';
import type { EpochMs } from '../../model/ids.ts';
import { RESULTS_KEPT } from './results.ts';

/**
 * We have been away. A confirmed episode is remembered; failures that were never confirmed are not, or one more after hours
 * without us would be called an outage of hours. Latencies likewise: those of a check that was slow are kept, or its first answer would
 * be its recovery; all others are gone, or its first slow answer would be a trend with one of yesterday's. The window begins anew;
 * whether it was flapping is still true.
 */
export function loseSight(health: CheckHealth, at: EpochMs): CheckHealth {
  const { settled } = health;
  const wasKnown = settled !== 'unknown';
  if (!wasKnown && health.failStreak === 0 && health.passStreak === 0 && health.windowCount === 0) {
    return health;
  }
  const remembered = isConfirmed(health) ? {} : { failingSince: null, failures: 0 };
  return {
    ...health,
    ...remembered,
    settled: 'unknown',
    since: wasKnown ? at : health.since,
    failStreak: 0,
    passStreak: 0,
    undecidedTries: 0,
    startingSince: null,
    contrary: null,
    latencies: settled === 'slow' || !wasKnown ? health.latencies : [],
    windowCount: 0,
  };
}

/**
 * It asks something else from now on: answers to the old question say nothing about how steady or how fast the new one is. It has the
 * grace of what was just added; but while a confirmed episode goes on, no page may wait for that.
 */
export function askAnew(health: CheckHealth, at: EpochMs): CheckHealth {
  const lost = loseSight(health, at);
  const asNew =
    lost.failingSince === null ? { firstAt: null, lastFailedAt: null, since: lost.since === null ? null : at } : {};
  return { ...lost, ...asNew, latencies: [], waits: [], results: 0, resultCount: 0, flapping: false };
}

/** It has not failed after all, it was us: its latest failures have not happened. */
export function acquit(health: CheckHealth): CheckHealth {
  const { results, resultCount, failStreak } = health;
  return {
    ...health,
    failingSince: null,
    failures: 0,
    failStreak: 0,
    results: failStreak < RESULTS_KEPT ? results >>> failStreak : 0,
    resultCount: Math.max(0, resultCount - failStreak),
  };
}

/** The present episode was settled as down once, though we may have lost sight of it since. */
function isConfirmed({ settled, since, failingSince }: CheckHealth): boolean {
  const before = since !== null && failingSince !== null && failingSince < since;
  return settled === 'down' || settled === 'starting' || (settled === 'unknown' && before);
}
