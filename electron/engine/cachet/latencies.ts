/**
 * How fast each component answers, as a metric of the Cachet API: its first check that calls somebody, minute by minute. Read only.
 */
import { LatencyMetric, type Metric, type Point } from '../../../shared/model/cachet/metric.ts';
import type { CheckId } from '../../../shared/model/ids.ts';
import { callsUs } from '../../../shared/rules/blame.ts';
import type { ComponentFacts } from '../../../shared/rules/cachet/component-wire.ts';
import type { Parts } from './parts.ts';
import { createShelf, type Rows } from './shelf.ts';

/** What its default view shows. */
const SHOWN_MS = 12 * 3_600_000;
const MINUTE_MS = 60_000;

export interface Latency {
  readonly metric: Metric;
  readonly checkId: CheckId;
  readonly isPublic: boolean;
}

export interface Latencies {
  all(): Promise<readonly Latency[]>;
  points(latency: Latency): Promise<readonly Point[]>;
}

export function createLatencies({ core, book, facts, restored }: Parts): Latencies {
  const numbers = createShelf('cachet-latency', LatencyMetric, restored, ({ component }) => component);

  function checkOf({ kept }: ComponentFacts): CheckId | null {
    const checks = core.config().components.get(kept.id)?.checks ?? [];
    return checks.find((check) => !callsUs(check))?.id ?? null;
  }

  return {
    async all() {
      const measured = facts.components().flatMap((one) => {
        const checkId = checkOf(one);
        return checkId === null ? [] : [{ one, checkId }];
      });
      const rows = measured
        .filter(({ one }) => numbers.get(one.kept.id) === undefined)
        .map(({ one }): Rows => numbers.put({ number: book.numbers.next('metric'), component: one.kept.id }));
      if (rows.length > 0) {
        await book.keep(Object.assign({}, ...rows));
      }
      return measured.map(({ one, checkId }) => ({
        checkId,
        isPublic: one.isPublic,
        metric: metricOf(one, numbers.get(one.kept.id)?.number ?? 0),
      }));
    },
    async points({ checkId }) {
      const to = core.clock.now();
      const rollups = await core.store.rollups({ checkIds: [checkId], unit: 'minute', from: to - SHOWN_MS, to });
      return rollups.flatMap(({ start, passes, slows, latencySumMs }): Point[] => {
        const tries = passes + slows;
        const value = Math.round((latencySumMs / tries) * 10) / 10;
        const number = Math.floor(start / MINUTE_MS);
        return tries === 0 ? [] : [{ number, value, at: start, counter: 1, updatedAt: start }];
      });
    },
  };
}

function metricOf({ kept, publicName }: ComponentFacts, number: number): Metric {
  return {
    number,
    name: `${publicName}: time to answer`,
    suffix: 'ms',
    description: 'Measured by Watchbell, the mean of each minute',
    defaultValue: 0,
    calcType: 1,
    displayChart: true,
    places: 1,
    defaultView: 1,
    threshold: 0,
    order: 0,
    visible: true,
    createdAt: kept.createdAt,
    updatedAt: kept.createdAt,
  };
}
