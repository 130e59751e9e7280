/**
 * What is wrong now with the experiments of a system, as one list to be copied and forwarded.
 */
import type { ExperimentHealth } from '../../model/practable/health.ts';
import type { HealthLine } from '../../model/practable/mail-ledger.ts';

/** @param availableOf as it is known now; undefined: as it was when that was told */
export function problemsOf(
  healths: readonly ExperimentHealth[],
  availableOf?: (health: ExperimentHealth) => boolean | null,
): HealthLine[] {
  return healths.flatMap((health) => {
    const last = health.events.at(-1);
    return last === undefined || last.healthy
      ? []
      : [{ stub: health.stub, issues: last.issues, available: availableOf?.(health) ?? last.available }];
  });
}
