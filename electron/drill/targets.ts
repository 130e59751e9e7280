/**
 * The simulated targets as a ProbeSet: the truth of the world takes the place of the network, for checks of every type.
 *
 * A quick answer comes at once, without a timer: in 20 ms nothing else of a drill happens, unless something happens to ourselves.
 */

import type { Check } from '../../shared/model/check.ts';
import type { Segment } from '../../shared/model/drill/world.ts';
import type { CheckId } from '../../shared/model/ids.ts';
import type { ProbeOutcome } from '../../shared/model/observation.ts';
import { type Answer, answerOf, CUT_OFF, CUT_OFF_FROM_US, timedOut } from '../../shared/rules/drill/answer.ts';
import { drawAt } from '../../shared/rules/drill/chance.ts';
import { type Truth, truthOf } from '../../shared/rules/drill/truth.ts';
import type { Clock } from '../engine/ports/clock.ts';
import type { ProbeSet } from '../engine/ports/probe.ts';

/** Answers as quick as this are not waited for. ms. */
const AT_ONCE_MS = 20;

export interface TargetsOptions {
  readonly targets: ReadonlyMap<CheckId, readonly Segment[]>;
  readonly seed: number;
  /** ms since the start of the drill. */
  readonly elapsed: () => number;
  readonly isOffline: (at: number) => boolean;
  /** Nothing happens to ourselves in the time between. */
  readonly isUndisturbed: (from: number, to: number) => boolean;
  /** A try begins. */
  readonly onTry: () => void;
}

export function createTargets({ targets, seed, elapsed, isOffline, isUndisturbed, onTry }: TargetsOptions): ProbeSet {
  const truths = new Map<CheckId, Truth>([...targets].map(([id, segments]) => [id, truthOf(segments)]));

  function answer(check: Check, at: number): Answer {
    if (isOffline(at)) {
      return isCalled(check) ? CUT_OFF_FROM_US : CUT_OFF;
    }
    const segment = truths.get(check.id)?.(at) ?? null;
    return answerOf(segment, check.timeout, () => drawAt(seed, check.id, at));
  }

  return {
    run(check, { clock }) {
      onTry();
      const at = elapsed();
      const { outcome, afterMs } = answer(check, at);
      return afterMs <= AT_ONCE_MS && isUndisturbed(at, at + AT_ONCE_MS)
        ? outcome
        : late(check, outcome, afterMs, clock);
    },
    forget: () => undefined,
    close: () => Promise.resolve(),
  };
}

/** Others call us: it is listened for and never dialled. */
function isCalled({ type }: Check): boolean {
  return type === 'heartbeat' || type === 'count';
}

/** Waits for the answer. One that came while we stood still is taken for as late as it looks. */
function late(check: Check, outcome: ProbeOutcome, afterMs: number, clock: Clock): Promise<ProbeOutcome> {
  const began = clock.monotonicMs();
  return new Promise((resolve) => {
    clock.after(afterMs, () => {
      const tookMs = clock.monotonicMs() - began;
      const waited = tookMs >= check.timeout || outcome.kind === 'inconclusive';
      resolve(waited ? timedOut(check.timeout, tookMs).outcome : { ...outcome, timings: { totalMs: tookMs } });
    });
  });
}
