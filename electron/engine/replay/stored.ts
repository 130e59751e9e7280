/**
 * A replay over a store: its tries, and beside them what it knows to have happened.
 */
import type { ReplayReport } from '../../../shared/contract/replay.ts';
import type { Config } from '../../../shared/model/config.ts';
import type { EpochMs } from '../../../shared/model/ids.ts';
import type { StoredOverride } from '../../../shared/model/schedule.ts';
import { WATCHER_ID } from '../../../shared/rules/watcher.ts';
import type { Log } from '../ports/log.ts';
import type { Store } from '../ports/store.ts';
import { foundDown, NOTED, notesOf } from './notes.ts';
import { replay } from './replay.ts';

/** More troubles than anybody reads. */
const MOST = 10_000;

export interface StoredReplayOptions {
  readonly store: Pick<Store, 'history' | 'incidents' | 'events'>;
  readonly config: Config;
  readonly from: EpochMs;
  readonly to: EpochMs;
  readonly overrides: readonly StoredOverride[];
  readonly timeZone: string;
  readonly log: Log;
  readonly breathe: () => Promise<void>;
}

export async function replayStored({ store, from, to, ...rest }: StoredReplayOptions): Promise<ReplayReport> {
  const range = { from, to, limit: MOST };
  // Newest first; what began together stands in the order in which it began.
  const incidents = (await store.incidents(range)).toReversed();
  const events = await store.events({ ...range, types: NOTED });
  const own = await store.events({ ...range, types: ['check'], componentId: WATCHER_ID });
  const undone = await store.events({ ...range, types: ['quiet', 'maintenance', 'status-by-hand'] });
  const before = await store.events({ to: from - 1, limit: 1 });
  return replay({
    ...rest,
    from,
    to,
    history: store.history({ from, to }),
    incidents,
    notes: notesOf(events, incidents, to),
    foundDown: foundDown(own),
    watchedBefore: before.length > 0,
    undone: undone.length,
  });
}
