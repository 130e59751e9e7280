/**
 * The configuration as the engine reads it: rotations know their positions, and shared calendars are part of their schedules.
 */
import { type CalendarsIn, openCalendarsIn } from './calendars/in.ts';
import type { EngineOptions } from './options.ts';
import type { JournalEntry } from './ports.ts';
import { keepRotations } from './rotations.ts';

export interface ConfigSourceOptions extends Pick<EngineOptions, 'config' | 'calendars' | 'clock'> {
  /** The store's values at the start. */
  readonly restored: ReadonlyMap<string, unknown>;
  readonly write: (entry: JournalEntry) => Promise<void>;
  /** Others are on call now, or will be. */
  readonly onChange: () => void;
}

export function openConfigSource(options: ConfigSourceOptions): Promise<CalendarsIn> {
  const source = keepRotations({ ...options, source: options.config, now: options.clock.now });
  return openCalendarsIn({ ...options, source, reader: options.calendars });
}
