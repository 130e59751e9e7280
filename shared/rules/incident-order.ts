/**
 * Which open incident matters most: the one order that tray, alarm and window share.
 *
 * What nobody has taken comes first, however small: it is the one that still needs a hand. A list for others has no use for that.
 */
import type { IncidentView } from '../contract/view.ts';
import type { Incident } from '../model/incident.ts';
import { SEVERITY_RANK } from '../model/roster.ts';

/** Open incidents, worst first: not taken, then by severity, then the longest-lasting. */
export function worstFirst(incidents: readonly IncidentView[]): readonly IncidentView[] {
  return incidents
    .filter((incident) => incident.state !== 'resolved')
    .toSorted(
      (a, b) =>
        Number(isTaken(a)) - Number(isTaken(b)) ||
        SEVERITY_RANK[b.severity] - SEVERITY_RANK[a.severity] ||
        a.since - b.since,
    );
}

/** Somebody has said "mine" or "later", or it is getting well by itself. */
function isTaken(incident: IncidentView): boolean {
  return incident.state === 'acknowledged' || incident.snoozedUntil !== null || incident.recoveredAt !== null;
}

/** The incident a window should open on: the worst that nobody has taken, if a page is open. */
export function openOn(incidents: readonly IncidentView[]): IncidentView | null {
  const worst = worstFirst(incidents)[0];
  return worst && !isTaken(worst) ? worst : null;
}

/** Open incidents as a list for others: severe before mild, then what has lasted longest. What has recovered is not wrong. */
export function wrongFirst<T extends Pick<Incident, 'severity' | 'since' | 'recoveredAt'>>(
  open: readonly T[],
): readonly T[] {
  return open
    .filter(({ recoveredAt }) => recoveredAt === null)
    .toSorted((a, b) => SEVERITY_RANK[b.severity] - SEVERITY_RANK[a.severity] || a.since - b.since);
}
