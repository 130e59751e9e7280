/**
 * The Store port in memory: all that survives a restart within one drill. What was committed is told to whoever writes the drill's
 * lines; tries are counted nowhere and kept nowhere, for nothing in a drill asks for them.
 */

import type { EventDraft, WatchEvent } from '../../shared/model/event.ts';
import type { ComponentId, IncidentId, PageId } from '../../shared/model/ids.ts';
import type { Incident } from '../../shared/model/incident.ts';
import type { OutboxItem } from '../../shared/model/page.ts';
import type { StoredOverride } from '../../shared/model/schedule.ts';
import type { ComponentWatch } from '../../shared/model/watch.ts';
import type { EventQuery, JournalEntry, Store } from '../engine/ports/store.ts';

/** Kept for `events`: the newest ones. */
const MOST_EVENTS = 100_000;

/** @param onCommit every entry once, in order */
export function createMemoryStore(onCommit: (entry: JournalEntry) => void): Store {
  const watches = new Map<ComponentId, ComponentWatch>();
  const incidents = new Map<IncidentId, Incident>();
  const outbox = new Map<PageId, { readonly item: OutboxItem; readonly at: number }>();
  const overrides = new Map<string, StoredOverride>();
  const values = new Map<string, unknown>();
  let events: WatchEvent[] = [];
  let sequence = 0;
  let writes = 0;

  function write(entry: JournalEntry): readonly WatchEvent[] {
    writes += 1;
    for (const watch of entry.watches ?? []) {
      watches.set(watch.componentId, watch);
    }
    for (const id of entry.forgetWatches ?? []) {
      watches.delete(id);
    }
    for (const incident of entry.incidents ?? []) {
      incidents.set(incident.id, incident);
    }
    for (const item of entry.outbox ?? []) {
      outbox.set(item.page.id, { item, at: writes });
    }
    for (const override of entry.overrides ?? []) {
      overrides.set(override.id, override);
    }
    for (const id of entry.removeOverrides ?? []) {
      overrides.delete(id);
    }
    for (const [key, value] of Object.entries(entry.values ?? {})) {
      value === null ? values.delete(key) : values.set(key, value);
    }
    onCommit(entry);
    return entry.events.map((draft: EventDraft): WatchEvent => {
      sequence += 1;
      return { seq: sequence, ...draft };
    });
  }

  return {
    restore: async () => ({
      watches: [...watches.values()],
      outbox: [...outbox.values()].flatMap(({ item }) => (isUnfinished(item) ? [item] : [])),
      overrides: [...overrides.values()],
      values: new Map(values),
    }),
    async commit(entries) {
      const written = entries.flatMap(write);
      events.push(...written);
      if (events.length > 2 * MOST_EVENTS) {
        events = events.slice(-MOST_EVENTS);
      }
      return written;
    },
    record: async () => undefined,
    events: async (query) =>
      events
        .filter((event) => fits(event, query))
        .slice(-query.limit)
        .reverse(),
    incidents: async ({ id, componentId, from = 0, to = Number.POSITIVE_INFINITY, limit }) =>
      [...incidents.values()]
        .filter(
          (incident) =>
            (id === undefined || incident.id === id) &&
            (componentId === undefined || incident.componentId === componentId) &&
            incident.openedAt <= to &&
            (incident.resolvedAt ?? Number.POSITIVE_INFINITY) >= from,
        )
        .slice(-limit)
        .reverse(),
    observations: async () => [],
    async *history() {},
    rollups: async () => [],
    days: async () => [],
    async lastDeliveries() {
      const latest = new Map<string, { readonly item: OutboxItem; readonly at: number }>();
      for (const row of outbox.values()) {
        const { channelId } = row.item.page;
        const tried = row.item.attempts > 0 && row.item.state !== 'withdrawn';
        if (tried && row.at > (latest.get(channelId)?.at ?? 0)) {
          latest.set(channelId, row);
        }
      }
      return [...latest.values()].map(({ item }) => ({ channelId: item.page.channelId, item, at: item.nextAttemptAt }));
    },
    prune: async (now, ages) => {
      const before = events.length;
      events = events.filter(({ at }) => at >= now - ages.events);
      for (const [id, { item }] of outbox) {
        if (!isUnfinished(item) && item.page.createdAt < now - ages.events) {
          outbox.delete(id);
        }
      }
      return before - events.length;
    },
    health: async () => ({ ok: true, detail: 'ok', bytes: 0, place: 'memory' }),
    close: async () => undefined,
  };
}

function isUnfinished({ state }: OutboxItem): boolean {
  return state === 'queued' || state === 'trying';
}

function fits(event: WatchEvent, { componentId, incidentId, types, text, from, to, beforeSeq }: EventQuery): boolean {
  const said = event.text.toLowerCase();
  return (
    (componentId === undefined || event.componentId === componentId) &&
    (incidentId === undefined || event.incidentId === incidentId) &&
    (types === undefined || types.includes(event.type)) &&
    (text ?? '')
      .toLowerCase()
      .split(/\s+/)
      .every((word) => said.includes(word)) &&
    event.at >= (from ?? Number.NEGATIVE_INFINITY) &&
    event.at <= (to ?? Number.POSITIVE_INFINITY) &&
    event.seq < (beforeSeq ?? Number.POSITIVE_INFINITY)
  );
}
