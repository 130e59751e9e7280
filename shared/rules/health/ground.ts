/**
 * What it took to settle a check, in numbers, for the history: whoever asks later why it was confirmed needs the settings of then.
 */
import type { EventDraft } from '../../model/event.ts';
import type { CheckHealth } from '../../model/health.ts';
import { assertNever } from '../../model/never.ts';
import type { HealthSettings } from './step.ts';
import { inWindow } from './window.ts';

type Data = EventDraft['data'];

/** Of `after`, which has just been settled otherwise than `before`. */
export function groundOf(before: CheckHealth, after: CheckHealth, settings: HealthSettings): Data {
  switch (after.settled) {
    case 'down':
      return { ...confirmedBy(after, settings), failingSince: after.failingSince };
    case 'up':
      return before.settled === 'down' || before.settled === 'starting'
        ? { inRow: after.passStreak, needed: settings.rise }
        : {};
    case 'slow':
      return { limitMs: settings.latencyLimit ?? null };
    case 'starting':
    case 'unknown':
      return {};
    default:
      return assertNever(after.settled, 'settled state');
  }
}

/** So many failures in a row, or so many among the latest tries. */
function confirmedBy(health: CheckHealth, { fall, window }: HealthSettings): Data {
  return health.failStreak >= fall
    ? { inRow: health.failStreak, needed: fall }
    : { ...inWindow(health, window), needed: window.failures };
}
