/**
 * Every figure of ours, and no more series than a monitoring system can bear.
 */
import type { Facts } from './facts.ts';
import { fleetMetrics } from './fleet.ts';
import { type Metric, single } from './metric.ts';
import { ownMetrics } from './ourselves.ts';
import { pagingMetrics } from './paging.ts';

/** Of one name. A fleet beyond this is asked by component and not scraped whole. */
export const MOST_SAMPLES = 20_000;

export function metricRows(facts: Facts, most = MOST_SAMPLES): readonly Metric[] {
  const all = [...ownMetrics(facts), ...pagingMetrics(facts), ...fleetMetrics(facts.snapshot.components)];
  const leftOut = all.reduce((sum, { samples }) => sum + Math.max(0, samples.length - most), 0);
  return [
    ...all.map((metric) =>
      metric.samples.length > most ? { ...metric, samples: metric.samples.slice(0, most) } : metric,
    ),
    single('gauge', 'watchbell_metrics_left_out', `Series beyond ${most} of one name that are not told.`, leftOut),
  ];
}
