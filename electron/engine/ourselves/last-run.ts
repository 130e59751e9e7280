/**
 * What the store says of the moment in which the last run ended: what could not be reached, and whether a mass failure had been told.
 */
import type { CheckId, EpochMs } from '../../../shared/model/ids.ts';
import type { ComponentWatch } from '../../../shared/model/watch.ts';
import { looksLost } from '../../../shared/rules/blame.ts';
import { CONFIRM_MS } from '../../../shared/rules/uplink.ts';
import { selfCheckId } from '../../../shared/rules/watcher.ts';

export interface LastRun {
  /** What could not be reached at its last try, and since when. */
  readonly failing: ReadonlyMap<CheckId, EpochMs>;
  /** Since when a storm was under way; null: none was. */
  readonly storm: EpochMs | null;
}

export function lastRun(watches: readonly ComponentWatch[]): LastRun {
  const checks = watches.flatMap((watch) => watch.checks);
  const lost = checks.filter(
    ({ settled, lastOutcome, lastFailure }) =>
      (settled === 'down' || lastOutcome === 'fail') && lastFailure !== null && looksLost(lastFailure),
  );
  const storm = checks.find(({ checkId, settled }) => checkId === selfCheckId('storm') && settled === 'down');
  return {
    failing: new Map(lost.map(({ checkId, failingSince }) => [checkId, failingSince ?? 0])),
    storm: storm?.failingSince ?? null,
  };
}

/** Whoever belonged to the storm that began at `since`: what was failing long before, or began long after, is no part of it. */
export function stormMembers({ failing }: LastRun, since: EpochMs, roundMs: number): readonly CheckId[] {
  return [...failing].flatMap(([id, at]) => (Math.abs(at - since) <= roundMs + CONFIRM_MS ? [id] : []));
}
