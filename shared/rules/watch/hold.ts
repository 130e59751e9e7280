/**
 * What keeps the messages of an incident back at a moment: the one gate for all of them, and the order in which they count.
 *
 * The rule to keep: it suppresses messages, never watching. The incident is shown, probing, history and recovery go on.
 */
import type { EpochMs } from '../../model/ids.ts';
import type { Held, Incident } from '../../model/incident.ts';
import type { ComponentWatch } from '../../model/watch.ts';
import { maintenanceAt, maintenanceWords } from '../maintenance.ts';
import type { Surroundings } from './turn.ts';

/** A reason to say nothing now. */
export type Hold = Pick<Held, 'kind' | 'reason' | 'until'>;

/** What holds messages back now, and when the calendar alone changes that: the engine rings for everything else. */
export interface Gate {
  readonly hold: Hold | null;
  /** Epoch ms; null: never. */
  readonly changesAt: EpochMs | null;
}

/** What holds messages about this component back at `at`, if anything does: the first of `HOLD_KINDS` that applies. */
export function holdOf(_watch: ComponentWatch, at: EpochMs, surroundings: Surroundings): Gate {
  const { running, changesAt } = maintenanceAt(surroundings.maintenance, at, surroundings.timeZone);
  if (running !== null) {
    return { hold: { kind: 'maintenance', reason: maintenanceWords(running.window), until: running.until }, changesAt };
  }
  const hold = byEngine(at, surroundings);
  return { hold, changesAt: earlier(changesAt, hold?.until ?? null) };
}

/** Closing messages go out under every hold but maintenance, which is silence in both directions. */
export function holdsClosing({ held }: Incident): boolean {
  return held?.kind === 'maintenance';
}

/** The tone falls silent while the cause is known to be elsewhere or wanted; it goes on afterwards. */
export function silences(held: Held | null): boolean {
  return held?.kind === 'maintenance' || held?.kind === 'parent-down';
}

function earlier(one: EpochMs | null, other: EpochMs | null): EpochMs | null {
  return one === null || other === null ? (one ?? other) : Math.min(one, other);
}

function byEngine(at: EpochMs, { hold }: Surroundings): Hold | null {
  return hold === null || hold.until <= at ? null : { kind: 'engine', reason: hold.reason, until: hold.until };
}
