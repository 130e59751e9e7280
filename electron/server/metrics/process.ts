/**
 * Figures of this process (CPU, memory, event loop, garbage collection) under the names that dashboards for Node know.
 *
 * They are measured from the first question on: who has no dashboard pays nothing. What measures them ends with the process: make it once.
 */
import type { Registry } from 'prom-client';
import type { Metric } from '../../../shared/rules/metrics/metric.ts';

/** ms. Finer measures cost more than what they tell. */
const PRECISION_MS = 50;

/** What was not measured yet (the event loop of the first moment) has no series; the package would write it as no number. */
const UNKNOWN = /^[^#\n].* nan$\n?/gim;

export interface ProcessFigures {
  /** In Prometheus' text format. */
  text(): Promise<string>;
  /** The same as values. */
  rows(): Promise<readonly Metric[]>;
}

export function createProcessFigures(): ProcessFigures {
  let begun: Promise<Registry> | null = null;

  async function begin(): Promise<Registry> {
    const { collectDefaultMetrics, Registry } = await import('prom-client');
    const register = new Registry();
    collectDefaultMetrics({ register, eventLoopMonitoringPrecision: PRECISION_MS });
    return register;
  }

  function registry(): Promise<Registry> {
    begun ??= begin();
    return begun;
  }

  return {
    text: async () => (await (await registry()).metrics()).replaceAll(UNKNOWN, ''),
    async rows() {
      const all = await (await registry()).getMetricsAsJSON();
      return all.flatMap(({ name, help, values }) => byName(name, help, values));
    },
  };
}

interface Value {
  readonly value: number;
  readonly labels: Readonly<Partial<Record<string, string | number>>>;
  readonly metricName?: string;
}

/** A histogram's buckets, sum and count each have a name of their own. */
function byName(name: string, help: string, values: readonly Value[]): readonly Metric[] {
  const parts = new Map<string, Value[]>();
  for (const value of values) {
    const own = parts.get(value.metricName ?? name) ?? [];
    parts.set(value.metricName ?? name, [...own, value]);
  }
  return [...parts].map(([part, own]) => ({
    name: part,
    help,
    kind: 'gauge',
    samples: own
      .filter(({ value }) => !Number.isNaN(value))
      .map(({ labels, value }) => ({
        labels: Object.fromEntries(Object.entries(labels).map(([label, text]) => [label, String(text)])),
        value,
      })),
  }));
}
