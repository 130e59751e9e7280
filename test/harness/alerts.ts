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
