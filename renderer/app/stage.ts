/**
 * What stands in front of the view: at most one dialog, at most one open menu. Kept here so that keys and buttons open the same ones.
 */
import { createStore, type StoreApi } from 'zustand/vanilla';
import type { ComponentId, IncidentId, PersonId, ScheduleId } from '../../shared/model/ids.ts';

export type DialogRequest =
  | { readonly kind: 'acknowledge' | 'note' | 'resolve' | 'silence' | 'explain'; readonly incident: IncidentId }
  /** `person`: who is on call and would be replaced. */
  | { readonly kind: 'override'; readonly schedule: ScheduleId; readonly person: PersonId | null }
  | { readonly kind: 'calendar' | 'move' | 'swap'; readonly schedule: ScheduleId }
  | { readonly kind: 'status' | 'maintenance'; readonly component: ComponentId }
  | { readonly kind: 'page-links' | 'tokens' }
  | { readonly kind: 'keys' };

export interface Stage {
  readonly dialog: DialogRequest | null;
  /** Name of the open menu: `escalate <incident>`, `quiet` … */
  readonly menu: string | null;
  /** Incidents that were ticked: `a` and its button take them all. */
  readonly selected: ReadonlySet<IncidentId>;
  /** Read out at once (new pages), and when there is a pause (recoveries). */
  readonly alert: string;
  readonly status: string;
}

export function createStage(): StoreApi<Stage> {
  return createStore<Stage>(() => ({ dialog: null, menu: null, selected: new Set(), alert: '', status: '' }));
}

/** Ticks an incident, or takes the tick away. */
export function toggleSelected(stage: StoreApi<Stage>, incident: IncidentId): void {
  const selected = new Set(stage.getState().selected);
  if (!selected.delete(incident)) {
    selected.add(incident);
  }
  stage.setState({ selected });
}

/** Menus that a key can open. */
export const menuName = {
  acknowledge: (incident: IncidentId) => `acknowledge ${incident}`,
  snooze: (incident: IncidentId) => `snooze ${incident}`,
  escalate: (incident: IncidentId) => `escalate ${incident}`,
  more: (incident: IncidentId) => `more ${incident}`,
  quiet: 'quiet',
  window: 'window',
} as const;
