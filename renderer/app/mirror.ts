/**
 * What the window knows: a copy of the main process' picture, and whether the line that keeps it true is alive.
 *
 * Nothing is decided or guessed here. A change whose number does not follow is refused, not applied.
 */
import { createStore, type StoreApi } from 'zustand/vanilla';
import type { Change, ComponentView, IncidentView, Snapshot } from '../../shared/contract/view.ts';
import type { ComponentId, EpochMs, IncidentId } from '../../shared/model/ids.ts';

/** A snapshot with its two large lists by id, so that a change costs what changed. */
export interface World extends Omit<Snapshot, 'components' | 'incidents'> {
  readonly components: ReadonlyMap<ComponentId, ComponentView>;
  readonly incidents: ReadonlyMap<IncidentId, IncidentView>;
}

/** The line to the main process. `since` is when we last heard a word from it. */
export type Line =
  | { readonly kind: 'connecting' }
  | { readonly kind: 'live' }
  | { readonly kind: 'lost'; readonly since: EpochMs };

export interface Mirror {
  /** Null until the first snapshot. Kept when the line is lost: old news, marked as old. */
  readonly world: World | null;
  readonly line: Line;
  /** When the last snapshot or change arrived, by this machine's clock. */
  readonly heardAt: EpochMs;
}

export type MirrorStore = StoreApi<Mirror>;

export function createMirror(now: EpochMs): MirrorStore {
  return createStore<Mirror>(() => ({ world: null, line: { kind: 'connecting' }, heardAt: now }));
}

export function worldOf(snapshot: Snapshot): World {
  return {
    ...snapshot,
    components: new Map(snapshot.components.map((component) => [component.id, component])),
    incidents: new Map(snapshot.incidents.map((incident) => [incident.id, incident])),
  };
}

/** The world after a change; 'known' when it is already in there, 'missed' when one before it never came. */
export function fold(world: World, change: Change): World | 'known' | 'missed' {
  if (change.sequence <= world.sequence) {
    return 'known';
  }
  if (change.sequence > world.sequence + 1) {
    return 'missed';
  }
  const { components, removedComponents, incidents, removedIncidents, ...rest } = change;
  return {
    ...world,
    ...rest,
    components: upsert(world.components, components, removedComponents),
    incidents: upsert(world.incidents, incidents, removedIncidents),
  };
}

function upsert<Id, T extends { readonly id: Id }>(
  known: ReadonlyMap<Id, T>,
  changed: readonly T[] = [],
  removed: readonly Id[] = [],
): ReadonlyMap<Id, T> {
  if (changed.length === 0 && removed.length === 0) {
    return known;
  }
  const next = new Map(known);
  for (const item of changed) {
    next.set(item.id, item);
  }
  for (const id of removed) {
    next.delete(id);
  }
  return next;
}
