/**
 * Holds of ours have changed: whatever was kept back is looked at again.
 */
import type { EpochMs } from '../../../shared/model/ids.ts';
import { openIncident } from '../../../shared/rules/watch/turn.ts';
import type { WatchBook } from '../watch-book.ts';

export function release(book: Pick<WatchBook, 'all' | 'apply'>, at: EpochMs): void {
  for (const watch of [...book.all()]) {
    if (openIncident(watch) !== null) {
      book.apply(watch.componentId, { type: 'timer', at });
    }
  }
}
