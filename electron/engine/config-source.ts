/**
 * The configuration as the engine reads it: rotations know their positions, shared calendars are part of their schedules, what programs
 * made and said is watched, each experiment of a practable system is a component, each call of a person, and each alert of another system.
 */

import type { CheckId, EpochMs } from '../../shared/model/ids.ts';
import { type AlertBook, openAlerts } from './alerts/book.ts';
import { type CachetBook, openCachet } from './cachet/book.ts';
import { type CalendarsIn, openCalendarsIn } from './calendars/in.ts';
import { type CallBook, openCalls } from './calls/book.ts';
import type { ConfigSource, EngineOptions } from './options.ts';
import type { JournalEntry } from './ports/store.ts';
import { openPractable, type PractableBook } from './practable/book.ts';
import type { ProberOptions } from './prober.ts';
import { keepRotations } from './rotations.ts';
import type { WatchBook } from './watch-book.ts';

export interface ConfigSourceOptions
  extends Pick<EngineOptions, 'config' | 'calendars' | 'clock' | 'log' | 'practable'> {
  /** Since when others can tell us something; null: they cannot. */
  readonly hearingSince: () => EpochMs | null;
  /** The store's values at the start. */
  readonly restored: ReadonlyMap<string, unknown>;
  readonly write: (entry: JournalEntry) => Promise<void>;
  /** Others are on call now, or will be. */
  readonly onChange: () => void;
  /** What is believed about components. */
  readonly book: Pick<WatchBook, 'get' | 'apply'>;
  /** These checks have news. */
  readonly checkNow: (ids: readonly CheckId[]) => void;
}

export interface ConfigSources {
  readonly source: ConfigSource;
  readonly calendars: Pick<CalendarsIn, 'rows'>;
  readonly practable: PractableBook;
  readonly cachet: CachetBook;
  readonly calls: CallBook;
  readonly alerts: AlertBook;
  /** What was heard by each, for the checks that look at it. */
  readonly heard: Pick<ProberOptions['heard'], 'call' | 'alert' | 'word' | 'practable'>;
  /** The checks of what was taken and is not over. */
  waiting(): readonly CheckId[];
  /** Asks others from now on. */
  start(): void;
  stop(): Promise<void>;
}

export async function openConfigSource(options: ConfigSourceOptions): Promise<ConfigSources> {
  const source = keepRotations({ ...options, source: options.config, now: options.clock.now });
  const calendars = await openCalendarsIn({ ...options, source, reader: options.calendars });
  const practable = openPractable({ ...options, source: calendars.source, client: options.practable });
  const cachet = openCachet({ ...options, source: practable.source });
  const calls = openCalls({ ...options, source: cachet.source, watchOf: options.book.get });
  const alerts = openAlerts({ ...options, source: calls.source });
  return {
    source: alerts.source,
    calendars,
    practable,
    cachet,
    calls,
    alerts,
    heard: { call: calls.of, alert: alerts.of, word: cachet.wordOf, practable: practable.outcomeOf },
    waiting: () => [...calls.waiting(), ...alerts.waiting()],
    start() {
      calendars.start();
      practable.start();
    },
    async stop() {
      calls.stop();
      alerts.stop();
      cachet.stop();
      practable.stop();
      await calendars.stop();
    },
  };
}
