/**
 * The first and the last entry of a run: since when somebody watches from here, and until when.
 */
import type { EpochMs } from '../../shared/model/ids.ts';
import { loose } from './commands.ts';
import type { JournalEntry } from './ports/store.ts';
import { pulseAt } from './pulse.ts';

/** A replay knows by these words where one run ended and the next began. */
export const STARTED = 'Started';
export const STOPPED = 'Stopped: nobody is watching from here';

/** `notices`: what happened before anything could be written. */
export function firstWords(at: EpochMs, notices: readonly string[]): JournalEntry {
  return {
    values: pulseAt(at),
    events: [
      { ...loose(at, 'watcher', STARTED), data: { to: 'watching' } },
      ...notices.map((text) => loose(at, 'store', text)),
    ],
  };
}

export function lastWords(at: EpochMs): JournalEntry {
  return {
    values: pulseAt(at),
    events: [{ ...loose(at, 'watcher', STOPPED), data: { to: 'not-watching' } }],
  };
}
