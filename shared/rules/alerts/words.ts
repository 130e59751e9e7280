/**
 * Alerts in words: why somebody is paged, what stands beside it in the window, what the history says.
 */
import type { Alert } from '../../model/alert.ts';
import { formatDuration } from '../../model/duration.ts';
import type { EpochMs } from '../../model/ids.ts';
import { assertNever } from '../../model/never.ts';
import { SEVERITY_RANK } from '../../model/roster.ts';
import type { SourceSettings } from '../../model/source.ts';
import type { AlertChange } from './fold.ts';

/** Names in the reason of many; the rest are counted. */
const MOST_NAMED = 3;

type Stale = Pick<SourceSettings, 'staleAfter'>;

/** `Prometheus: p99 is 2 s (api-1:9100), not repeated for 4 h: it may be over` */
export function alertCause(alert: Alert, source: Pick<SourceSettings, 'name'> & Stale, now: EpochMs): string {
  return `${source.name}: ${alertWords(alert)}${staleWords(alert, source, now)}`;
}

/** `Prometheus: 12 alerts, the worst: DiskFull db1; HighLatency api-1; HighLatency api-2` */
export function manyCause(
  alerts: readonly Alert[],
  source: Pick<SourceSettings, 'name'> & Stale,
  now: EpochMs,
): string {
  const [first] = alerts;
  if (first !== undefined && alerts.length === 1) {
    return alertCause(first, source, now);
  }
  const named = worstFirst(alerts)
    .slice(0, MOST_NAMED)
    .map(({ name }) => name);
  return `${source.name}: ${alerts.length} alerts, the worst: ${named.join('; ')}`;
}

export function worstFirst(alerts: readonly Alert[]): readonly Alert[] {
  return alerts.toSorted(
    (one, other) => SEVERITY_RANK[other.severity] - SEVERITY_RANK[one.severity] || one.at - other.at,
  );
}

function alertWords({ summary, origin }: Alert): string {
  return origin === '' || summary.includes(origin) ? summary : `${summary} (${origin})`;
}

export function isStale({ lastAt }: Pick<Alert, 'lastAt'>, { staleAfter }: Stale, now: EpochMs): boolean {
  return staleAfter !== undefined && now - lastAt > staleAfter;
}

function staleWords(alert: Alert, source: Stale, now: EpochMs): string {
  return isStale(alert, source, now)
    ? `, stale: not repeated for more than ${formatDuration(source.staleAfter ?? 0)}`
    : '';
}

/** `Alert of Prometheus. instance: api-1:9100. job: node. More: https://…` */
export function alertDescription({ details, links }: Alert, source: string): string {
  const known = details.map(({ name, value }) => `${name}: ${value}`);
  const more = links.slice(1).map(({ href, text }) => `${text === '' ? 'More' : text}: ${href}`);
  return [`Alert of ${source}`, ...known, ...more].join(' · ');
}

export function stormDescription({ name, storm }: Pick<SourceSettings, 'name' | 'storm'>): string {
  const within = formatDuration(storm.within);
  return `More than ${storm.alerts} alerts of ${name} began within ${within}: the further ones share one incident. Each stands in the history.`;
}

/** For the history. */
export function changeWords(
  change: Exclude<AlertChange, 'unknown' | 'no-alert' | 'repeated'>,
  alert: Alert,
  source: Pick<SourceSettings, 'name'>,
): string {
  const said = `${source.name}: ${alert.name}`;
  switch (change) {
    case 'opened':
      return `${said} (${alert.severity})${alert.stormy ? ', one of many' : ''}: ${alertWords(alert)}`;
    case 'came-back':
      return `${said} (${alert.severity}) has come back: ${alertWords(alert)}`;
    case 'worsened':
      return `${said} is ${alert.severity} now: ${alertWords(alert)}`;
    case 'changed':
      return `${said} (${alert.severity}) says now: ${alertWords(alert)}`;
    case 'taken':
      return `${said} is acknowledged there`;
    case 'ended':
      return `${said} is over`;
    default:
      return assertNever(change, 'change of an alert');
  }
}
