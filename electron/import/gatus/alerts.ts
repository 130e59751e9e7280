/**
 * Gatus' alert thresholds as our counters (README "Alerting": failure-threshold 3, success-threshold 2, per alert, with a
 * default per provider).
 */
import type { Fields } from '../fields.ts';
import type { Place } from '../imported.ts';
import type { Report } from '../report.ts';

const FAILURES = 3;
const SUCCESSES = 2;

export interface Thresholds {
  readonly failures: number | null;
  readonly successes: number | null;
}

/** By alert type: what its `default-alert` says. */
export type DefaultAlerts = ReadonlyMap<string, Thresholds>;

/** The counters of an endpoint: its earliest alert decides, for that one wakes somebody. None where nobody is woken. */
export function countersOf(
  alerts: readonly Fields[],
  defaults: DefaultAlerts,
  place: Place,
  report: Report,
): { readonly fall?: number; readonly rise?: number } {
  const active = alerts.filter((alert) => alert.flag('enabled') !== false);
  if (active.length === 0) {
    return {};
  }
  const thresholds = active.map((alert) => thresholdsOf(alert, defaults.get(alert.text('type') ?? '')));
  const earliest = thresholds.toSorted((a, b) => a.fall - b.fall)[0] ?? { fall: FAILURES, rise: SUCCESSES };
  if (thresholds.some(({ fall, rise }) => fall !== earliest.fall || rise !== earliest.rise)) {
    report.changed(
      place,
      'its alerts have thresholds of their own; the earliest is kept, the others become steps of a policy by hand',
    );
  }
  for (const alert of active) {
    alert.ignore('send-on-resolved', 'type', 'description');
    for (const key of [...alert.left(), ...alert.odd()]) {
      report.lost({ ...place, line: alert.lineOf(key) }, `alerts: "${key}" has no counterpart`);
    }
  }
  return { fall: clamped(earliest.fall), rise: clamped(earliest.rise) };
}

function thresholdsOf(alert: Fields, fallback: Thresholds | undefined) {
  return {
    fall: alert.number('failure-threshold') ?? fallback?.failures ?? FAILURES,
    rise: alert.number('success-threshold') ?? fallback?.successes ?? SUCCESSES,
  };
}

const clamped = (count: number): number => Math.min(100, Math.max(1, Math.round(count)));
