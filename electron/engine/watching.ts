/**
 * The watching half of the loop: scheduler -> probe -> observation, and what we know of our own sight meanwhile. No decision lives here.
 */
import { type Absence, type AbsenceOptions, createAbsence } from './absence.ts';
import { type Blindness, createBlindness } from './blindness.ts';
import { createIntake } from './intake.ts';
import type { Journal } from './journal.ts';
import type { EngineOptions } from './options.ts';
import { createOurselves, type Ourselves, type OurselvesOptions } from './ourselves/ourselves.ts';
import { createProber, type Prober, type ProberOptions } from './prober.ts';
import { createScheduler, type Scheduler } from './scheduler.ts';
import { createSight } from './sight.ts';
import type { EngineState } from './state.ts';
import type { WatchBook } from './watch-book.ts';

export interface WatchingOptions
  extends Pick<EngineOptions, 'clock' | 'log' | 'probes'>,
    Pick<AbsenceOptions, 'onSetBack'>,
    Pick<ProberOptions, 'heard'>,
    Pick<OurselvesOptions, 'config' | 'restored' | 'network' | 'beacon' | 'inMaintenance'> {
  readonly state: EngineState;
  readonly book: WatchBook;
  readonly journal: Journal;
  readonly books: Pick<OurselvesOptions['books'], 'inOutbox' | 'isHeld'>;
  /** So many ms passed in which nothing of ours ran: told before anything else hears of it. */
  readonly onGap: (gapMs: number) => void;
  /** The scheduler takes up what is due, so many ms late. */
  readonly onTurn: (lateMs: number) => void;
  /** The window should look again at everything. */
  readonly touch: () => void;
}

export interface Watching {
  readonly absence: Absence;
  readonly prober: Prober;
  readonly scheduler: Scheduler;
  readonly blindness: Blindness;
  readonly ourselves: Ourselves;
  stop(): void;
}

export function createWatching(options: WatchingOptions): Watching {
  const { clock, log, config, state, book, journal, probes } = options;
  const { write } = journal;
  let stopped = false;
  const absence = createAbsence({
    clock,
    onGap(gapMs, what, stoodMs) {
      options.onGap(gapMs);
      blindness.gap(gapMs, what, stoodMs);
    },
    onSetBack: options.onSetBack,
  });
  const prober = createProber({
    clock,
    log,
    probes,
    heard: options.heard,
    // A try that ends after we have stopped belongs to nobody.
    onObservation: (observation) => (stopped ? undefined : take(observation)),
  });
  const scheduler = createScheduler({
    clock,
    limits: () => config().settings.limits,
    run: prober.run,
    onCrowded: prober.crowded,
    onTurn(lateMs) {
      options.onTurn(lateMs);
      absence.look(lateMs);
    },
  });
  const blindness = createBlindness({
    clock,
    config,
    state,
    book,
    write,
    touch: options.touch,
    onMissed(ids, reason, stoodMs) {
      sight.missed(ids);
      ourselves.missed(ids, reason, stoodMs);
    },
  });
  const sight = createSight({ clock, config, book, onNothingSeen: blindness.nothingSeen });
  const ourselves = createOurselves({
    clock,
    log,
    config,
    state,
    book,
    journal,
    write,
    probes,
    scheduler,
    blindness,
    network: options.network,
    beacon: options.beacon,
    restored: options.restored,
    inMaintenance: options.inMaintenance,
    books: { ...options.books, overdueMs: sight.overdueMs },
    unjudged: sight.unjudged,
  });
  const take = createIntake({ config, judge: ourselves.judge, journal, book, blindness, sight, scheduler });

  return {
    absence,
    prober,
    scheduler,
    blindness,
    ourselves,
    stop() {
      stopped = true;
      absence.stop();
      sight.stop();
      ourselves.stop();
      scheduler.stop();
    },
  };
}
