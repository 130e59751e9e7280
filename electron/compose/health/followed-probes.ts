/**
 * The probes, with what is under way and who has answered since the start kept in mind: for `monitor`, and for the warm-up.
 */
import type { Check } from '../../../shared/model/check.ts';
import type { CheckId } from '../../../shared/model/ids.ts';
import type { ProbeOutcome } from '../../../shared/model/observation.ts';
import { callsUs } from '../../../shared/rules/blame.ts';
import type { UnderWay } from '../../../shared/rules/health-port/picture.ts';
import type { WarmUpStep } from '../../../shared/rules/health-port/warm-up.ts';
import type { Clock } from '../../engine/ports/clock.ts';
import type { ProbeSet } from '../../engine/ports/probe.ts';

/** A list for people; what is more is a number. */
const MOST_TOLD = 20;

export interface FollowedProbes {
  readonly probes: ProbeSet;
  readonly underWay: () => UnderWay;
  /** Whether each of these has answered once. Those that call us are not waited for: they come when they come. */
  readonly firstRound: (checks: Iterable<Check>) => WarmUpStep;
}

export function followProbes(probes: ProbeSet, clock: Clock): FollowedProbes {
  /** Since when, by the monotonic clock; the oldest first. */
  const running = new Map<CheckId, number>();
  const answered = new Set<CheckId>();

  function ended(id: CheckId, outcome: ProbeOutcome): ProbeOutcome {
    running.delete(id);
    if (outcome.kind !== 'inconclusive') {
      answered.add(id);
    }
    return outcome;
  }

  return {
    probes: {
      ...probes,
      run(check, context) {
        const outcome = probes.run(check, context);
        if (!(outcome instanceof Promise)) {
          return ended(check.id, outcome);
        }
        running.delete(check.id); // of one that never came back
        running.set(check.id, clock.monotonicMs());
        return outcome.then(
          (answer) => ended(check.id, answer),
          (error: unknown) => {
            running.delete(check.id);
            throw error;
          },
        );
      },
      forget(id) {
        answered.delete(id);
        probes.forget(id);
      },
    },
    underWay() {
      const now = clock.monotonicMs();
      const oldest = [...running].slice(0, MOST_TOLD).map(([check, since]) => ({ check, ageMs: now - since }));
      return { count: running.size, oldest };
    },
    firstRound(checks) {
      const waited = [...checks].filter((check) => !callsUs(check));
      const done = waited.filter(({ id }) => answered.has(id)).length;
      return {
        name: 'first round',
        done: done === waited.length,
        words: `${done} of ${waited.length} checks have answered`,
      };
    },
  };
}
