/**
 * Maintenance in words, and what somebody began by hand in the shape of a window.
 */
import type { MaintenanceWindow, StoredMaintenance } from '../model/maintenance.ts';

/** Maintenance begun by hand, in the shape of a window. */
export function windowByHand({ id, from, until, note, by }: StoredMaintenance): MaintenanceWindow {
  const name = note === '' ? `by ${by}` : `${note} (${by})`;
  return { id, name, kind: 'once', from: new Date(from).toISOString(), to: new Date(until).toISOString() };
}

/** "Maintenance: Nightly backups" */
export function maintenanceWords({ name, id, note }: MaintenanceWindow): string {
  return `Maintenance: ${name ?? id}${note === undefined ? '' : ` (${note})`}`;
}
