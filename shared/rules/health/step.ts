/**
 * From single tries to a settled opinion about one check: HAProxy's counter (`rise`/`fall`, consecutive both ways), and beside it
 * the window (m of n).
 *
 * Pure: the time is in the observation. Inconclusive tries move no counter. See decisions "From outcomes to a settled state".
 * Every try of every check comes through here. So no search, and the new record is written out field by field: that costs a tenth
 * of a spread with changes (V8 makes it in one piece), and the compiler sees to it that none is forgotten.
 */
import type { Check } from '../../model/check.ts';
import type { CheckHealth } from '../../model/health.ts';
import type { EpochMs } from '../../model/ids.ts';
import { assertNever } from '../../model/never.ts';
import type { Failure, Observation, Timings } from '../../model/observation.ts';
import { isFlapping } from '../flapping.ts';
import { withWait } from '../overload.ts';
import type { StatusSettings } from '../status.ts';
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

function onPass(
  health: CheckHealth,
  at: EpochMs,
  kind: 'pass' | 'slow',
  timings: Timings,
  settings: HealthSettings,
): CheckHealth {
  const passStreak = health.passStreak + 1;
  const episodeOver = passStreak >= settings.rise;
  // A first pass of something never seen failing is enough; after trouble it takes `rise`.
  const well = episodeOver || (health.failingSince === null && health.settled !== 'starting');
  const recovers = well && health.settled !== 'up' && health.settled !== 'slow';
  const next: CheckHealth = {
    checkId: health.checkId,
    settled: health.settled,
    since: health.since,
    firstAt: firstAt(health, at),
    failStreak: 0,
    passStreak,
    undecidedTries: health.undecidedTries,
    failingSince: episodeOver ? null : health.failingSince,
    lastFailedAt: health.lastFailedAt,
    startingSince: episodeOver ? null : health.startingSince,
    failures: episodeOver ? 0 : health.failures,
    lastFailure: health.lastFailure,
    contrary: null,
    lastAt: at,
    lastOutcome: kind,
    lastLatencyMs: timings.totalMs,
    latencies: settings.latencyLimit === undefined ? health.latencies : withLatency(health.latencies, timings.totalMs),
    waits: health.waits,
    results: withResult(health.results, false),
    resultCount: oneMore(health.resultCount),
    windowCount: recovers ? 0 : oneMore(health.windowCount),
    flapping: health.flapping,
  };
  next.flapping = isFlapping(health.flapping, next, settings.flapping);
  return well ? settle(next, isSlow(next, settings.latencyLimit) ? 'slow' : 'up', at) : next;
}

function onFailure(
  health: CheckHealth,
  at: EpochMs,
  failure: Failure,
  timings: Timings,
  settings: HealthSettings,
): CheckHealth {
  if (failure.kind === 'starting' || failure.kind === 'draining') {
    // The grace runs on through failures and single passes: what crashes and starts for ever is not starting.
    // Since a time yet to come: the clock was set back.
    const startingSince = Math.min(health.startingSince ?? at, at);
    if (at - startingSince <= settings.startingGrace) {
      const said = {
        passStreak: 0,
        failStreak: 0,
        lastFailure: failure,
        contrary: null,
        lastAt: at,
        lastLatencyMs: timings.totalMs,
      };
      const next = { ...health, ...said, firstAt: firstAt(health, at), lastOutcome: 'fail' as const, startingSince };
      return settle(next, 'starting', at);
    }
  }
  const { lastFailure, contrary } = weigh(health, failure, settings);
  const next: CheckHealth = {
    checkId: health.checkId,
    settled: health.settled,
    since: health.since,
    firstAt: firstAt(health, at),
    failStreak: health.failStreak + 1,
    passStreak: 0,
    undecidedTries: health.undecidedTries,
    failingSince: health.failingSince ?? at,
    lastFailedAt: at,
    startingSince: health.startingSince,
    failures: health.failures + 1,
    lastFailure,
    contrary,
    lastAt: at,
    lastOutcome: 'fail',
    lastLatencyMs: timings.totalMs,
    latencies: health.latencies,
    waits: health.waits,
    results: withResult(health.results, true),
    resultCount: oneMore(health.resultCount),
    windowCount: oneMore(health.windowCount),
    flapping: health.flapping,
  };
  next.flapping = isFlapping(health.flapping, next, settings.flapping);
  return next.failStreak >= settings.fall || isWindowFull(next, settings.window) ? settle(next, 'down', at) : next;
}

/** A belief kept before this was written down has been looked at: it is not new. */
function firstAt(health: CheckHealth, at: EpochMs): EpochMs {
  return health.firstAt ?? health.lastFailedAt ?? health.since ?? at;
}

/** On the record just made, which nobody else has seen yet. */
function settle(health: CheckHealth, settled: CheckHealth['settled'], at: EpochMs): CheckHealth {
  if (health.settled !== settled) {
    health.settled = settled;
    health.since = at;
    health.undecidedTries = 0;
  }
  return health;
}

/** On the record just made, like that. */
function counted(health: CheckHealth): CheckHealth {
  health.undecidedTries = isUndecided(health) ? health.undecidedTries + 1 : 0;
  return health;
}
