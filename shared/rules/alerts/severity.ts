/**
 * What a source's own word for bad and worse amounts to: by its configuration, else as the field uses these words.
 */
import type { SourceFile } from '../../model/source.ts';
import type { Severity, Trouble } from '../../model/status.ts';

export type Weight = Severity | 'none';

/**
 * PagerDuty's four, Prometheus' and Grafana's habits, syslog (RFC 5424, section 6.2.1), Nagios. `none` is the word of alerts that
 * always fire (Watchdog).
 */
const KNOWN: ReadonlyMap<string, Weight> = new Map([
  ['critical', 'critical'],
  ['page', 'critical'],
  ['emergency', 'critical'],
  ['emerg', 'critical'],
  ['alert', 'critical'],
  ['crit', 'critical'],
  ['disaster', 'critical'],
  ['fatal', 'critical'],
  ['error', 'high'],
  ['err', 'high'],
  ['high', 'high'],
  ['major', 'high'],
  ['warning', 'low'],
  ['warn', 'low'],
  ['minor', 'low'],
  ['low', 'low'],
  ['info', 'low'],
  ['information', 'low'],
  ['informational', 'low'],
  ['notice', 'low'],
  ['debug', 'low'],
  ['none', 'none'],
]);

/** Any case. A word that nobody knows weighs what the source says by default: it is never overheard. */
export function weightOf(word: string, { severities, severity }: Pick<SourceFile, 'severities' | 'severity'>): Weight {
  const wanted = word.trim().toLowerCase();
  const own = Object.entries(severities).find(([name]) => name.trim().toLowerCase() === wanted);
  return own?.[1] ?? KNOWN.get(wanted) ?? severity;
}

/** Only so that it has a status. */
export const AMOUNTS_TO = {
  critical: 'major_outage',
  high: 'partial_outage',
  low: 'performance_issues',
} as const satisfies Record<Severity, Trouble>;
