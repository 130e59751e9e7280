/** Small statistics: percentiles by nearest rank, and middle, least and most of a few runs. */

export interface Spread {
  readonly median: number;
  readonly min: number;
  readonly max: number;
}

/** `share` from 0 to 1. NaN of nothing. */
export function percentile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)] ?? Number.NaN;
}

export function spreadOf(values: readonly number[]): Spread {
  return { median: percentile(values, 0.5), min: Math.min(...values), max: Math.max(...values) };
}

/** More digits would only be noise. */
export const rounded = (value: number): number => Math.round(value * 100) / 100;
