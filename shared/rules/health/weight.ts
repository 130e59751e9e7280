/**
 * What the failures of a check amount to is confirmed like everything else: one odd try makes an outage neither worse nor milder.
 *
 * Of `fall` failures in a row that all are worse (or all milder) than what is settled, the nearest to it is settled then. A check
 * that goes down has been well before: there it is the mildest of the row.
 */
import type { CheckHealth } from '../../model/health.ts';
import type { Failure } from '../../model/observation.ts';
import { amountsTo, STATUS_RANK, type StatusSettings } from '../status.ts';

type Weight = Pick<CheckHealth, 'lastFailure' | 'contrary'>;

/** The two fields after one more failure. */
export function weigh(
  { settled, failStreak, lastFailure: base, contrary }: CheckHealth,
  failure: Failure,
  settings: StatusSettings & { readonly fall: number },
): Weight {
  const isDown = settled === 'down';
  const side = base === null || !(isDown || failStreak > 0) ? 0 : compare(failure, base, settings);
  if (base === null || side === 0 || (side < 0 && !isDown)) {
    return { lastFailure: failure, contrary: null };
  }
  const row = contrary !== null && compare(contrary.nearest, base, settings) === side ? contrary : null;
  const times = (row?.times ?? 0) + 1;
  const isNearer = row === null || compare(failure, row.nearest, settings) !== side;
  const nearest = isNearer ? failure : row.nearest;
  return times >= settings.fall
    ? { lastFailure: nearest, contrary: null }
    : { lastFailure: base, contrary: { latest: failure, nearest, times } };
}

/** 1: `one` is worse than `other`, -1: milder, 0: they amount to the same. */
function compare(one: Failure, other: Failure, settings: StatusSettings): number {
  return Math.sign(STATUS_RANK[amountsTo(one, settings)] - STATUS_RANK[amountsTo(other, settings)]);
}
