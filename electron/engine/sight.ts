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
import type { Cancel, Clock } from './ports/clock.ts';
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

/** What is known of one check, kept together: every try writes here. */
interface Seen {
  readonly check: Check;
  readonly patienceMs: number;
  /** It tells whether we can see: what calls us does not, unless there is nothing else. */
  readonly proves: boolean;
  /** When it was judged last, by the monotonic clock. */
  at: number;
  /** Since when it is out of sight; null: it is not. */
  lostAt: number | null;
  /** What its latest try met; null: it came to a conclusion, or to nothing at all. */
  trouble: OwnTrouble | null;
}

export function createSight({ clock, config, book, onNothingSeen }: SightOptions): Sight {
  let seen = new Map<CheckId, Seen>();
  /** Those that are out of sight. */
  let lost: Set<Seen> = new Set();
  let known: Config['checks'] = new Map();
  let provers = 0;
  /** Before this nothing can be lost: looking at ten thousand checks every five seconds is not free. Monotonic ms. */
  let nothingBefore = Number.NEGATIVE_INFINITY;
  let timer: Cancel = () => undefined;

  /** What is there now; a check that is new begins now. */
  function learn(now: number): ReadonlyMap<CheckId, Seen> {
    const { checks } = config();
    if (checks !== known) {
      known = checks;
      const proving = provingOf(checks);
      provers = proving.size;
      seen = new Map(
        [...checks].map(([id, check]) => {
          const { at = now, lostAt = null, trouble = null } = seen.get(id) ?? {};
          return [id, { check, patienceMs: patienceFor(check), proves: proving.has(id), at, lostAt, trouble }];
        }),
      );
      lost = new Set([...seen.values()].filter(({ lostAt }) => lostAt !== null));
      nothingBefore = now;
    }
    return seen;
  }

  /** Those that were judged too long ago. */
  function lostSince(now: number): readonly Seen[] {
    const all = learn(now);
    if (now < nothingBefore) {
      return [];
    }
    const late: Seen[] = [];
    nothingBefore = Number.POSITIVE_INFINITY;
    for (const one of all.values()) {
      if (now - one.at > one.patienceMs) {
        late.push(one);
      }
      nothingBefore = Math.min(nothingBefore, one.at + one.patienceMs);
    }
    return late;
  }

  function inSight(one: Seen): void {
    if (one.lostAt !== null) {
      one.lostAt = null;
      lost.delete(one);
    }
  }

  function look(): void {
    const now = clock.monotonicMs();
    const late = lostSince(now);
    for (const one of late) {
      const { id, componentId } = one.check;
      one.lostAt ??= now;
      lost.add(one);
      const health = book.get(componentId)?.checks.find(({ checkId }) => checkId === id);
      if (health !== undefined && health.settled !== 'unknown') {
        const because = `${id} could not be judged for ${formatDuration(now - one.at)}`;
        book.apply(componentId, { type: 'lost-sight', at: clock.now(), because, checks: [id] });
      }
    }
    const blind = late.filter(({ proves }) => proves);
    if (blind.length > 0 && blind.length === provers) {
      onNothingSeen(Math.min(...blind.map(({ at }) => now - at)));
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
      const one = learn(now).get(checkId);
      if (one === undefined) {
        return false;
      }
      one.at = now;
      one.trouble = null;
      inSight(one);
      return one.proves;
    },
    unsure(checkId, trouble) {
      const one = learn(clock.monotonicMs()).get(checkId);
      if (one !== undefined) {
        one.trouble = trouble;
      }
    },
    missed(checkIds) {
      for (const id of checkIds) {
        const one = seen.get(id);
        if (one !== undefined) {
          inSight(one);
        }
      }
    },
    unjudged() {
      const now = clock.monotonicMs();
      return [...lost].map(({ check, lostAt, trouble }) => ({ check, lastedMs: now - (lostAt ?? now), trouble }));
    },
    overdueMs(checkId) {
      const now = clock.monotonicMs();
      const one = now < nothingBefore ? undefined : seen.get(checkId);
      const overdue = one === undefined ? 0 : now - one.at - one.patienceMs;
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
