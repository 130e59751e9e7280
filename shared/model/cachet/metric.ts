/**
 * A metric that a program made, and the points that were sent to it: kept by day, for a month.
 */
import { z } from 'zod';

export const Metric = z.object({
  number: z.number().int().min(1),
  name: z.string(),
  suffix: z.string(),
  description: z.string(),
  defaultValue: z.number(),
  /** 0 sum, 1 average. */
  calcType: z.number().int(),
  displayChart: z.boolean(),
  places: z.number().int(),
  /** 0 the last hour, 1 twelve hours, 2 a week, 3 a month. */
  defaultView: z.number().int(),
  /** Minutes. */
  threshold: z.number().int(),
  order: z.number().int(),
  visible: z.boolean(),
  createdAt: z.number(),
  updatedAt: z.number(),
});
export type Metric = z.infer<typeof Metric>;

export const Point = z.object({
  number: z.number().int().min(1),
  value: z.number(),
  /** Epoch ms, on a grid of 30 s. */
  at: z.number(),
  /** How often the value came. */
  counter: z.number().int().min(1),
  updatedAt: z.number(),
});
export type Point = z.infer<typeof Point>;

/** Points of one UTC day, in order of time. */
export const PointDay = z.object({ metric: z.number().int(), day: z.number().int(), points: z.array(Point) });
export type PointDay = z.infer<typeof PointDay>;

/** Number of the metric that shows how fast a component answers. */
export const LatencyMetric = z.object({ number: z.number().int().min(1), component: z.string() });
export type LatencyMetric = z.infer<typeof LatencyMetric>;
