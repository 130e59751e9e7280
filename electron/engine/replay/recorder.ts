/**
 * What a replay would have written: its incidents as they stand, why they were opened, and the pages that wait to be sent.
 */
import type { IncidentId } from '../../../shared/model/ids.ts';
import type { Incident } from '../../../shared/model/incident.ts';
import type { OutboxItem } from '../../../shared/model/page.ts';
import type { JournalEntry } from '../ports/store.ts';

export interface Recorder {
  write(entry: JournalEntry): Promise<void>;
  /** The page that is sent next. */
  next(): OutboxItem | undefined;
  readonly incidents: ReadonlyMap<IncidentId, Incident>;
  readonly reasons: ReadonlyMap<IncidentId, string>;
}

export function createRecorder(): Recorder {
  const incidents = new Map<IncidentId, Incident>();
  const reasons = new Map<IncidentId, string>();
  const queued: OutboxItem[] = [];
  return {
    write({ watches = [], incidents: own = [], outbox = [], events }) {
      for (const incident of [
        ...own,
        ...watches.flatMap((watch) => (watch.incident === null ? [] : [watch.incident])),
      ]) {
        incidents.set(incident.id, incident);
      }
      for (const event of events) {
        if (event.type === 'incident-opened' && event.incidentId !== null) {
          reasons.set(event.incidentId, event.text);
        }
      }
      queued.push(...outbox.filter(({ state }) => state === 'queued'));
      return Promise.resolve();
    },
    next: () => queued.shift(),
    incidents,
    reasons,
  };
}
