/**
 * What has just been added is shown as it is, but nobody is paged for it at once: it may still be on its way up.
 */
import type { Check } from '../../model/check.ts';
import type { ComponentSettings } from '../../model/config.ts';
import type { CheckHealth } from '../../model/health.ts';
import type { EpochMs } from '../../model/ids.ts';

/** Unless the check says otherwise. */
const GRACE_INTERVALS = 2;

/** When the grace since the first look at a check is over; null: nobody has looked yet. */
export function graceUntil(
  { firstAt }: Pick<CheckHealth, 'firstAt'>,
  { startupGrace, interval }: Pick<Check, 'startupGrace' | 'interval'>,
): EpochMs | null {
  return firstAt === null ? null : firstAt + (startupGrace ?? GRACE_INTERVALS * interval);
}

/**
 * Until when nobody is paged for a component because every check of it that is in trouble is that new; null: no check is in
 * trouble. Ends with the grace of the oldest of them. May lie in the past: compare it with now.
 */
export function inStartupGraceUntil(checks: readonly CheckHealth[], component: ComponentSettings): EpochMs | null {
  let until: EpochMs | null = null;
  for (const health of checks) {
    if (health.settled !== 'down' && health.settled !== 'slow') {
      continue;
    }
    const check = component.checks.find(({ id }) => id === health.checkId);
    const own = (check === undefined ? null : graceUntil(health, check)) ?? 0;
    until = until === null ? own : Math.min(until, own);
  }
  return until;
}
