/**
 * What the Now view shows, as a value: which incidents are open, in which order, what is held back, what is in doubt, what came and went.
 *
 * Nothing that is wrong may fall between the lists: trouble without an incident has a list of its own.
 */
import type { ComponentView, IncidentView } from '../../../shared/contract/view.ts';
import type { EpochMs, IncidentId } from '../../../shared/model/ids.ts';
import type { World } from '../../app/mirror.ts';
import { isTrouble } from './trouble.ts';

/** A page that was not sent (yet), with its reason. */
export interface HeldPage {
  readonly incident: IncidentView;
  readonly reason: string;
  readonly until: EpochMs | null;
}

export interface NowModel {
  readonly open: readonly IncidentView[];
  /** Open ones that nobody has taken and that still fail. */
  readonly unheeded: number;
  readonly held: readonly HeldPage[];
  readonly suspects: readonly ComponentView[];
  readonly unpaged: readonly ComponentView[];
  /** Resolved in the last 24 hours, latest first. */
  readonly away: readonly IncidentView[];
  readonly checks: number;
}

export function nowModel({ components, incidents }: Pick<World, 'components' | 'incidents'>): NowModel {
  const all = [...incidents.values()];
  const open = all.filter(({ state }) => state !== 'resolved').sort(mostUrgentFirst);
  const covered = new Set(open.map(({ componentId }) => componentId));
  const suspects: ComponentView[] = [];
  const unpaged: ComponentView[] = [];
  let checks = 0;
  for (const component of components.values()) {
    checks += component.checks.length;
    if (covered.has(component.id)) {
      continue;
    }
    if (isTrouble(component.status)) {
      unpaged.push(component);
    } else if (component.suspect) {
      suspects.push(component);
    }
  }
  return {
    open,
    unheeded: open.filter(({ state, recoveredAt }) => state === 'triggered' && recoveredAt === null).length,
    held: open.flatMap((incident) => incident.held.map(({ reason, until }) => ({ incident, reason, until }))),
    suspects,
    unpaged,
    away: all.filter(({ state }) => state === 'resolved').sort((a, b) => (b.resolvedAt ?? 0) - (a.resolvedAt ?? 0)),
    checks,
  };
}

const SEVERITY = { critical: 0, high: 1, low: 2 } as const;

/** What nobody has taken comes first; then the severe; then what has waited longest. What has recovered comes last. */
function mostUrgentFirst(a: IncidentView, b: IncidentView): number {
  return (
    turn(a) - turn(b) || SEVERITY[a.severity] - SEVERITY[b.severity] || a.since - b.since || a.id.localeCompare(b.id)
  );
}

function turn({ state, recoveredAt, snoozedUntil }: IncidentView): number {
  if (recoveredAt !== null) {
    return 3;
  }
  return state === 'acknowledged' ? 2 : snoozedUntil !== null ? 1 : 0;
}

/** Finds an incident that a held list still shows. */
export function finder(incidents: ReadonlyMap<IncidentId, IncidentView>): (id: IncidentId) => IncidentView | undefined {
  return (id) => incidents.get(id);
}
