/**
 * What the tray, the tone and the quit question need of a snapshot: everything but the long lists. Kept true by folding
 * changes in, so that ten thousand components cost nothing here.
 *
 * A missing number means asking again, never guessing.
 */
import type { Change, IncidentView, Snapshot } from '../contract/view.ts';

export type Glance = Omit<Snapshot, 'components' | 'groups' | 'channels'>;

export function glanceOf(snapshot: Snapshot): Glance {
  const { components: _c, groups: _g, channels: _n, ...glance } = snapshot;
  return glance;
}

/** The glance after a change. The same object when the change is old news; null when one before it was missed. */
export function foldGlance(glance: Glance, change: Change): Glance | null {
  if (change.sequence <= glance.sequence) {
    return glance;
  }
  if (change.sequence > glance.sequence + 1) {
    return null;
  }
  const {
    incidents,
    removedIncidents,
    components: _c,
    removedComponents: _r,
    groups: _g,
    channels: _n,
    ...parts
  } = change;
  return { ...glance, ...parts, incidents: foldIncidents(glance.incidents, incidents ?? [], removedIncidents ?? []) };
}

function foldIncidents(
  known: readonly IncidentView[],
  news: readonly IncidentView[],
  removed: readonly IncidentView['id'][],
): readonly IncidentView[] {
  if (news.length === 0 && removed.length === 0) {
    return known;
  }
  const byId = new Map([...known, ...news].map((incident) => [incident.id, incident]));
  for (const id of removed) {
    byId.delete(id);
  }
  return [...byId.values()];
}
