/**
 * Metrics of the Cachet API and their points: those that programs make, and how fast each component answers.
 */
import { ChangeMetric, ChangePoint, MakeMetric, MakePoint } from '../../../shared/model/cachet/asks.ts';
import { Metric } from '../../../shared/model/cachet/metric.ts';
import { metricRow, pointRow } from '../../../shared/rules/cachet/points.ts';
import type { Collection, Gone, Made } from '../ports/cachet.ts';
import { asking, GONE, MISSING, wrong } from './asking.ts';
import { createLatencies, type Latency } from './latencies.ts';
import type { Parts } from './parts.ts';
import { createPoints, isKept, KEPT_DAYS } from './points.ts';
import { createShelf } from './shelf.ts';

const MOST_METRICS = 200;
const OURS = wrong('This metric is measured by Watchbell itself: make one of your own.');

export interface Metrics {
  readonly metrics: Collection;
  readonly points: Collection;
}

export function createMetrics(parts: Parts): Metrics {
  const { core, book, restored } = parts;
  const { clock, timeZone } = core;
  const kept = createShelf('cachet-metric', Metric, restored, ({ number }) => String(number));
  const latencies = createLatencies(parts);
  const points = createPoints(parts);

  const latency = async (number: number): Promise<Latency | undefined> =>
    (await latencies.all()).find(({ metric }) => metric.number === number);

  /** One that programs may write to, or why not. */
  async function find(number: number): Promise<Metric | typeof OURS | typeof MISSING> {
    return kept.get(String(number)) ?? ((await latency(number)) === undefined ? MISSING : OURS);
  }

  async function keep(metric: Metric): Promise<Made> {
    await book.keep(kept.put(metric));
    return { kind: 'done', row: metricRow(metric, timeZone) };
  }

  const metrics: Collection = {
    async list(_above, { inside }) {
      const own = (await latencies.all()).filter(({ isPublic }) => inside || isPublic).map(({ metric }) => metric);
      const made = kept.all().filter(({ visible }) => inside || visible);
      return [...own, ...made]
        .toSorted((one, other) => one.number - other.number)
        .map((metric) => metricRow(metric, timeZone));
    },
    make: (_above, body) =>
      asking(MakeMetric, body, async (ask) => {
        if (kept.all().length >= MOST_METRICS) {
          return wrong(`There are ${MOST_METRICS} metrics already: delete some first.`);
        }
        const now = clock.now();
        return keep({
          number: book.numbers.next('metric'),
          name: ask.name,
          suffix: ask.suffix,
          description: ask.description ?? '',
          defaultValue: ask.default_value,
          calcType: ask.calc_type ?? 0,
          displayChart: ask.display_chart ?? true,
          places: ask.places ?? 2,
          defaultView: ask.default_view ?? 1,
          threshold: ask.threshold ?? 5,
          order: ask.order ?? 0,
          visible: ask.visible ?? true,
          createdAt: now,
          updatedAt: now,
        });
      }),
    async change(_above, number, body) {
      const metric = await find(number);
      return 'kind' in metric
        ? metric
        : asking(ChangeMetric, body, (ask) =>
            keep({
              ...metric,
              name: ask.name ?? metric.name,
              suffix: ask.suffix ?? metric.suffix,
              description: ask.description ?? metric.description,
              defaultValue: ask.default_value ?? metric.defaultValue,
              calcType: ask.calc_type ?? metric.calcType,
              displayChart: ask.display_chart ?? metric.displayChart,
              places: ask.places ?? metric.places,
              defaultView: ask.default_view ?? metric.defaultView,
              threshold: ask.threshold ?? metric.threshold,
              order: ask.order ?? metric.order,
              visible: ask.visible ?? metric.visible,
              updatedAt: clock.now(),
            }),
          );
    },
    async remove(_above, number): Promise<Gone> {
      const metric = await find(number);
      if ('kind' in metric) {
        return metric;
      }
      await book.keep({ ...points.removeAll(number), ...kept.remove(metric) });
      return GONE;
    },
  };

  const ofMetric: Collection = {
    async list([number = 0], { inside }) {
      const metric = kept.get(String(number));
      if (metric !== undefined) {
        return inside || metric.visible ? points.of(number).map((point) => pointRow(number, point, timeZone)) : null;
      }
      const own = await latency(number);
      return own === undefined || !(inside || own.isPublic)
        ? null
        : (await latencies.points(own)).map((point) => pointRow(number, point, timeZone));
    },
    async make([number = 0], body) {
      const metric = await find(number);
      return 'kind' in metric
        ? metric
        : asking(MakePoint, body, async ({ value, timestamp }) => {
            const at = timestamp === undefined ? clock.now() : timestamp * 1_000;
            if (!isKept(at, clock.now())) {
              return wrong(`The timestamp field is ${timestamp}: points are kept for ${KEPT_DAYS} days.`);
            }
            return { kind: 'done', row: pointRow(number, await points.add(metric, value, at), timeZone) };
          });
    },
    async change([number = 0], point, body) {
      const metric = await find(number);
      return 'kind' in metric
        ? metric
        : asking(ChangePoint, body, async ({ value, timestamp }) => {
            const changed = await points.change(number, point, {
              ...(value !== undefined && { value }),
              ...(timestamp !== undefined && { at: timestamp * 1_000 }),
            });
            return changed === null ? MISSING : { kind: 'done', row: pointRow(number, changed, timeZone) };
          });
    },
    async remove([number = 0], point): Promise<Gone> {
      const metric = await find(number);
      return 'kind' in metric ? metric : (await points.remove(number, point)) ? GONE : MISSING;
    },
  };

  return { metrics, points: ofMetric };
}
