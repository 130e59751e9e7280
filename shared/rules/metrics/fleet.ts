/**
 * Figures of what is watched. What is not known has no figure that could be taken for a good one.
 */
import type { CheckView, ComponentView } from '../../contract/view.ts';
import { type ComponentStatus, STATUSES } from '../../model/status.ts';
import { isCall } from '../calls/ids.ts';
import { flag, type Metric, type Sample, seconds } from './metric.ts';

/** Cachet's numbers, with 0 for what is not known (as Cachet 2 has it) and 5 for maintenance (as Cachet 3 has it). */
const STATUS_NUMBER = {
  unknown: 0,
  operational: 1,
  performance_issues: 2,
  partial_outage: 3,
  major_outage: 4,
  under_maintenance: 5,
} as const satisfies Record<ComponentStatus, number>;

/** Calls of people are no components of anybody's: they would leave a series each behind. */
export function fleetMetrics(all: readonly ComponentView[]): readonly Metric[] {
  const components = all.filter(({ id }) => !isCall(id));
  const checks = components.flatMap((component) => component.checks.map((check) => ({ component, check })));
  const ofComponents = (name: string, help: string, read: (one: ComponentView) => number): Metric => ({
    name,
    help,
    kind: 'gauge',
    samples: components.map((one) => ({ labels: { component: one.id }, value: read(one) })),
  });
  const ofChecks = (name: string, help: string, read: (check: CheckView) => number | null): Metric => ({
    name,
    help,
    kind: 'gauge',
    samples: checks.flatMap(({ component, check }): readonly Sample[] => {
      const value = read(check);
      return value === null ? [] : [{ labels: { component: component.id, check: check.id }, value }];
    }),
  });
  return [
    ofComponents(
      'watchbell_component_status',
      'Status of a component: 0 unknown, 1 operational, 2 performance issues, 3 partial outage, 4 major outage, 5 under maintenance.',
      ({ status }) => STATUS_NUMBER[status],
    ),
    {
      name: 'watchbell_component_state',
      help: 'The same, one series for each status: 1 for the one that holds.',
      kind: 'gauge',
      samples: components.flatMap(({ id, status }) =>
        STATUSES.map((state) => ({ labels: { component: id, state }, value: flag(state === status) })),
      ),
    },
    ofComponents(
      'watchbell_component_suspect',
      'Some check is failing or recovering, and nothing is confirmed.',
      ({ suspect }) => flag(suspect),
    ),
    ofComponents(
      'watchbell_component_in_maintenance',
      'Messages about it are held back on purpose.',
      ({ maintenance }) => flag(maintenance !== null),
    ),
    ofChecks(
      'watchbell_check_up',
      'A check is settled: 1 up (or slow), 0 down. No series: not known.',
      ({ settled }) => {
        switch (settled) {
          case 'up':
          case 'slow':
            return 1;
          case 'down':
            return 0;
          case 'starting':
          case 'unknown':
            return null;
        }
      },
    ),
    ofChecks('watchbell_check_latency_seconds', 'How long the latest try took that was answered.', ({ lastTimings }) =>
      lastTimings === null ? null : seconds(lastTimings.totalMs),
    ),
    ofChecks(
      'watchbell_check_last_try_timestamp_seconds',
      'When the latest try ended, in seconds since 1970.',
      ({ lastAt }) => (lastAt === null ? null : seconds(lastAt)),
    ),
  ];
}
