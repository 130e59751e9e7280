/**
 * Not confirmed yet: shown, silent, and looked at more often.
 */
import type { Check } from '../../model/check.ts';
import type { CheckHealth } from '../../model/health.ts';
import { assertNever } from '../../model/never.ts';

/** After so many undecided tries the fast interval has told what it can. */
const FAST_TRIES = 10;

/** Something is going on that is not confirmed. */
export function isUndecided(health: CheckHealth): boolean {
  switch (health.settled) {
    case 'starting':
      return true;
    case 'down':
      return health.passStreak > 0 || health.contrary !== null;
    case 'unknown':
    case 'up':
    case 'slow':
      return health.failingSince !== null;
    default:
      return assertNever(health.settled, 'settled state');
  }
}

/** How long until the next try, in ms. */
export function nextIntervalMs(
  health: CheckHealth,
  settings: Pick<Check, 'interval' | 'fastInterval' | 'downInterval'>,
): number {
  if (isUndecided(health)) {
    return health.undecidedTries < FAST_TRIES
      ? settings.fastInterval
      : Math.max(settings.fastInterval, Math.round(settings.interval / 3));
  }
  return health.settled === 'down' ? settings.downInterval : settings.interval;
}
