/**
 * What was tried in vain through our own fault is lost from sight: nothing is known of it any more, and nobody is blamed.
 */
import type { Check } from '../../../shared/model/check.ts';
import type { EpochMs } from '../../../shared/model/ids.ts';
import type { Observation } from '../../../shared/model/observation.ts';
import type { WatchBook } from '../watch-book.ts';
import { componentsOf } from './hosts.ts';

/** What has failed since `since` was our fault, and is forgotten. */
export function loseAll(
  book: Pick<WatchBook, 'apply'>,
  lost: readonly Check[],
  { at, because, since }: { readonly at: EpochMs; readonly because: string; readonly since: EpochMs },
): void {
  for (const id of componentsOf(lost)) {
    const checks = lost.filter(({ componentId }) => componentId === id).map((check) => check.id);
    book.apply(id, { type: 'lost-sight', at, because, checks, oursSince: since });
  }
}

/** A try that says nothing for a reason of ours: what was believed of its check is not known any more. */
export function loseOne(
  book: Pick<WatchBook, 'apply' | 'get'>,
  { checkId, componentId, endedAt }: Observation,
  because: string,
): void {
  const known = book.get(componentId)?.checks.find((health) => health.checkId === checkId);
  if (known !== undefined && known.settled !== 'unknown') {
    book.apply(componentId, { type: 'lost-sight', at: endedAt, because, checks: [checkId] });
  }
}
