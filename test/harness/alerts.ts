/** Alerts as tests send them: events with all fields filled in, and a house that takes them. */
import type { AlertEvent } from '../../shared/model/alert.ts';
import { SourceId } from '../../shared/model/source.ts';
import { type FileInput, fileOf } from './watch-story.ts';

export const PROM = SourceId.parse('prom');

export function alertEvent(change: Partial<AlertEvent> = {}): AlertEvent {
  return {
    action: 'trigger',
    key: 'k1',
    name: '',
    summary: 'p99 is 2 s',
    severity: 'critical',
    origin: 'api-1',
    details: [],
    links: [],
    ...change,
  };
}

type SourceInput = NonNullable<FileInput['sources']>[number];

/** Kim is on call; one Alertmanager, called Prometheus. */
export function houseWithSource(change: object = {}, more: Partial<FileInput> = {}): FileInput {
  const source = { id: 'prom', type: 'alertmanager', name: 'Prometheus', ...change } as SourceInput;
  return {
    ...fileOf(),
    policies: [{ id: 'default', name: 'Default', steps: [{ targets: [{ person: 'kim' }], delay: '5m' }], repeat: 0 }],
    sources: [source],
    ...more,
  };
}

/** As an Alertmanager 0.28 sends a group with these labels; the fingerprint is made of them. */
export function alertmanagerBody(labels: readonly Readonly<Record<string, string>>[]) {
  return {
    receiver: 'watchbell',
    status: 'firing',
    alerts: labels.map((own) => ({
      status: 'firing',
      labels: own,
      annotations: { summary: `${own.alertname} is bad`, description: 'look at the graph' },
      startsAt: '2026-01-05T09:00:00.000Z',
      endsAt: '0001-01-01T00:00:00Z',
      generatorURL: 'http://prom.example:9090/graph?g0.expr=up',
      fingerprint: [...JSON.stringify(own)]
        .reduce((sum, letter) => (sum * 31 + letter.charCodeAt(0)) % 2 ** 32, 7)
        .toString(16),
    })),
    groupLabels: { alertname: 'HighLatency' },
    commonLabels: {},
    commonAnnotations: {},
    externalURL: 'http://prom.example:9093',
    version: '4',
    groupKey: '{}:{alertname="HighLatency"}',
    truncatedAlerts: 0,
  };
}
