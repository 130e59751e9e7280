/**
 * What keeps the messages of an incident back at a moment: the one gate for all of them, and the order in which they count.
 *
 * The rule to keep: it suppresses messages, never watching. The incident is shown, probing, history and recovery go on.
 */
import type { EpochMs } from '../../model/ids.ts';
import type { Held, Incident } from '../../model/incident.ts';
import type { ComponentWatch } from '../../model/watch.ts';
import type { Surroundings } from './turn.ts';

/** A reason to say nothing now. */
export type Hold = Pick<Held, 'kind' | 'reason' | 'until'>;

/** What holds messages about this component back at `at`; null: they may go. */
export function holdOf(_watch: ComponentWatch, at: EpochMs, surroundings: Surroundings): Hold | null {
  return byEngine(at, surroundings);
}

/** When the calendar alone changes what `holdOf` answers: the engine rings for everything else. Null: never. */
export function nextHoldChange(hold: Hold | null, at: EpochMs): EpochMs | null {
  return hold === null || hold.until === null || hold.until <= at ? null : hold.until;
}

/** Closing messages go out under every hold but maintenance, which is silence in both directions. */
export function holdsClosing({ held }: Incident): boolean {
  return held?.kind === 'maintenance';
}

/** The tone falls silent while the cause is known to be elsewhere or wanted; it goes on afterwards. */
export function silences(held: Held | null): boolean {
  return held?.kind === 'maintenance' || held?.kind === 'parent-down';
}

function byEngine(at: EpochMs, { hold }: Surroundings): Hold | null {
  return hold === null || hold.until <= at ? null : { kind: 'engine', reason: hold.reason, until: hold.until };
}
