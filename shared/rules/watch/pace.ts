/**
 * How soon the next step follows: as its policy says, or sooner where the last step would come too late for the response target.
 *
 * The target runs from the first page of this call (anew after a snooze, a promise that is over, a round that nobody heard). Steps that
 * would take longer share what there is beyond a minute each, in proportion to their delays. Somebody slow to reach shortens their own step before that: for the
 * time in which they cannot answer, nobody waits.
 */
import { formatDuration } from '../../model/duration.ts';
import type { EpochMs } from '../../model/ids.ts';
import type { Incident } from '../../model/incident.ts';
import type { EscalationPolicy } from '../../model/roster.ts';

/** Faster than this (ms) nobody could answer before the next one is woken as well, however near the target. */
const FASTEST_MS = 60_000;

/** The last step comes when so much of the target is left: whoever is last must have time to answer as well. */
const LEFT_FOR_THE_LAST = 0.1;

/**
 * Time from the step just taken (`step`, from 0, at `at`) to the next one, in the first round. ms
 *
 * @param own delay of that step, shortened where whoever it called is slow to reach
 */
export function delayAfter(
  { steps, responseTarget }: EscalationPolicy,
  step: number,
  own: number,
  began: EpochMs,
  at: EpochMs,
): number {
  const rest = [own, ...steps.slice(step + 1, -1).map(({ delay }) => delay)];
  const all = sum(rest);
  const least = sum(rest.map(fastest));
  const left = began + responseTarget * (1 - LEFT_FOR_THE_LAST) - at;
  const isLast = step >= steps.length - 1;
  return isLast || all <= left || all === least
    ? own
    : fastest(own) + Math.floor((Math.max(0, left - least) * (own - fastest(own))) / (all - least));
}

const fastest = (delay: number): number => Math.min(delay, FASTEST_MS);
const sum = (times: readonly number[]): number => times.reduce((all, time) => all + time, 0);

/** Why the next step does not wait as long as its policy says. */
export function hurryWords(delay: number, own: number, { responseTarget }: EscalationPolicy): string {
  const [soon, late, target] = [delay, own, responseTarget].map(formatDuration);
  return `The next step follows in ${soon} instead of ${late}: the last one would miss the response target of ${target}`;
}

/** The last step cannot be reached in time however fast the others follow one another. */
export function missesTarget({ steps, responseTarget }: Pick<EscalationPolicy, 'steps' | 'responseTarget'>): boolean {
  return sum(steps.slice(0, -1).map(({ delay }) => fastest(delay))) > responseTarget * (1 - LEFT_FOR_THE_LAST);
}

/** Until when somebody should have said "mine". Epoch ms; null: nobody is being waited for. */
export function respondBy({ state, snoozedUntil, recoveredAt, held, openedAt, escalation }: Incident): EpochMs | null {
  const { policy, began } = escalation;
  const waits = state === 'triggered' && snoozedUntil === null && recoveredAt === null && held === null;
  return waits && policy !== null ? (began ?? openedAt) + policy.responseTarget : null;
}
