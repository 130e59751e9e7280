/**
 * How long a newcomer waits at a target that has more to do than it can: from what it tells of its work, or from the trend
 * of its own answers. Pure.
 *
 * Little's law: waiting x time to serve one / workers. One odd reading moves nothing: what is told is the median of the
 * latest, and nothing at all is said from too few. See systems.md "Overload".
 */
import { formatDuration } from '../model/duration.ts';
import type { CheckHealth } from '../model/health.ts';
import type { Failure, Load, Outcome } from '../model/observation.ts';

/** Waits kept per check (CheckHealth.waits), newest last. */
const KEPT = 5;
/** Below this many readings one odd one could be the median. */
const ENOUGH = 3;
/** A reading so many times the median of those before it is taken for so much and no more: one slow request is not a queue. */
const OUTLIER = 8;
/** So that a wait that was 0 can still grow: what a first reading above 0 is never cut below, in ms. */
const ALWAYS_BELIEVED_MS = 60_000;
/** A change below a quarter, or below a second, is no trend but weather. */
const TREND_SHARE = 0.25;
const TREND_MS = 1_000;
/** Below this nobody notices a wait, and it is not told. ms. */
const WORTH_TELLING_MS = 1_000;
/** Answers without a load: the oldest of the window say what is usual, the newest what is now. */
const LATENCIES = 10;

export type Trend = 'grows' | 'shrinks' | 'steady';

/** What a newcomer is in for. `trend` is null as long as too few readings tell of it. */
export interface Wait {
  readonly waitMs: number;
  readonly trend: Trend | null;
}

/** What one reading means for a newcomer, in ms; null when the target does not tell enough. */
export function waitOf({ waiting, workers, serviceMs }: Load): number | null {
  if (waiting <= 0) {
    return 0;
  }
  return serviceMs === null || workers < 1 ? null : (waiting * serviceMs) / workers;
}

/** The waits to remember after one more try, when the target told of its load. One that tells of none any more has no queue we know of. */
export function waitsAfter(waits: CheckHealth['waits'], outcome: Outcome): CheckHealth['waits'] {
  if (outcome.kind === 'inconclusive') {
    return waits;
  }
  const { load } = outcome;
  if (load === undefined) {
    return waits.length === 0 ? waits : [];
  }
  const wait = waitOf(load);
  if (wait === null) {
    return waits;
  }
  const before = median(waits);
  const most = before === null ? wait : Math.max(ALWAYS_BELIEVED_MS, before * OUTLIER);
  return [...waits.slice(-(KEPT - 1)), Math.round(Math.min(wait, most))];
}

/** What the latest readings amount to; null while there are too few. From latencies where no load was ever told. */
export function estimateWait({ waits, latencies }: Pick<CheckHealth, 'waits' | 'latencies'>): Wait | null {
  const readings = waits.length > 0 ? waits : aboveUsual(latencies);
  const waitMs = readings.length < ENOUGH ? null : median(readings.slice(-ENOUGH));
  return waitMs === null ? null : { waitMs, trend: trendOf(readings) };
}

/** The longest of several checks' estimates: a queue before the site explains what is wrong behind it. */
export function longestWait(checks: readonly CheckHealth[]): Wait | null {
  return checks
    .map(estimateWait)
    .reduce((longest, wait) => ((wait?.waitMs ?? -1) > (longest?.waitMs ?? -1) ? wait : longest), null);
}

/** "a newcomer waits about 3 min and it grows"; null when there is nothing worth telling. */
export function waitWords(wait: Wait | null): string | null {
  if (wait === null || wait.waitMs < WORTH_TELLING_MS) {
    return null;
  }
  const about = `a newcomer waits about ${roughly(wait.waitMs)}`;
  switch (wait.trend) {
    case null:
      return about;
    case 'steady':
      return `${about}, and that is steady`;
    case 'grows':
    case 'shrinks':
      return `${about} and it ${wait.trend}`;
  }
}

/** The failure that one reading is under the check's `maxWait` (ms); null: none, or none was asked for. */
export function overloadedBy(load: Load, maxWait: number | undefined): Omit<Failure, 'phase'> | null {
  const wait = waitOf(load);
  if (maxWait === undefined || wait === null || wait <= maxWait) {
    return null;
  }
  const { waiting, workers, serviceMs } = load;
  const why = `${waiting} waiting, ${formatDuration(serviceMs ?? 0)} each, ${workers} ${workers === 1 ? 'worker' : 'workers'}`;
  return {
    kind: 'overloaded',
    detail: `a newcomer waits about ${roughly(wait)} (${why}), more than ${formatDuration(maxWait)}`,
    level: 'partial_outage',
  };
}

/** How much longer than usual the latest answers took: the wait inside them. Empty while there are too few to know what is usual. */
function aboveUsual(latencies: readonly number[]): readonly number[] {
  if (latencies.length < LATENCIES) {
    return [];
  }
  const usual = median(latencies.slice(0, -KEPT)) ?? 0;
  return latencies.slice(-KEPT).map((ms) => Math.max(0, ms - usual));
}

/** The older two against the newer two of five: medians would hide a beginning. */
function trendOf(readings: readonly number[]): Trend | null {
  const latest = readings.slice(-KEPT);
  if (latest.length < KEPT) {
    return null;
  }
  const older = mean(latest.slice(0, 2));
  const newer = mean(latest.slice(-2));
  if (Math.abs(newer - older) <= Math.max(TREND_MS, Math.max(older, newer) * TREND_SHARE)) {
    return 'steady';
  }
  return newer > older ? 'grows' : 'shrinks';
}

function median(values: readonly number[]): number | null {
  const sorted = values.toSorted((a, b) => a - b);
  const upper = sorted[Math.floor(sorted.length / 2)];
  const lower = sorted[Math.floor((sorted.length - 1) / 2)];
  return upper === undefined || lower === undefined ? null : (upper + lower) / 2;
}

const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;

/** Whole seconds below a minute, whole minutes above: it is an estimate, and must look like one. */
function roughly(ms: number): string {
  const unit = ms < 10_000 ? 100 : ms < 59_500 ? 1_000 : 60_000;
  return ms < 10_000 ? `${Math.round(ms / unit) / 10} s` : formatDuration(Math.round(ms / unit) * unit);
}
