/**
 * Figures of our own work: that we watch at all comes first.
 */
import type { Facts } from './facts.ts';
import { flag, type Metric, seconds, single } from './metric.ts';

export function ownMetrics({ snapshot, tallies }: Facts): readonly Metric[] {
  const { version, watcher } = snapshot;
  const { lastCheckAt } = watcher;
  return [
    {
      name: 'watchbell_build_info',
      help: 'Always 1; the version is its label.',
      kind: 'gauge',
      samples: [{ labels: { version }, value: 1 }],
    },
    single(
      'gauge',
      'watchbell_watching',
      'Whether we really watch. While this is 0, no other figure means that all is well.',
      flag(watcher.state === 'watching'),
    ),
    {
      name: 'watchbell_last_try_timestamp_seconds',
      help: 'When the latest try of any check ended, in seconds since 1970. No series: none since the start.',
      kind: 'gauge',
      samples: lastCheckAt === null ? [] : [{ labels: {}, value: seconds(lastCheckAt) }],
    },
    {
      name: 'watchbell_observations_total',
      help: 'Tries of checks by their outcome, since the start. Inconclusive: our own trouble.',
      kind: 'counter',
      samples: Object.entries(tallies.observations).map(([outcome, value]) => ({ labels: { outcome }, value })),
    },
    single(
      'counter',
      'watchbell_scheduler_turns_total',
      'How often the scheduler took up what was due.',
      tallies.turns.count,
    ),
    single(
      'counter',
      'watchbell_scheduler_late_seconds_total',
      'How late it was in that, all in all.',
      seconds(tallies.turns.lateMs),
    ),
  ];
}
