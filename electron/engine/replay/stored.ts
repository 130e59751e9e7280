/**
 * A replay over a store: its tries, and beside them what it knows to have happened.
 */
import type { ReplayReport } from '../../../shared/contract/replay.ts';
import type { Config } from '../../../shared/model/config.ts';
import type { EpochMs } from '../../../shared/model/ids.ts';
import type { StoredOverride } from '../../../shared/model/roster.ts';
import type { Log, Store } from '../ports.ts';
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
  const incidents = await store.incidents({ from, to, limit: MOST });
  const events = await store.events({
    types: ['incident-acknowledged', 'incident-unacknowledged'],
    from,
    to,
    limit: MOST,
  });
  return replay({ ...rest, from, to, history: store.history({ from, to }), incidents, events });
}
