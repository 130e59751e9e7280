/**
 * Are we watching? Asleep, starved, just started, nothing configured: that is "not watching", and it is said.
 *
 * A gap makes what was believed unknown again for everything that missed more than three turns; open pages survive it.
 */
import type { WatcherView } from '../../shared/contract/view.ts';
import type { Config } from '../../shared/model/config.ts';
import { formatDuration } from '../../shared/model/duration.ts';
import type { CheckId, ComponentId, EpochMs } from '../../shared/model/ids.ts';
import type { OwnTrouble } from '../../shared/model/observation.ts';
import { loose } from './commands.ts';
import type { Clock } from './ports/clock.ts';
import type { JournalEntry } from './ports/store.ts';
import { LATE_PERIODS } from './sight.ts';
import type { EngineState } from './state.ts';
import type { WatchBook } from './watch-book.ts';

/** How the sentence about a restart begins. */
export const NOT_RUNNING = 'Not running';

export interface BlindnessOptions {
  readonly clock: Clock;
  readonly config: () => Config;
  readonly state: EngineState;
  readonly book: WatchBook;
  readonly write: (entry: JournalEntry) => Promise<void>;
  readonly touch: (componentId: ComponentId | null) => void;
  /** We were away, and these were not looked at meanwhile. Told before they are lost from sight; `reason`: "Just woken". */
  readonly onMissed: (checkIds: readonly CheckId[], reason: string, stoodMs: number) => void;
}

export interface Blindness {
  /** A conclusive try has ended. `proves`: we can see. */
  seen(at: EpochMs, proves: boolean): void;
  /** A try has ended without a conclusion, because of us. */
  unsure(trouble: OwnTrouble): void;
  /** So many ms passed in which nothing of ours ran, `stoodMs` of them not asleep. `what`: "Asleep", "Not running". */
  gap(gapMs: number, what: string, stoodMs: number): void;
  /** No try of any check has come to a conclusion for so many ms. */
  nothingSeen(silentMs: number): void;
  /** For how long nothing can be judged though we run, in ms; null: we can see, or wait for first beats and nothing else. */
  blindForMs(): number | null;
  watcher(): WatcherView;
}

export function createBlindness({ clock, config, state, book, write, touch, onMissed }: BlindnessOptions): Blindness {
  let trouble = '';
  /** The history says since when nothing could be judged; it must hear the end of that. */
  let said = false;
  /** Since when, by the monotonic clock: what was slept through is no blindness of ours. */
  let blindMono = clock.monotonicMs();
  /** When a check last said that it is too early to judge, and when one met real trouble of ours. */
  let waitedMono = Number.NEGATIVE_INFINITY;
  let troubledMono = Number.NEGATIVE_INFINITY;

  function goBlind(because: string, at: EpochMs): void {
    if (state.blindBecause === null) {
      state.blindSince = at;
      blindMono = clock.monotonicMs() - Math.max(0, clock.now() - at);
    }
    state.blindBecause = because;
    touch(null);
  }

  return {
    seen(at, proves) {
      state.lastCheckAt = at;
      if (!proves) {
        return;
      }
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
    unsure({ kind, detail }) {
      trouble = detail;
      if (kind === 'just-woken' || kind === 'not-told') {
        waitedMono = clock.monotonicMs();
      } else {
        troubledMono = clock.monotonicMs();
      }
    },
    gap(gapMs, what, stoodMs) {
      const at = clock.now();
      const because = `${what} for ${formatDuration(gapMs)}`;
      const missed = [...config().components.values()].filter(
        ({ checks }) => gapMs > LATE_PERIODS * Math.min(...checks.map(({ interval }) => interval)),
      );
      if (missed.length === 0) {
        return;
      }
      goBlind(`${because}; looking again`, at);
      blindMono = clock.monotonicMs();
      onMissed(
        missed.flatMap(({ checks }) => checks.map(({ id }) => id)),
        what === NOT_RUNNING ? 'Just started again' : 'Just woken',
        stoodMs,
      );
      void write({
        events: [
          { ...loose(at, 'watcher', because), data: { gapMs: Math.round(gapMs), from: at - Math.round(gapMs) } },
        ],
      });
      for (const { id } of missed) {
        book.apply(id, { type: 'lost-sight', at, because });
      }
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
    blindForMs() {
      const onlyWaiting = waitedMono >= blindMono && troubledMono < blindMono;
      return state.blindBecause === null || onlyWaiting ? null : clock.monotonicMs() - blindMono;
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
