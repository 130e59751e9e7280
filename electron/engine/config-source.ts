/**
 * The configuration as the engine reads it: rotations know their positions, shared calendars are part of their schedules, and each call
 * of a person is a component.
 */
import { type CalendarsIn, openCalendarsIn } from './calendars/in.ts';
import { type CallBook, openCalls } from './calls/book.ts';
import type { ConfigSource, EngineOptions } from './options.ts';
import type { JournalEntry } from './ports.ts';
import { keepRotations } from './rotations.ts';
import type { WatchBook } from './watch-book.ts';

export interface ConfigSourceOptions extends Pick<EngineOptions, 'config' | 'calendars' | 'clock'> {
  /** The store's values at the start. */
  readonly restored: ReadonlyMap<string, unknown>;
  readonly write: (entry: JournalEntry) => Promise<void>;
  /** Others are on call now, or will be. */
  readonly onChange: () => void;
  /** What is believed about a component. */
  readonly watchOf: WatchBook['get'];
}

export interface ConfigSources {
  readonly source: ConfigSource;
  readonly calendars: Pick<CalendarsIn, 'start' | 'rows' | 'stop'>;
  readonly calls: CallBook;
}

export async function openConfigSource(options: ConfigSourceOptions): Promise<ConfigSources> {
  const source = keepRotations({ ...options, source: options.config, now: options.clock.now });
  const calendars = await openCalendarsIn({ ...options, source, reader: options.calendars });
  const calls = openCalls({ ...options, source: calendars.source });
  return { source: calls.source, calendars, calls };
}
