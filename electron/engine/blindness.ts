/**
 * Are we watching? Asleep, starved, just started, nothing configured: that is "not watching", and it is said.
 *
 * A gap makes what was believed unknown again for everything that missed more than three turns; open pages survive it.
 */
import type { WatcherView } from '../../shared/contract/view.ts';
import type { Config } from '../../shared/model/config.ts';
import { formatDuration } from '../../shared/model/duration.ts';
import type { ComponentId, EpochMs } from '../../shared/model/ids.ts';
import { loose } from './commands.ts';
import type { Clock, JournalEntry } from './ports.ts';
import type { EngineState } from './state.ts';
import type { WatchBook } from './watch-book.ts';

/** A turn this many periods late means time passed without us. */
const GAP_PERIODS = 3;
/** On top of the longest expected silence between two checks. */
const PATIENCE_MS = 20_000;

export interface BlindnessOptions {
  readonly clock: Clock;
  readonly config: () => Config;
  readonly state: EngineState;
  readonly book: WatchBook;
  readonly write: (entry: JournalEntry) => Promise<void>;
  readonly touch: (componentId: ComponentId | null) => void;
}

export interface Blindness {
  /** A conclusive try has ended: we can see. */
  seen(at: EpochMs): void;
  /** So many ms passed in which nothing of ours ran. `what` begins the sentence: "Asleep", "Not running". */
  gap(gapMs: number, what: string): void;
  watcher(): WatcherView;
}

export function createBlindness({ clock, config, state, book, write, touch }: BlindnessOptions): Blindness {
  let silentSince: EpochMs | null = null;

  /** The shortest interval of all bounds how long no check may end at all. */
  function starvedFor(now: EpochMs): number | null {
    const intervals = [...config().checks.values()].map(({ interval, timeout }) => interval + timeout);
    const patience = GAP_PERIODS * Math.min(...intervals) + PATIENCE_MS;
    return state.lastCheckAt !== null && intervals.length > 0 && now - state.lastCheckAt > patience
      ? now - state.lastCheckAt
      : null;
  }

  return {
    seen(at) {
      state.lastCheckAt = at;
      silentSince = null;
      if (state.blindBecause !== null) {
        state.blindBecause = null;
        state.blindSince = at;
        touch(null);
      }
    },
    gap(gapMs, what) {
      const at = clock.now();
      const because = `${what} for ${formatDuration(gapMs)}`;
      const missed = [...config().components.values()].filter(
        ({ checks }) => gapMs > GAP_PERIODS * Math.min(...checks.map(({ interval }) => interval)),
      );
      if (missed.length === 0) {
        return;
      }
      state.blindBecause = `${because}; looking again`;
      state.blindSince = at;
      void write({
        events: [
          { ...loose(at, 'watcher', because), data: { gapMs: Math.round(gapMs), from: at - Math.round(gapMs) } },
        ],
      });
      for (const { id } of missed) {
        book.apply(id, { type: 'lost-sight', at, because });
      }
      touch(null);
    },
    watcher() {
      const now = clock.now();
      const { lastCheckAt, blindBecause, blindSince } = state;
      if (config().checks.size === 0) {
        return { state: 'not-watching', because: 'Nothing to watch yet', since: blindSince, lastCheckAt };
      }
      if (blindBecause !== null) {
        return { state: 'not-watching', because: blindBecause, since: blindSince, lastCheckAt };
      }
      const starved = starvedFor(now);
      if (starved !== null) {
        silentSince ??= lastCheckAt ?? now;
        return {
          state: 'not-watching',
          because: `No check has ended for ${formatDuration(starved)}`,
          since: silentSince,
          lastCheckAt,
        };
      }
      return { state: 'watching', because: 'Checks are running', since: blindSince, lastCheckAt };
    },
  };
}
