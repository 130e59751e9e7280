/**
 * From single tries to a settled opinion about one check: HAProxy's counter (`rise`/`fall`, consecutive both ways).
 *
 * Pure: the time is in the observation. Inconclusive tries move no counter. See decisions "From outcomes to a settled state".
 */
import type { Check } from '../model/check.ts';
import type { CheckHealth } from '../model/health.ts';
import type { CheckId, EpochMs } from '../model/ids.ts';
import { assertNever } from '../model/never.ts';
import type { Failure, Observation, Outcome, ProbeOutcome, Timings } from '../model/observation.ts';
import { withWait } from './overload.ts';

/** p95 is taken over this many passes; two over the limit are then enough. */
const LATENCY_WINDOW = 20;
/** Fewer passes than this say nothing about slowness. */
const LATENCY_MIN = 5;
/** Left only well below the limit, so that a value on the line does not flutter. */
const SLOW_EXIT_SHARE = 0.8;
/** After so many undecided tries the fast interval has told what it can. */
const FAST_TRIES = 10;

/** The part of a check that decides; every type has it. */
export type HealthSettings = Pick<
  Check,
  'rise' | 'fall' | 'interval' | 'fastInterval' | 'downInterval' | 'startingGrace' | 'latencyLimit'
>;

/** Never seen: unknown, until the first pass or `fall` failures. */
export function unseen(checkId: CheckId): CheckHealth {
  return {
    checkId,
    settled: 'unknown',
    since: null,
    failStreak: 0,
    passStreak: 0,
    undecidedTries: 0,
    failingSince: null,
    lastFailedAt: null,
    startingSince: null,
    failures: 0,
    lastFailure: null,
    lastAt: null,
    lastOutcome: null,
    lastLatencyMs: null,
    latencies: [],
    waits: [],
    results: 0,
    resultCount: 0,
    windowCount: 0,
  };
}

/** A pass over its latency limit is `slow`; everything else stays what the probe said. */
export function withLatencyLimit(outcome: ProbeOutcome, limitMs: number | undefined): Outcome {
  if (outcome.kind !== 'pass' || limitMs === undefined || outcome.timings.totalMs <= limitMs) {
    return outcome;
  }
  return { ...outcome, kind: 'slow', limitMs };
}

/** The past, one more try, the settings -> what we believe now. */
export function stepHealth(before: CheckHealth, observation: Observation, settings: HealthSettings): CheckHealth {
  const { outcome, at } = observation;
  const health = withWait(before, outcome);
  switch (outcome.kind) {
    case 'inconclusive':
      return { ...health, lastAt: at, lastOutcome: 'inconclusive' };
    case 'pass':
    case 'slow':
      return counted(onPass(health, at, outcome.kind, outcome.timings, settings));
    case 'fail':
      return counted(onFailure(health, at, outcome.failure, outcome.timings, settings));
    default:
      return assertNever(outcome, 'outcome');
  }
}

/**
 * We have been away: what was seen before is no longer known. A confirmed episode is remembered; failures that were never
 * confirmed are not, or one more after hours without us would be called an outage of hours.
 */
export function loseSight(health: CheckHealth, at: EpochMs): CheckHealth {
  const wasKnown = health.settled !== 'unknown';
  if (!wasKnown && health.failStreak === 0 && health.passStreak === 0) {
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
  };
}

/** The present episode was settled as down once, though we may have lost sight of it since. */
function isConfirmed({ settled, since, failingSince }: CheckHealth): boolean {
  const before = since !== null && failingSince !== null && failingSince < since;
  return settled === 'down' || settled === 'starting' || (settled === 'unknown' && before);
}

/** Something is going on that is not confirmed: looked at more often, shown, silent. */
export function isUndecided(health: CheckHealth): boolean {
  switch (health.settled) {
    case 'starting':
      return true;
    case 'down':
      return health.passStreak > 0;
    case 'unknown':
    case 'up':
    case 'slow':
      return health.failingSince !== null;
    default:
      return assertNever(health.settled, 'settled state');
  }
}

/** How long until the next try, in ms. */
export function nextIntervalMs(health: CheckHealth, settings: HealthSettings): number {
  if (isUndecided(health)) {
    return health.undecidedTries < FAST_TRIES
      ? settings.fastInterval
      : Math.max(settings.fastInterval, Math.round(settings.interval / 3));
  }
  return health.settled === 'down' ? settings.downInterval : settings.interval;
}

function onPass(
  health: CheckHealth,
  at: EpochMs,
  kind: 'pass' | 'slow',
  timings: Timings,
  settings: HealthSettings,
): CheckHealth {
  const passStreak = health.passStreak + 1;
  const episodeOver = passStreak >= settings.rise;
  const next: CheckHealth = {
    ...health,
    passStreak,
    failStreak: 0,
    startingSince: episodeOver ? null : health.startingSince,
    failingSince: episodeOver ? null : health.failingSince,
    failures: episodeOver ? 0 : health.failures,
    lastAt: at,
    lastOutcome: kind,
    lastLatencyMs: timings.totalMs,
    latencies: settings.latencyLimit === undefined ? health.latencies : remember(health.latencies, timings.totalMs),
  };
  // A first pass of something never seen failing is enough; after trouble it takes `rise`.
  const well = episodeOver || (health.failingSince === null && health.settled !== 'starting');
  if (!well) {
    return next;
  }
  return settle(next, isSlow(next, settings.latencyLimit) ? 'slow' : 'up', at);
}

function onFailure(
  health: CheckHealth,
  at: EpochMs,
  failure: Failure,
  timings: Timings,
  settings: HealthSettings,
): CheckHealth {
  const seen = {
    ...health,
    passStreak: 0,
    lastFailure: failure,
    lastAt: at,
    lastOutcome: 'fail' as const,
    lastLatencyMs: timings.totalMs,
  };
  if (failure.kind === 'starting' || failure.kind === 'draining') {
    // The grace runs on through failures and single passes: what crashes and starts for ever is not starting.
    const startingSince = health.startingSince ?? at;
    if (at - startingSince <= settings.startingGrace) {
      return settle({ ...seen, startingSince, failStreak: 0 }, 'starting', at);
    }
  }
  return fail(seen, at, settings);
}

function fail(health: CheckHealth, at: EpochMs, settings: HealthSettings): CheckHealth {
  const next: CheckHealth = {
    ...health,
    failStreak: health.failStreak + 1,
    failures: health.failures + 1,
    failingSince: health.failingSince ?? at,
    lastFailedAt: at,
  };
  return next.failStreak >= settings.fall ? settle(next, 'down', at) : next;
}

function settle(health: CheckHealth, settled: CheckHealth['settled'], at: EpochMs): CheckHealth {
  return health.settled === settled ? health : { ...health, settled, since: at, undecidedTries: 0 };
}

function counted(health: CheckHealth): CheckHealth {
  const undecidedTries = isUndecided(health) ? health.undecidedTries + 1 : 0;
  return undecidedTries === health.undecidedTries ? health : { ...health, undecidedTries };
}

function remember(latencies: readonly number[], ms: number): number[] {
  return [...latencies.slice(-(LATENCY_WINDOW - 1)), ms];
}

function isSlow(health: CheckHealth, limitMs: number | undefined): boolean {
  if (limitMs === undefined || health.latencies.length < LATENCY_MIN) {
    return false;
  }
  const border = health.settled === 'slow' ? limitMs * SLOW_EXIT_SHARE : limitMs;
  const over = health.latencies.filter((ms) => ms > border).length;
  // p95 by nearest rank over a full window: above the border as soon as two of twenty are.
  return over > LATENCY_WINDOW * 0.05;
}
