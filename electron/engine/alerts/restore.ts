/**
 * Alerts as they stand in the store, each in a row of its own.
 */
import { Alert } from '../../../shared/model/alert.ts';
import type { Config } from '../../../shared/model/config.ts';
import type { EpochMs } from '../../../shared/model/ids.ts';
import { withAlerts } from '../../../shared/rules/alerts/component.ts';
import { RECENT_MS } from '../state.ts';

const PREFIX = 'alert:';
export const alertKey = (number: number): string => `${PREFIX}${number}`;
/** The number given last: none is given twice, also when its alert is long forgotten. */
export const LAST_NUMBER = 'alerts-number';

/** Oldest first. What cannot be read any more is forgotten. */
export function restoredAlerts(values: ReadonlyMap<string, unknown>): readonly Alert[] {
  return [...values]
    .flatMap(([key, value]) => (key.startsWith(PREFIX) ? (Alert.safeParse(value).data ?? []) : []))
    .toSorted((one, other) => one.number - other.number);
}

/** They go on, or are over since so short a time that the window still shows the incident. */
export function visibleAlerts(alerts: Iterable<Alert>, now: EpochMs): readonly Alert[] {
  return [...alerts].filter(({ ended }) => ended === null || ended.at > now - RECENT_MS);
}

/** The configuration as the running app sees it. For whoever has no engine. */
export function withKeptAlerts(config: Config, values: ReadonlyMap<string, unknown>, now: EpochMs): Config {
  return withAlerts(config, visibleAlerts(restoredAlerts(values), now));
}
