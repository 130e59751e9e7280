/**
 * What happened beside what would have happened: troubles of one component that overlap are the same trouble. Pure.
 */
import type { ReplayedIncident, ReplayRow, ReplayVerdict } from '../../contract/replay.ts';
import type { ComponentId, EpochMs } from '../../model/ids.ts';
import type { Incident, Told } from '../../model/incident.ts';

/** Whoever is told so soon after the first page was told with it: a channel that fails at once gives way to the next. */
const TOGETHER_MS = 5_000;

/** An incident in short, as far as it had gone at `to`. A page that was taken back before its first try told nobody anything. */
export function replayedIncident(incident: Incident, because: string, to: EpochMs): ReplayedIncident {
  const told = incident.told.filter(
    ({ state, closedBy, pageId, at }) => state !== 'withdrawn' && closedBy !== pageId && at <= to,
  );
  const pagedAt = told.length === 0 ? null : Math.min(...told.map(({ at }) => at));
  const first = told.filter(({ at }) => pagedAt !== null && at - pagedAt <= TOGETHER_MS);
  const { escalation, resolvedAt } = incident;
  const over = resolvedAt !== null && resolvedAt <= to;
  return {
    since: incident.since,
    openedAt: incident.openedAt,
    pagedAt,
    paged: unique(first.map(({ personId, channelId }) => personId ?? channelId)),
    firstTold: unique(first.map(receiver)),
    everTold: unique(told.map(receiver)),
    steps: over ? escalation.round * (escalation.policy?.steps.length ?? 0) + escalation.step : null,
    resolvedAt: over ? resolvedAt : null,
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
    const index = left.findIndex((other) => overlaps(one, other));
    return rowOf(componentId, one, index < 0 ? null : (left.splice(index, 1)[0] ?? null));
  });
  return [...rows, ...left.map((one) => rowOf(componentId, null, one))].sort(
    (one, other) => startOf(one) - startOf(other),
  );
}

/** There was a time at which both were under way. */
export function overlaps(one: Lasting, other: Lasting): boolean {
  const end = ({ resolvedAt }: Lasting): number => resolvedAt ?? Number.POSITIVE_INFINITY;
  return one.since <= end(other) && other.since <= end(one);
}

type Lasting = Pick<Incident, 'since' | 'resolvedAt'>;

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
    verdict: verdictOf(happened, replayed),
    happened,
    replayed,
    happenedDetectMs: after(happened),
    replayedDetectMs: after(replayed),
  };
}

/** When exactly is shown and not judged: some seconds are no other page. */
function verdictOf(happened: ReplayedIncident | null, replayed: ReplayedIncident | null): ReplayVerdict {
  if (happened === null || happened.pagedAt === null) {
    return replayed === null || replayed.pagedAt === null ? 'silent' : 'new';
  }
  if (replayed === null || replayed.pagedAt === null) {
    return 'gone';
  }
  const sameSteps = happened.steps === null || replayed.steps === null || happened.steps === replayed.steps;
  const samePeople = sameSet(happened.firstTold, replayed.firstTold) && sameSet(happened.everTold, replayed.everTold);
  return sameSteps && samePeople ? 'same' : 'other';
}

/** "kim by kim-hook"; a channel that belongs to nobody stands for itself. */
function receiver({ personId, channelId }: Told): string {
  return personId === null ? channelId : `${personId} by ${channelId}`;
}

function sameSet(one: readonly string[], other: readonly string[]): boolean {
  return one.length === other.length && one.every((name) => other.includes(name));
}

const unique = (names: readonly string[]): readonly string[] => [...new Set(names)];

const startOf = ({ happened, replayed }: ReplayRow): number =>
  Math.min(happened?.since ?? Number.POSITIVE_INFINITY, replayed?.since ?? Number.POSITIVE_INFINITY);
