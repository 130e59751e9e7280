/**
 * Are we watching? Asleep, starved, just started, nothing configured: that is "not watching", and it is said.
 *
 * A gap makes what was believed unknown again for everything that missed more than three turns; open pages survive it.
 */
import type { WatcherView } from '../../shared/contract/view.ts';
import type { Config } from '../../shared/model/config.ts';
import { formatDuration } from '../../shared/model/duration.ts';
import type { CheckId, ComponentId, EpochMs } from '../../shared/model/ids.ts';
import { loose } from './commands.ts';
import type { Clock, JournalEntry } from './ports.ts';
import { LATE_PERIODS } from './sight.ts';
import type { EngineState } from './state.ts';
import type { WatchBook } from './watch-book.ts';

export interface BlindnessOptions {
  readonly clock: Clock;
  readonly config: () => Config;
  readonly state: EngineState;
  readonly book: WatchBook;
  readonly write: (entry: JournalEntry) => Promise<void>;
  readonly touch: (componentId: ComponentId | null) => void;
  /** These were lost from sight: look at them again soon. */
  readonly lookAgain: (checkIds: readonly CheckId[]) => void;
}

export interface Blindness {
  /** A conclusive try has ended: we can see. */
  seen(at: EpochMs): void;
  /** A try has ended without a conclusion, because of us. */
  unsure(why: string): void;
  /** So many ms passed in which nothing of ours ran. `what` begins the sentence: "Asleep", "Not running". */
  gap(gapMs: number, what: string): void;
  /** No try of any check has come to a conclusion for so many ms. */
  nothingSeen(silentMs: number): void;
  watcher(): WatcherView;
}

export function createBlindness({ clock, config, state, book, write, touch, lookAgain }: BlindnessOptions): Blindness {
  let trouble = '';
  /** The history says since when nothing could be judged; it must hear the end of that. */
  let said = false;

  function goBlind(because: string, at: EpochMs): void {
    if (state.blindBecause === null) {
      state.blindSince = at;
    }
    state.blindBecause = because;
    touch(null);
  }

  return {
    seen(at) {
      state.lastCheckAt = at;
      if (state.blindBecause !== null) {
        state.blindBecause = null;
        state.blindSince = at;
        touch(null);
      }
      if (said) {
        said = false;
        void write({ events: [{ ...loose(at, 'watcher', 'Checks can be judged again'), data: { to: 'watching' } }] });
      }
    },
    unsure(why) {
      trouble = why;
    },
    gap(gapMs, what) {
      const at = clock.now();
      const because = `${what} for ${formatDuration(gapMs)}`;
      const missed = [...config().components.values()].filter(
        ({ checks }) => gapMs > LATE_PERIODS * Math.min(...checks.map(({ interval }) => interval)),
      );
      if (missed.length === 0) {
        return;
      }
      goBlind(`${because}; looking again`, at);
      void write({
        events: [
          { ...loose(at, 'watcher', because), data: { gapMs: Math.round(gapMs), from: at - Math.round(gapMs) } },
        ],
      });
      for (const { id } of missed) {
        book.apply(id, { type: 'lost-sight', at, because });
      }
      lookAgain(missed.flatMap(({ checks }) => checks.map(({ id }) => id)));
    },
    nothingSeen(silentMs) {
      if (said) {
        return;
      }
      const at = clock.now() - Math.round(silentMs);
      const because = `No check can be judged${trouble === '' ? '' : `: ${trouble}`}`;
      said = true;
      void write({ events: [{ ...loose(at, 'watcher', because), data: { to: 'not-watching' } }] });
      goBlind(because, at);
    },
    watcher() {
      const { lastCheckAt, blindBecause, blindSince } = state;
      if (config().checks.size === 0) {
        return { state: 'not-watching', because: 'Nothing to watch yet', since: blindSince, lastCheckAt };
      }
      if (blindBecause !== null) {
        return { state: 'not-watching', because: blindBecause, since: blindSince, lastCheckAt };
      }
      return { state: 'watching', because: 'Checks are running', since: blindSince, lastCheckAt };
    },
  };
}
