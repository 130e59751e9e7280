/** What a real engine's store keeps, judged again. */
import { replayStored, type StoredReplayOptions } from '../../electron/engine/replay/stored.ts';
import type { ReplayReport } from '../../shared/contract/replay.ts';
import type { Config } from '../../shared/model/config.ts';
import { silentLog } from './log.ts';

export function replayed(
  night: Pick<StoredReplayOptions, 'store' | 'from' | 'to'>,
  config: Config,
  breathe: () => Promise<void> = () => Promise.resolve(),
): Promise<ReplayReport> {
  return replayStored({ ...night, config, overrides: [], timeZone: 'UTC', log: silentLog, breathe });
}
