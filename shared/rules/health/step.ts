/**
 * From single tries to a settled opinion about one check: HAProxy's counter (`rise`/`fall`, consecutive both ways), and beside it
 * the window (m of n).
 *
 * Pure: the time is in the observation. Inconclusive tries move no counter. See decisions "From outcomes to a settled state".
 * Every try of every check comes through here: one copy, changed before anybody else sees it, and no search.
 */
import type { Check } from '../../model/check.ts';
import type { CheckHealth } from '../../model/health.ts';
import type { EpochMs } from '../../model/ids.ts';
import { assertNever } from '../../model/never.ts';
import type { Failure, Observation, Timings } from '../../model/observation.ts';
import { isFlapping } from '../flapping.ts';
import { waitsAfter } from '../overload.ts';
import type { StatusSettings } from '../status.ts';
import { copyOf } from './copy.ts';
import { oneMore, withResult } from './results.ts';
import { isSlow, withLatency } from './slow.ts';
import { isUndecided } from './undecided.ts';
import { weigh } from './weight.ts';
import { isWindowFull } from './window.ts';

/** The part of a check that decides; every type has it. */
export type HealthSettings = Pick<Check, 'rise' | 'fall' | 'window' | 'flapping' | 'startingGrace' | 'latencyLimit'> &
  StatusSettings;

/** The past, one more try, the settings -> what we believe now. */
export function stepHealth(before: CheckHealth, observation: Observation, settings: HealthSettings): CheckHealth {
  const { outcome, at } = observation;
  const health = copyOf(before);
  health.waits = waitsAfter(before.waits, outcome);
  health.lastAt = at;
  switch (outcome.kind) {
    case 'inconclusive':
      health.lastOutcome = 'inconclusive';
      return health;
    case 'pass':
    case 'slow':
      onPass(health, at, outcome.kind, outcome.timings, settings);
      break;
    case 'fail':
      onFailure(health, at, outcome.failure, outcome.timings, settings);
      break;
    default:
      return assertNever(outcome, 'outcome');
  }
  health.undecidedTries = isUndecided(health) ? health.undecidedTries + 1 : 0;
  return health;
}

function onPass(
  health: CheckHealth,
  at: EpochMs,
  kind: 'pass' | 'slow',
  timings: Timings,
  settings: HealthSettings,
): void {
  health.firstAt = firstAt(health, at);
  health.failStreak = 0;
  health.passStreak += 1;
  const episodeOver = health.passStreak >= settings.rise;
  // A first pass of something never seen failing is enough; after trouble it takes `rise`.
  const well = episodeOver || (health.failingSince === null && health.settled !== 'starting');
  const recovers = well && health.settled !== 'up' && health.settled !== 'slow';
  if (episodeOver) {
    health.failingSince = null;
    health.startingSince = null;
    health.failures = 0;
  }
  health.contrary = null;
  health.lastOutcome = kind;
  health.lastLatencyMs = timings.totalMs;
  if (settings.latencyLimit !== undefined) {
    health.latencies = withLatency(health.latencies, timings.totalMs);
  }
  resulted(health, false, settings);
  if (recovers) {
    health.windowCount = 0;
  }
  if (well) {
    settle(health, isSlow(health, settings.latencyLimit) ? 'slow' : 'up', at);
  }
}

function onFailure(
  health: CheckHealth,
  at: EpochMs,
  failure: Failure,
  timings: Timings,
  settings: HealthSettings,
): void {
  health.firstAt = firstAt(health, at);
  health.lastOutcome = 'fail';
  health.lastLatencyMs = timings.totalMs;
  if (failure.kind === 'starting' || failure.kind === 'draining') {
    // The grace runs on through failures and single passes: what crashes and starts for ever is not starting.
    // Since a time yet to come: the clock was set back.
    const startingSince = Math.min(health.startingSince ?? at, at);
    if (at - startingSince <= settings.startingGrace) {
      health.passStreak = 0;
      health.failStreak = 0;
      health.lastFailure = failure;
      health.contrary = null;
      health.startingSince = startingSince;
      settle(health, 'starting', at);
      return;
    }
  }
  const { lastFailure, contrary } = weigh(health, failure, settings);
  health.failStreak += 1;
  health.passStreak = 0;
  health.failingSince ??= at;
  health.lastFailedAt = at;
  health.failures += 1;
  health.lastFailure = lastFailure;
  health.contrary = contrary;
  resulted(health, true, settings);
  if (health.failStreak >= settings.fall || isWindowFull(health, settings.window)) {
    settle(health, 'down', at);
  }
}

/** One more result in the ring. */
function resulted(health: CheckHealth, failed: boolean, settings: HealthSettings): void {
  health.results = withResult(health.results, failed);
  health.resultCount = oneMore(health.resultCount);
  health.windowCount = oneMore(health.windowCount);
  health.flapping = isFlapping(health.flapping, health, settings.flapping);
}

/** A belief kept before this was written down has been looked at: it is not new. */
function firstAt(health: CheckHealth, at: EpochMs): EpochMs {
  return health.firstAt ?? health.lastFailedAt ?? health.since ?? at;
}

function settle(health: CheckHealth, settled: CheckHealth['settled'], at: EpochMs): void {
  if (health.settled !== settled) {
    health.settled = settled;
    health.since = at;
    health.undecidedTries = 0;
  }
}
