/**
 * Values of shared/model as rows. The columns beside `json` are only what a query looks for; the truth is in `json`.
 */
import type { EventDraft, WatchEvent } from '../../../shared/model/event.ts';
import type { EpochMs } from '../../../shared/model/ids.ts';
import type { Incident } from '../../../shared/model/incident.ts';
import type { OutboxItem } from '../../../shared/model/page.ts';
import type { StoredOverride } from '../../../shared/model/schedule.ts';
import type { ComponentWatch } from '../../../shared/model/watch.ts';
import type { Schema } from '../schema.ts';
import type { StateRow } from '../upsert.ts';

export function watchRow(watch: ComponentWatch, now: EpochMs): StateRow<'watch'> {
  return { component_id: watch.componentId, updated: now, json: JSON.stringify(watch) };
}

export function incidentRow(incident: Incident): StateRow<'incident'> {
  return {
    id: incident.id,
    component_id: incident.componentId,
    opened_at: incident.openedAt,
    resolved_at: incident.resolvedAt,
    json: JSON.stringify(incident),
  };
}

export function outboxRow(item: OutboxItem, now: EpochMs): StateRow<'outbox'> {
  return {
    id: item.page.id,
    state: item.state,
    attempts: item.attempts,
    next_attempt_at: item.nextAttemptAt,
    channel_id: item.page.channelId,
    incident_id: item.page.incidentId,
    updated: now,
    json: JSON.stringify(item),
  };
}

export function overrideRow(override: StoredOverride, now: EpochMs): StateRow<'override'> {
  return { id: override.id, updated: now, json: JSON.stringify(override) };
}

export function valueRow(key: string, value: unknown): StateRow<'value'> {
  return { key, json: JSON.stringify(value) };
}

export type EventRow = Omit<Schema['event'], 'seq'>;

export function eventRow(draft: EventDraft): EventRow {
  return {
    at: draft.at,
    type: draft.type,
    component_id: draft.componentId,
    incident_id: draft.incidentId,
    person_id: draft.personId,
    channel_id: draft.channelId,
    text: draft.text,
    data: JSON.stringify(draft.data),
  };
}

/**
 * A row of the history as an event. Not parsed again: the columns were typed when they were written, a file that was
 * damaged since is noticed by SQLite, and 500 events of a listing would cost more than reading them.
 */
export function eventOf(row: EventRow & { readonly seq: number }): WatchEvent {
  return {
    seq: row.seq,
    at: row.at,
    type: row.type,
    componentId: row.component_id,
    incidentId: row.incident_id,
    personId: row.person_id,
    channelId: row.channel_id,
    text: row.text,
    data: dataOf(row.data),
  } as WatchEvent;
}

/** One spoilt row must not take the whole listing with it; its text still tells what happened. */
function dataOf(json: string): WatchEvent['data'] {
  try {
    return json === '{}' ? {} : JSON.parse(json);
  } catch {
    return { unreadable: json };
  }
}
