/**
 * Figures of paging: what is open, what went out, what waits.
 */
import type { IncidentView } from '../../contract/view.ts';
import type { ChannelId } from '../../model/ids.ts';
import { isCall } from '../calls/ids.ts';
import { type Facts, PAGE_OUTCOMES } from './facts.ts';
import { type Metric, seconds, single } from './metric.ts';

const OPEN_STATES = ['triggered', 'acknowledged'] as const satisfies readonly IncidentView['state'][];

export function pagingMetrics({ snapshot, tallies, outbox }: Facts): readonly Metric[] {
  const calls = snapshot.incidents.filter(({ componentId }) => isCall(componentId));
  const incidents = snapshot.incidents.filter(({ componentId }) => !isCall(componentId));
  const byState = (all: readonly IncidentView[]) =>
    OPEN_STATES.map((state) => ({ labels: { state }, value: all.filter((one) => one.state === state).length }));
  const channels = new Set<ChannelId>([...snapshot.channels.map(({ id }) => id), ...tallies.pages.keys()]);
  const waitedMs = outbox.oldestAt === null ? 0 : Math.max(0, snapshot.at - outbox.oldestAt);
  return [
    {
      name: 'watchbell_incidents_open',
      help: 'Incidents that are not over.',
      kind: 'gauge',
      samples: byState(incidents),
    },
    {
      name: 'watchbell_calls_open',
      help: 'Calls of people that are not over.',
      kind: 'gauge',
      samples: byState(calls),
    },
    {
      name: 'watchbell_pages_total',
      help: 'Pages by how a try ended, since the start. Retried: one more follows.',
      kind: 'counter',
      samples: [...channels].flatMap((channel) =>
        PAGE_OUTCOMES.map((outcome) => ({
          labels: { channel, outcome },
          value: tallies.pages.get(channel)?.[outcome] ?? 0,
        })),
      ),
    },
    single('gauge', 'watchbell_outbox_pages', 'Pages that are not finished.', outbox.size),
    single(
      'gauge',
      'watchbell_outbox_oldest_age_seconds',
      'How long the oldest of them has waited; 0: none waits.',
      seconds(waitedMs),
    ),
  ];
}
