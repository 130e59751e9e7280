/**
 * Flapping: the results of a check change so often that every change is no news any more (Nagios, `base/flapping.c`).
 *
 * 21 results are 20 transitions, the newest weighs 1.25, the oldest 0.75. Or a component is well and in trouble by turns, too slowly
 * for that, because every confirmed change takes many tries. It bundles messages, and must never delay a confirmed outage: nothing in
 * health or status looks at it.
 */
import type { Check } from '../model/check.ts';
import { formatDuration } from '../model/duration.ts';
import type { CheckHealth } from '../model/health.ts';
import type { EpochMs } from '../model/ids.ts';
import type { Incident } from '../model/incident.ts';
import type { ComponentWatch } from '../model/watch.ts';
import { changesAmong, ones, RESULTS_KEPT } from './health/results.ts';

const TRANSITIONS = RESULTS_KEPT - 1;
/** In per cent of all that could have changed, newest first; together they are 100. */
const WEIGHTS = Array.from(
  { length: TRANSITIONS },
  (_, age) => ((1.25 - (age * 0.5) / (TRANSITIONS - 1)) * 100) / TRANSITIONS,
);

type Ring = Pick<CheckHealth, 'results' | 'resultCount'>;

/** How unsteady the latest results are, 0-100; newer changes weigh more. Results that are not there yet have not changed. */
export function flappingPercent({ results, resultCount }: Ring): number {
  const changes = changesAmong(results, resultCount);
  let percent = 0;
  for (let age = 0; changes >>> age !== 0; age += 1) {
    percent += ((changes >>> age) & 1) === 0 ? 0 : (WEIGHTS[age] as number);
  }
  return percent;
}

/** Begins at `on` per cent, ends at `off`: between the two it stays as it was. */
export function isFlapping(was: boolean, ring: Ring, { on, off }: Check['flapping']): boolean {
  if (on === 0) {
    return false;
  }
  const percent = flappingPercent(ring);
  return was ? percent > off : percent >= on;
}

/** Those checks of a component whose changes are no news any more. */
export function flappingChecks(checks: readonly CheckHealth[]): readonly CheckHealth[] {
  return checks.filter(({ flapping }) => flapping);
}

/** "flapping: 8 changes in the last 21 tries"; null when it is steady. */
export function flappingWords(health: Pick<CheckHealth, 'flapping' | 'results' | 'resultCount'>): string | null {
  if (!health.flapping) {
    return null;
  }
  const changes = ones(changesAmong(health.results, health.resultCount));
  return `flapping: ${changes} ${changes === 1 ? 'change' : 'changes'} in the last ${health.resultCount} tries`;
}

/** The same of a whole incident: what its checks do from try to try, else how often it has been in trouble. Null: steady. */
export function flappingReason(
  { checks }: Pick<ComponentWatch, 'checks'>,
  { relapses }: Pick<Incident, 'relapses'>,
  at: EpochMs,
): string | null {
  const words = flappingChecks(checks).map(flappingWords)[0] ?? null;
  return words === null && relapses !== undefined
    ? `flapping: ${relapses.count} times in trouble within ${formatDuration(at - relapses.since)}`
    : words;
}
