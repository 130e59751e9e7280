/**
 * What happened beside what would have happened: troubles of one component that overlap are the same trouble. Pure.
 */
import type { ReplayedIncident, ReplayRow, ReplayVerdict } from '../../contract/replay.ts';
import type { ComponentId, EpochMs } from '../../model/ids.ts';
import type { Incident } from '../../model/incident.ts';

/** An incident in short. A page that was taken back before its first try told nobody anything. */
export function replayedIncident(incident: Incident, because: string): ReplayedIncident {
  const told = incident.told.filter(({ state, closedBy, pageId }) => state !== 'withdrawn' && closedBy !== pageId);
  const pagedAt = told.length === 0 ? null : Math.min(...told.map(({ at }) => at));
  return {
    since: incident.since,
    openedAt: incident.openedAt,
    pagedAt,
    paged: [
      ...new Set(told.filter(({ at }) => at === pagedAt).map(({ personId, channelId }) => personId ?? channelId)),
    ],
    resolvedAt: incident.resolvedAt,
    severity: incident.severity,
    because,
  };
}

/** Rows in order of time. */
export function compareIncidents(
  componentId: ComponentId,
  happened: readonly ReplayedIncident[],
  replayed: readonly ReplayedIncident[],
): readonly ReplayRow[] {
  const left = [...replayed];
  const rows = happened.map((one) => {
    const index = left.findIndex((other) => overlap(one, other));
    return rowOf(componentId, one, index < 0 ? null : (left.splice(index, 1)[0] ?? null));
  });
  return [...rows, ...left.map((one) => rowOf(componentId, null, one))].sort(
    (one, other) => startOf(one) - startOf(other),
  );
}

function rowOf(
  componentId: ComponentId,
  happened: ReplayedIncident | null,
  replayed: ReplayedIncident | null,
): ReplayRow {
  const since = Math.min(happened?.since ?? Number.POSITIVE_INFINITY, replayed?.since ?? Number.POSITIVE_INFINITY);
  const after = (one: ReplayedIncident | null): number | null =>
    one === null || one.pagedAt === null ? null : one.pagedAt - since;
  return {
    componentId,
    verdict: verdictOf(happened?.pagedAt ?? null, replayed?.pagedAt ?? null),
    happened,
    replayed,
    happenedDetectMs: after(happened),
    replayedDetectMs: after(replayed),
  };
}

function verdictOf(happened: EpochMs | null, replayed: EpochMs | null): ReplayVerdict {
  if (happened === null) {
    return replayed === null ? 'silent' : 'new';
  }
  return replayed === null ? 'gone' : 'same';
}

function overlap(one: ReplayedIncident, other: ReplayedIncident): boolean {
  const end = ({ resolvedAt }: ReplayedIncident): number => resolvedAt ?? Number.POSITIVE_INFINITY;
  return one.since <= end(other) && other.since <= end(one);
}

const startOf = ({ happened, replayed }: ReplayRow): number =>
  Math.min(happened?.since ?? Number.POSITIVE_INFINITY, replayed?.since ?? Number.POSITIVE_INFINITY);
