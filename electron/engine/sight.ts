/**
 * When each check was last judged. One that has not been for too long is lost from sight: whatever it showed, it is unknown now.
 *
 * This is what keeps a check from staying green that hangs, that finds no free place, or about which we can never be sure.
 */
import type { Check } from '../../shared/model/check.ts';
import type { Config } from '../../shared/model/config.ts';
import { formatDuration } from '../../shared/model/duration.ts';
import type { CheckId } from '../../shared/model/ids.ts';
import type { Cancel, Clock } from './ports.ts';
import type { WatchBook } from './watch-book.ts';

const LOOK_EVERY_MS = 5_000;
/** A turn this many periods late means that we do not know any more. */
export const LATE_PERIODS = 3;
/** On top, for tries that take their time. */
const PATIENCE_MS = 20_000;

export interface SightOptions {
  readonly clock: Clock;
  readonly config: () => Config;
  readonly book: Pick<WatchBook, 'get' | 'apply'>;
  /** Nothing at all has been judged for too long (so many ms); told with every look for as long as that lasts. */
  readonly onNothingSeen: (silentMs: number) => void;
}

export interface Sight {
  /** A conclusive try of it has ended. */
  seen(checkId: CheckId): void;
  /** By how much a check has outstayed its time to be judged, in ms; null: it has not. */
  overdueMs(checkId: CheckId): number | null;
  stop(): void;
}

export function createSight({ clock, config, book, onNothingSeen }: SightOptions): Sight {
  let seenAt = new Map<CheckId, number>();
  let known: Config['checks'] = new Map();
  /** Before this nothing can be lost: looking at ten thousand checks every five seconds is not free. Monotonic ms. */
  let nothingBefore = Number.NEGATIVE_INFINITY;
  let timer: Cancel = () => undefined;

  /** Those that were judged too long ago, with how long; one that is new begins now. */
  function lostSince(now: number): readonly (readonly [Check, number])[] {
    const { checks } = config();
    if (checks !== known) {
      known = checks;
      seenAt = new Map([...checks.keys()].map((id) => [id, seenAt.get(id) ?? now]));
      nothingBefore = now;
    }
    if (now < nothingBefore) {
      return [];
    }
    const lost: [Check, number][] = [];
    nothingBefore = Number.POSITIVE_INFINITY;
    for (const check of checks.values()) {
      const silentMs = now - (seenAt.get(check.id) as number);
      const patienceMs = patienceFor(check);
      if (silentMs > patienceMs) {
        lost.push([check, silentMs]);
      }
      nothingBefore = Math.min(nothingBefore, now + patienceMs - silentMs);
    }
    return lost;
  }

  function look(): void {
    const lost = lostSince(clock.monotonicMs());
    for (const [{ id, componentId }, ms] of lost) {
      const known = book.get(componentId)?.checks.find(({ checkId }) => checkId === id);
      if (known !== undefined && known.settled !== 'unknown') {
        const because = `${id} could not be judged for ${formatDuration(ms)}`;
        book.apply(componentId, { type: 'lost-sight', at: clock.now(), because, checks: [id] });
      }
    }
    if (lost.length > 0 && lost.length === known.size) {
      onNothingSeen(Math.min(...lost.map(([, ms]) => ms)));
    }
  }

  function again(): void {
    timer = clock.after(LOOK_EVERY_MS, () => {
      again();
      look();
    });
  }

  again();
  return {
    seen: (checkId) => void seenAt.set(checkId, clock.monotonicMs()),
    overdueMs(checkId) {
      const check = config().checks.get(checkId);
      const at = seenAt.get(checkId);
      const overdue = check === undefined || at === undefined ? 0 : clock.monotonicMs() - at - patienceFor(check);
      return overdue > 0 ? overdue : null;
    },
    stop: () => timer(),
  };
}

function patienceFor({ interval, downInterval, timeout }: Check): number {
  return LATE_PERIODS * Math.max(interval, downInterval) + timeout + PATIENCE_MS;
}
