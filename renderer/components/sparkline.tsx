/**
 * The last 60 checks at a glance: a line for latency, a tall bar for a failure, a dotted one where we could not judge.
 */
import { memo } from 'react';
import { useWords } from '../app/parts.tsx';

const SLOTS = 60;
const STEP = 2;
const HEIGHT = 24;
/** Marks in `recent` instead of a latency. */
const FAILED = -1;
const BLIND = -2;

/** `recent`: newest last; ms, or -1 failed, or -2 could not be judged. Older results are at the left; missing ones leave it empty. */
export const Sparkline = memo(function Sparkline({ recent }: { readonly recent: readonly number[] }) {
  const words = useWords();
  const shown = recent.slice(-SLOTS);
  const passed = shown.filter((value) => value >= 0);
  const failed = shown.filter((value) => value === FAILED).length;
  const blind = shown.filter((value) => value === BLIND).length;
  const middle = median(passed);
  const label = words.components.recent(shown.length, failed, blind, middle === null ? '' : words.time.latency(middle));
  const x = (index: number) => (SLOTS - shown.length + index) * STEP + STEP / 2;
  return (
    <svg
      className="sparkline"
      viewBox={`0 0 ${SLOTS * STEP} ${HEIGHT}`}
      preserveAspectRatio="none"
      role="img"
      aria-label={label}
    >
      <title>{label}</title>
      <path className="sparkline-line" d={linePath(shown, x)} />
      <path className="sparkline-failed" d={barPath(shown, FAILED, x)} />
      <path className="sparkline-blind" d={barPath(shown, BLIND, x)} />
    </svg>
  );
});

/** A line through neighbouring passes; a failure or a gap breaks it, so nothing is drawn that was not seen. */
function linePath(values: readonly number[], x: (index: number) => number): string {
  const top = Math.max(1, ...values);
  const y = (value: number) => (HEIGHT - 2 - (value / top) * (HEIGHT - 6)).toFixed(1);
  return values
    .map((value, index) => {
      if (value < 0) {
        return '';
      }
      const begins = index === 0 || (values[index - 1] ?? FAILED) < 0;
      // A lone pass gets a dash of its own, or it would be invisible.
      return begins ? `M${x(index) - 0.9} ${y(value)}H${x(index)}` : `L${x(index)} ${y(value)}`;
    })
    .join('');
}

function barPath(values: readonly number[], kind: number, x: (index: number) => number): string {
  return values.map((value, index) => (value === kind ? `M${x(index)} 1V${HEIGHT - 1}` : '')).join('');
}

export function median(values: readonly number[]): number | null {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.floor((sorted.length - 1) / 2)] ?? null;
}
