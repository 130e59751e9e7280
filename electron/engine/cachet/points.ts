/**
 * Points that programs send to their metrics: a row of the store for each day, a month of them, and never more than so many.
 */
import { type Metric, type Point, PointDay } from '../../../shared/model/cachet/metric.ts';
import type { EpochMs } from '../../../shared/model/ids.ts';
import { DAY_MS, dayOf, inTime, onGrid, sameAs } from '../../../shared/rules/cachet/points.ts';
import type { Parts } from './parts.ts';
import { createShelf, type Rows } from './shelf.ts';

export const KEPT_DAYS = 30;
/** One every five minutes for a month, and some. */
const MOST_POINTS = 10_000;

/** Neither so old that it would be forgotten at once, nor of a time that nobody has seen. */
export function isKept(at: EpochMs, now: EpochMs): boolean {
  return dayOf(at) > dayOf(now - KEPT_DAYS * DAY_MS) && at <= now + DAY_MS;
}

export interface Points {
  /** Oldest first. */
  of(metric: number): readonly Point[];
  add(metric: Metric, value: number, at: EpochMs): Promise<Point>;
  change(
    metric: number,
    number: number,
    change: { readonly value?: number; readonly at?: EpochMs },
  ): Promise<Point | null>;
  remove(metric: number, number: number): Promise<boolean>;
  /** Rows that forget all of a metric. */
  removeAll(metric: number): Rows;
}

export function createPoints({ core: { clock }, book, restored }: Parts): Points {
  const days = createShelf('cachet-points', PointDay, restored, ({ metric, day }) => `${metric}/${day}`);

  const daysOf = (metric: number): readonly PointDay[] =>
    days
      .all()
      .filter((one) => one.metric === metric)
      .toSorted((one, other) => one.day - other.day);

  const of = (metric: number): readonly Point[] => daysOf(metric).flatMap(({ points }) => points);

  function put(metric: number, point: Point): Rows {
    const day = dayOf(point.at);
    const others = days.get(`${metric}/${day}`)?.points.filter(({ number }) => number !== point.number) ?? [];
    return days.put({ metric, day, points: inTime([...others, point]) });
  }

  function takeOut(metric: number, { number, at }: Point): Rows {
    const day = days.get(`${metric}/${dayOf(at)}`);
    if (day === undefined) {
      return {};
    }
    const points = day.points.filter((one) => one.number !== number);
    return points.length === 0 ? days.remove(day) : days.put({ ...day, points });
  }

  /** What is too old, and whole days of what is too much. */
  function forget(metric: number): Rows {
    let left = of(metric).length;
    const rows: Rows[] = [];
    for (const day of daysOf(metric)) {
      if (day.day <= dayOf(clock.now() - KEPT_DAYS * DAY_MS) || left > MOST_POINTS) {
        left -= day.points.length;
        rows.push(days.remove(day));
      }
    }
    return Object.assign({}, ...rows);
  }

  return {
    of,
    async add(metric, value, at) {
      const same = sameAs(of(metric.number), value, at, metric);
      const point: Point =
        same === null
          ? { number: book.numbers.next('point'), value, at: onGrid(at), counter: 1, updatedAt: clock.now() }
          : { ...same, counter: same.counter + 1, updatedAt: clock.now() };
      await book.keep({ ...put(metric.number, point), ...forget(metric.number) });
      return point;
    },
    async change(metric, number, { value, at }) {
      const before = of(metric).find((one) => one.number === number);
      if (before === undefined) {
        return null;
      }
      const point = {
        ...before,
        value: value ?? before.value,
        at: at === undefined ? before.at : onGrid(at),
        updatedAt: clock.now(),
      };
      await book.keep({ ...takeOut(metric, before), ...put(metric, point) });
      return point;
    },
    async remove(metric, number) {
      const before = of(metric).find((one) => one.number === number);
      if (before !== undefined) {
        await book.keep(takeOut(metric, before));
      }
      return before !== undefined;
    },
    removeAll: (metric) => Object.assign({}, ...daysOf(metric).map((day) => days.remove(day))),
  };
}
