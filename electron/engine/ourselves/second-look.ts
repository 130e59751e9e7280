/**
 * Looking again before anybody is told: at everything that is suspect once, and, until a mass failure has been told, at what fails of it
 * every few seconds.
 */
import type { Check } from '../../../shared/model/check.ts';
import type { CheckId, EpochMs } from '../../../shared/model/ids.ts';
import type { Clock } from '../ports/clock.ts';

/** A sweep is spread over five seconds; the next one comes after the answers to it. */
const SWEEP_EVERY_MS = 10_000;

export interface SecondLook {
  /** These hosts are to be looked at once more, and these checks are the way to do it. */
  begin(hosts: Iterable<string>, checks: readonly Check[]): void;
  /** A try of a host that began then is over. True: it was the last of those that were waited for. */
  looked(host: string, startedAt: EpochMs): boolean;
  isOver(): boolean;
  /** When the present one began. */
  since(): EpochMs;
  /** It has just been looked at everything: the next look is due in a while. */
  rest(): void;
  /** Another look at these, if it is time for one. */
  goOn(checks: () => readonly Check[]): void;
}

export function createSecondLook(clock: Clock, sweep: (checkIds: readonly CheckId[]) => void): SecondLook {
  let unlooked = new Set<string>();
  /** Wall time: tries that began earlier are no second look. */
  let since: EpochMs = 0;
  let sweptAt = Number.NEGATIVE_INFINITY;

  return {
    begin(hosts, checks) {
      unlooked = new Set(hosts);
      since = clock.now();
      sweep(checks.map(({ id }) => id));
    },
    looked: (host, startedAt) => startedAt >= since && unlooked.delete(host) && unlooked.size === 0,
    isOver: () => unlooked.size === 0,
    since: () => since,
    rest() {
      sweptAt = clock.monotonicMs();
    },
    goOn(checks) {
      if (clock.monotonicMs() - sweptAt >= SWEEP_EVERY_MS) {
        sweptAt = clock.monotonicMs();
        sweep(checks().map(({ id }) => id));
      }
    },
  };
}
