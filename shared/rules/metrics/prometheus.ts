/**
 * Figures in Prometheus' text format 0.0.4 (prometheus.io/docs/instrumenting/exposition_formats, "Text format details").
 */
import type { Metric, Sample } from './metric.ts';

export function prometheusText(metrics: readonly Metric[]): string {
  return metrics.map(oneMetric).join('');
}

/** One with no samples is told all the same: that it is known and has nothing to say. */
function oneMetric({ name, help, kind, samples }: Metric): string {
  const head = `# HELP ${name} ${escaped(help)}\n# TYPE ${name} ${kind}\n`;
  return head + samples.map((sample) => `${name}${labelText(sample)} ${numberText(sample.value)}\n`).join('');
}

function labelText({ labels }: Sample): string {
  const parts = Object.entries(labels).map(([label, value]) => `${label}="${escaped(value).replaceAll('"', '\\"')}"`);
  return parts.length === 0 ? '' : `{${parts.join(',')}}`;
}

function escaped(text: string): string {
  return text.replaceAll('\\', '\\\\').replaceAll('\n', '\\n');
}

/** As Go's ParseFloat reads it. */
function numberText(value: number): string {
  return Number.isFinite(value) || Number.isNaN(value) ? String(value) : value > 0 ? '+Inf' : '-Inf';
}
