/**
 * Points of a metric: on a grid of 30 s as Cachet has them, the same value within the threshold counted with the one before it.
 */
import type { Metric, Point } from '../../model/cachet/metric.ts';
import type { EpochMs } from '../../model/ids.ts';
import type { Row } from './component-wire.ts';
import { dateOut } from './dates.ts';

const GRID_MS = 30_000;
const MINUTE_MS = 60_000;
export const DAY_MS = 86_400_000;

export const onGrid = (at: EpochMs): EpochMs => Math.round(at / GRID_MS) * GRID_MS;
export const dayOf = (at: EpochMs): number => Math.floor(at / DAY_MS);

/** The point with which a value is counted; null: it is one of its own. */
export function sameAs(
  points: readonly Point[],
  value: number,
  at: EpochMs,
  { threshold }: Pick<Metric, 'threshold'>,
): Point | null {
  const from = at - threshold * MINUTE_MS;
  return points.findLast((point) => point.value === value && point.at >= from && point.at <= at) ?? null;
}

export function inTime(points: readonly Point[]): Point[] {
  return points.toSorted((one, other) => one.at - other.at || one.number - other.number);
}

export function pointRow(metric: number, { number, value, at, counter, updatedAt }: Point, zone: string): Row {
  return {
    id: number,
    metric_id: metric,
    value,
    created_at: dateOut(at, zone),
    updated_at: dateOut(updatedAt, zone),
    counter,
    calculated_value: value * counter,
  };
}

const VIEWS = ['Last Hour', 'Last 12 Hours', 'Last Week', 'Last Month'] as const;

export function metricRow(metric: Metric, zone: string): Row {
  return {
    id: metric.number,
    name: metric.name,
    suffix: metric.suffix,
    description: metric.description,
    default_value: metric.defaultValue,
    calc_type: metric.calcType,
    display_chart: metric.displayChart,
    created_at: dateOut(metric.createdAt, zone),
    updated_at: dateOut(metric.updatedAt, zone),
    places: metric.places,
    default_view: metric.defaultView,
    threshold: metric.threshold,
    order: metric.order,
    visible: metric.visible ? 1 : 0,
    default_view_name: VIEWS[metric.defaultView] ?? VIEWS[1],
  };
}
