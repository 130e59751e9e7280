/**
 * The engine's own pulse, kept in the store: after a crash it tells since when nobody watched, so that the time between is
 * neither drawn as watched nor believed.
 */
import { z } from 'zod';
import type { EpochMs } from '../../shared/model/ids.ts';
import { type Blindness, NOT_RUNNING } from './blindness.ts';
import type { Cancel, Clock } from './ports/clock.ts';
import type { JournalEntry } from './ports/store.ts';

const KEY = 'alive';
const EVERY_MS = 20_000;

/** How long nobody watched from here before `now`, in ms; negative: the clock was set back meanwhile. Null at the very first start. */
export function silenceBefore(values: ReadonlyMap<string, unknown>, now: EpochMs): number | null {
  const last = z.number().safeParse(values.get(KEY));
  return last.success ? now - last.data : null;
}

/** Tells what a silence before the start means: a gap in the watching, and maybe a clock that was set back. */
export function sayAbsence(
  silence: number | null,
  { setBack, gap }: Pick<Blindness, 'gap'> & { readonly setBack: (byMs: number) => void },
): void {
  if (silence === null) {
    return;
  }
  if (silence < 0) {
    setBack(-silence);
  }
  // Set back while nobody looked, the clock cannot say for how long: at least so long is likely.
  gap(Math.abs(silence), NOT_RUNNING, 0);
}

/** The value to write with the last words. */
export const pulseAt = (at: EpochMs): NonNullable<JournalEntry['values']> => ({ [KEY]: at });

/** Beats until stopped; returns the way to stop. */
export function startPulse(clock: Clock, write: (entry: JournalEntry) => Promise<void>): Cancel {
  let cancel: Cancel = () => undefined;
  const beat = (): void => {
    cancel = clock.after(EVERY_MS, () => {
      void write({ values: pulseAt(clock.now()), events: [] });
      beat();
    });
  };
  beat();
  return () => cancel();
}
