/**
 * When each check was last judged. One that has not been for too long is lost from sight: whatever it showed, it is unknown now.
 *
 * This is what keeps a check from staying green that hangs, that finds no free place, or about which we can never be sure.
 */
import type { Check } from '../../shared/model/check.ts';
import type { Config } from '../../shared/model/config.ts';
import { formatDuration } from '../../shared/model/duration.ts';
import type { CheckId } from '../../shared/model/ids.ts';
import type { OwnTrouble } from '../../shared/model/observation.ts';
import { callsUs } from '../../shared/rules/blame.ts';
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

/** A check that is out of sight. */
export interface Unjudged {
  readonly check: Check;
  /** For how long, while we ran. */
  readonly lastedMs: number;
  /** What its latest try met; null: nothing came of it at all. */
  readonly trouble: OwnTrouble | null;
}

export interface Sight {
  /** A conclusive try of it has ended. True: it proves that we can see. */
  seen(checkId: CheckId): boolean;
  /** A try of it has ended without a conclusion, because of us. */
  unsure(checkId: CheckId, trouble: OwnTrouble): void;
  /** We were away and did not look at these: that is no time in which they could not be judged. */
  missed(checkIds: readonly CheckId[]): void;
  /** Checks that are out of sight, with why. */
  unjudged(): readonly Unjudged[];
  /** By how much a check has outstayed its time to be judged, in ms; null: it has not. */
  overdueMs(checkId: CheckId): number | null;
  stop(): void;
}

export function createSight({ clock, config, book, onNothingSeen }: SightOptions): Sight {
  let seenAt = new Map<CheckId, number>();
  /** Since when each is out of sight, by the monotonic clock; and what its latest try met. */
  let lostAt = new Map<CheckId, number>();
  let troubles = new Map<CheckId, OwnTrouble>();
  let known: Config['checks'] = new Map();
  /** Those that tell whether we can see: what calls us does not, unless there is nothing else. */
  let proving: ReadonlySet<CheckId> = new Set();
  /** Before this nothing can be lost: looking at ten thousand checks every five seconds is not free. Monotonic ms. */
  let nothingBefore = Number.NEGATIVE_INFINITY;
  let timer: Cancel = () => undefined;

  /** What is there now; a check that is new begins now. */
  function learn(now: number): Config['checks'] {
    const { checks } = config();
    if (checks !== known) {
      known = checks;
      seenAt = new Map([...checks.keys()].map((id) => [id, seenAt.get(id) ?? now]));
      lostAt = new Map([...lostAt].filter(([id]) => checks.has(id)));
      troubles = new Map([...troubles].filter(([id]) => checks.has(id)));
      proving = provingOf(checks);
      nothingBefore = now;
    }
    return checks;
  }

  /** Those that were judged too long ago, with how long. */
  function lostSince(now: number): readonly (readonly [Check, number])[] {
    const checks = learn(now);
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
    const now = clock.monotonicMs();
    const lost = lostSince(now);
    for (const [{ id, componentId }, ms] of lost) {
      if (!lostAt.has(id)) {
        lostAt.set(id, now);
      }
      const known = book.get(componentId)?.checks.find(({ checkId }) => checkId === id);
      if (known !== undefined && known.settled !== 'unknown') {
        const because = `${id} could not be judged for ${formatDuration(ms)}`;
        book.apply(componentId, { type: 'lost-sight', at: clock.now(), because, checks: [id] });
      }
    }
    const blind = lost.filter(([{ id }]) => proving.has(id));
    if (blind.length > 0 && blind.length === proving.size) {
      onNothingSeen(Math.min(...blind.map(([, ms]) => ms)));
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
    seen(checkId) {
      const now = clock.monotonicMs();
      learn(now);
      seenAt.set(checkId, now);
      lostAt.delete(checkId);
      troubles.delete(checkId);
      return proving.has(checkId);
    },
    unsure: (checkId, trouble) => void troubles.set(checkId, trouble),
    missed(checkIds) {
      for (const id of checkIds) {
        lostAt.delete(id);
      }
    },
    unjudged() {
      const now = clock.monotonicMs();
      return [...lostAt].flatMap(([id, since]): Unjudged[] => {
        const check = config().checks.get(id);
        return check === undefined ? [] : [{ check, lastedMs: now - since, trouble: troubles.get(id) ?? null }];
      });
    },
    overdueMs(checkId) {
      const check = config().checks.get(checkId);
      const at = seenAt.get(checkId);
      const overdue = check === undefined || at === undefined ? 0 : clock.monotonicMs() - at - patienceFor(check);
      return overdue > 0 ? overdue : null;
    },
    stop: () => timer(),
  };
}

function provingOf(checks: Config['checks']): ReadonlySet<CheckId> {
  const calling = [...checks.values()].filter((check) => !callsUs(check));
  return new Set(calling.length === 0 ? checks.keys() : calling.map(({ id }) => id));
}

function patienceFor({ interval, downInterval, timeout }: Check): number {
  return LATE_PERIODS * Math.max(interval, downInterval) + timeout + PATIENCE_MS;
}
