/**
 * One event of a source, folded into what is known of its alerts. Pure: the time and the next free number come with it.
 *
 * The same key is the same alert for as long as it lasts: said again it is repeated, and pages nobody twice. What is said of an alert
 * that nobody knows ends and takes nothing. After its end the key is free; said again within a short while it is the same alert that
 * has come back, so that what flaps is one trouble.
 */
import type { Alert, AlertEvent } from '../../model/alert.ts';
import type { EpochMs } from '../../model/ids.ts';
import { assertNever } from '../../model/never.ts';
import { SEVERITY_RANK } from '../../model/roster.ts';
import type { SourceFile } from '../../model/source.ts';
import type { Severity } from '../../model/status.ts';
import { weightOf } from './severity.ts';

export type AlertChange =
  | 'opened'
  | 'came-back'
  | 'worsened'
  /** Other words, or milder. */
  | 'changed'
  | 'repeated'
  | 'taken'
  | 'ended'
  /** It is about no alert that lasts. */
  | 'unknown'
  /** Its word for how bad it is means that it is none. */
  | 'no-alert';

export interface Folded {
  readonly change: AlertChange;
  /** As it is now; null: there is none. */
  readonly alert: Alert | null;
}

/** With what it was made of. */
export interface FoldedEvent extends Folded {
  readonly event: AlertEvent;
}

export interface FoldContext {
  readonly source: Pick<SourceFile, 'id' | 'severities' | 'severity' | 'storm'>;
  readonly at: EpochMs;
  /** Of a new alert. */
  readonly number: number;
  /** Whoever comes back within this time (ms) was never gone. */
  readonly steadyAfter: number;
}

/** @param alerts of this source, over or not */
export function foldAlert(alerts: readonly Alert[], event: AlertEvent, context: FoldContext): Folded {
  const open = alerts.find(({ key, ended }) => ended === null && key === event.key) ?? null;
  switch (event.action) {
    case 'trigger':
      return open === null ? begun(alerts, event, context) : repeated(open, event, context);
    case 'acknowledge':
      return open === null ? UNKNOWN : { change: 'taken', alert: { ...open, takenAt: open.takenAt ?? context.at } };
    case 'resolve':
      return open === null ? UNKNOWN : { change: 'ended', alert: endedBy(open, context.at, null) };
    default:
      return assertNever(event.action, 'action of an alert');
  }
}

const UNKNOWN: Folded = { change: 'unknown', alert: null };
const UNTAKEN = { takenAt: null, takenSaid: false };

export function endedBy(alert: Alert, at: EpochMs, by: string | null): Alert {
  return { ...alert, ended: { at, by } };
}

function begun(alerts: readonly Alert[], event: AlertEvent, { source, at, number, steadyAfter }: FoldContext): Folded {
  const severity = weightOf(event.severity, source);
  if (severity === 'none') {
    return { change: 'no-alert', alert: null };
  }
  const said = wordsOf(event, severity);
  const before = alerts.findLast(
    ({ key, ended }) => key === event.key && ended !== null && at - ended.at < steadyAfter && ended.by === null,
  );
  if (before !== undefined) {
    return { change: 'came-back', alert: { ...before, ...said, ...UNTAKEN, at, lastAt: at, ended: null } };
  }
  const name = event.name === '' ? event.summary : event.name;
  const fresh = { number, source: source.id, key: event.key, name, ...said, at, lastAt: at, repeats: 0 };
  return { change: 'opened', alert: { ...fresh, stormy: inStorm(alerts, source, at), ...UNTAKEN, ended: null } };
}

function repeated(open: Alert, event: AlertEvent, { source, at }: FoldContext): Folded {
  const weight = weightOf(event.severity, source);
  // An alert that is one already is ended by its end, not by a word.
  const severity = weight === 'none' ? open.severity : weight;
  const alert: Alert = { ...open, ...wordsOf(event, severity), lastAt: at, repeats: open.repeats + 1 };
  if (SEVERITY_RANK[severity] > SEVERITY_RANK[open.severity]) {
    return { change: 'worsened', alert };
  }
  return { change: saysTheSame(open, alert) ? 'repeated' : 'changed', alert };
}

function wordsOf({ summary, origin, details, links }: AlertEvent, severity: Severity) {
  return { summary, severity, origin, details: [...details], links: [...links] };
}

function saysTheSame(one: Alert, other: Alert): boolean {
  const words = ({ summary, severity, origin, details, links }: Alert): string =>
    JSON.stringify([summary, severity, origin, details, links]);
  return words(one) === words(other);
}

/** So many have begun lately that this one is no matter of its own. */
function inStorm(alerts: readonly Alert[], { storm }: FoldContext['source'], now: EpochMs): boolean {
  return alerts.filter(({ at }) => at > now - storm.within).length >= storm.alerts;
}
