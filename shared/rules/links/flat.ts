/**
 * A change as single fields, for templates: a field that this kind of change lacks is empty.
 */
import type { StateChange } from '../../model/link-state.ts';

/** `at` is epoch ms; what ends in Iso is ISO 8601 in UTC. */
export const LINK_FIELDS: ReadonlySet<string> = new Set([
  'id',
  'news',
  'kind',
  'key',
  'name',
  'status',
  'before',
  'title',
  'message',
  'severity',
  'latencyMs',
  'fromIso',
  'untilIso',
  'at',
  'atIso',
]);

export type Flat = Readonly<Record<string, string | number | null>>;

export function flatChange(change: StateChange): Flat {
  const { id, at, news } = change;
  const { from, until, ...own } = ownFields(change);
  return {
    id,
    news,
    kind: change.state.kind,
    at,
    atIso: iso(at),
    fromIso: iso(from),
    untilIso: iso(until),
    ...own,
  };
}

interface Own extends Flat {
  readonly from: number | null;
  readonly until: number | null;
}

function ownFields(change: StateChange): Own {
  switch (change.news) {
    case 'component': {
      const { id, name, status, since } = change.state;
      return { key: id, name, status, before: change.before?.status ?? null, from: since, until: null };
    }
    case 'incident-opened':
    case 'incident-updated':
    case 'incident-closed': {
      const { id, component, stage, title, message, severity, openedAt, resolvedAt } = change.state;
      const before = change.before?.stage ?? null;
      const words = { title, message, severity };
      return { key: id, name: component.name, status: stage, before, ...words, from: openedAt, until: resolvedAt };
    }
    case 'maintenance-planned':
    case 'maintenance-changed':
    case 'maintenance-begun':
    case 'maintenance-ended': {
      const { id, name, phase, from, until } = change.state;
      return { key: id, name, status: phase, before: change.before?.phase ?? null, from, until };
    }
    case 'experiment': {
      const { stub, name, available, issues } = change.state;
      const before = change.before === null ? null : wordFor(change.before.available);
      return {
        key: stub,
        name,
        status: wordFor(available),
        before,
        message: issues.join(', '),
        from: null,
        until: null,
      };
    }
    case 'latency': {
      const { component, ms, at } = change.state;
      return { key: component.id, name: component.name, latencyMs: ms, from: at, until: null };
    }
  }
}

const wordFor = (available: boolean): string => (available ? 'available' : 'unavailable');

const iso = (at: number | null): string | null => (at === null ? null : new Date(at).toISOString());
