/**
 * An answer about a series as columns for the chart. Pure. A failure or a gap breaks the line: nothing is drawn that was not measured.
 */
import type { Answers } from '../../../shared/contract/contract.ts';
import { ROLLUP_UNITS } from '../../../shared/contract/series.ts';
import type { CheckId } from '../../../shared/model/ids.ts';
import { median } from '../../components/sparkline.tsx';

export interface Points {
  /** Epoch seconds, as uPlot counts. */
  readonly at: readonly number[];
  /** ms: each try's latency, or the average of a span. Null breaks the line. */
  readonly typical: readonly (number | null)[];
  /** ms: worst of a span; same as typical for single tries. */
  readonly worst: readonly (number | null)[];
  /** Failed tries at this point. */
  readonly failed: readonly number[];
  /** True when every point stands for many tries. */
  readonly spans: boolean;
}

export interface PointsSummary {
  /** ms; null when nothing passed. */
  readonly typical: number | null;
  readonly worst: number | null;
  readonly failed: number;
}

export function pointsOf(series: Answers<'series'>, check: CheckId): Points {
  if (series.unit === 'try') {
    const tries = series.tries.filter(({ checkId }) => checkId === check);
    const latencies = tries.map(({ outcome, latencyMs }) =>
      outcome === 'pass' || outcome === 'slow' ? latencyMs : null,
    );
    return {
      at: tries.map(({ at }) => at / 1_000),
      typical: latencies,
      worst: latencies,
      failed: tries.map(({ outcome }) => (outcome === 'fail' ? 1 : 0)),
      spans: false,
    };
  }
  const spanMs = ROLLUP_UNITS[series.unit];
  const columns = {
    at: [] as number[],
    typical: [] as (number | null)[],
    worst: [] as (number | null)[],
    failed: [] as number[],
  };
  let expected: number | null = null;
  for (const rollup of series.rollups.filter(({ checkId }) => checkId === check)) {
    if (expected !== null && rollup.start > expected) {
      push(expected, null, null, 0); // a span without a row: we were not looking
    }
    const passed = rollup.passes + rollup.slows;
    push(
      rollup.start,
      passed === 0 ? null : rollup.latencySumMs / passed,
      passed === 0 ? null : rollup.latencyMaxMs,
      rollup.fails,
    );
    expected = rollup.start + spanMs;
  }
  return { ...columns, spans: true };

  function push(atMs: number, typical: number | null, worst: number | null, failed: number): void {
    columns.at.push(atMs / 1_000);
    columns.typical.push(typical);
    columns.worst.push(worst);
    columns.failed.push(failed);
  }
}

export function summaryOf(points: Points): PointsSummary {
  const passed = points.typical.filter((value) => value !== null);
  const worst = points.worst.filter((value) => value !== null);
  return {
    typical: median(passed),
    worst: worst.length === 0 ? null : Math.max(...worst),
    failed: points.failed.reduce((sum, count) => sum + count, 0),
  };
}
