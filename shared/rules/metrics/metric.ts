/**
 * Figures as values: what a monitoring system is told of us, before anybody paints it.
 *
 * Names and units as Prometheus has them (prometheus.io/docs/practices/naming): base units, `_total` behind what only grows.
 */

export interface Sample {
  /** Names are ours, values anything. */
  readonly labels: Readonly<Record<string, string>>;
  readonly value: number;
}

export interface Metric {
  /** `watchbell_component_status`; letters, digits and underscores. */
  readonly name: string;
  /** One sentence. */
  readonly help: string;
  readonly kind: 'gauge' | 'counter';
  readonly samples: readonly Sample[];
}

/** One figure with no labels. */
export function single(kind: Metric['kind'], name: string, help: string, value: number): Metric {
  return { name, help, kind, samples: [{ labels: {}, value }] };
}

export const flag = (is: boolean): number => (is ? 1 : 0);
export const seconds = (ms: number): number => ms / 1_000;
