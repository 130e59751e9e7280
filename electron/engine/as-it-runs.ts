/**
 * The configuration as the running app sees it, with what people called for and what other systems say. For whoever has no engine.
 */
import type { Config } from '../../shared/model/config.ts';
import type { EpochMs } from '../../shared/model/ids.ts';
import { withKeptAlerts } from './alerts/restore.ts';
import { withKeptTold } from './cachet/book.ts';
import { withKeptCalls } from './calls/book.ts';
import { withKeptPractable } from './practable/kept.ts';

/** @param values the store's */
export function asItRuns(config: Config, values: ReadonlyMap<string, unknown>, now: EpochMs): Config {
  return withKeptAlerts(
    withKeptCalls(withKeptTold(withKeptPractable(config, values), values), values, now),
    values,
    now,
  );
}
