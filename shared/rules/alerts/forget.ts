/**
 * Which alerts need not be kept any more: those that are long over, and the oldest of too many that are.
 */
import { ALERT_KEPT_MS, type Alert } from '../../model/alert.ts';
import type { EpochMs } from '../../model/ids.ts';

/** Of one source. A program whose every word is an alert of its own must not fill the store. */
const MOST_OVER = 200;

/** @param alerts of one source, oldest first */
export function forgettable(alerts: readonly Alert[], now: EpochMs): readonly Alert[] {
  const over = alerts.filter(({ ended }) => ended !== null).toSorted((one, other) => endOf(one) - endOf(other));
  const tooMany = Math.max(0, over.length - MOST_OVER);
  return over.filter((alert, index) => index < tooMany || endOf(alert) < now - ALERT_KEPT_MS);
}

const endOf = ({ ended }: Alert): EpochMs => ended?.at ?? Number.POSITIVE_INFINITY;
