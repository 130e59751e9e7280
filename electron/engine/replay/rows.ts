/**
 * Both sides of a replay, component by component: those of this configuration, those for which anything happened, and ourselves.
 */
import type { ReplayReport } from '../../../shared/contract/replay.ts';
import type { Config } from '../../../shared/model/config.ts';
import type { ComponentId, EpochMs } from '../../../shared/model/ids.ts';
import type { Incident } from '../../../shared/model/incident.ts';
import { compareIncidents, overlaps, replayedIncident } from '../../../shared/rules/replay/compare.ts';
import { WATCHER_ID } from '../../../shared/rules/watcher.ts';
import type { Recorder } from './recorder.ts';

export interface History {
  readonly from: EpochMs;
  readonly to: EpochMs;
  readonly incidents: readonly Incident[];
}

/** What began before the range cannot be judged by the tries of the range: it is counted and left out, on both sides. */
export function rowsOf(
  { components }: Config,
  { from, to, incidents }: History,
  replayed: Pick<Recorder, 'incidents' | 'reasons'>,
): Pick<ReplayReport, 'rows' | 'begunBefore'> {
  const ids = new Set<ComponentId>([...components.keys(), WATCHER_ID, ...incidents.map((one) => one.componentId)]);
  const old = incidents.filter(({ since }) => since < from);
  const isOld = (one: Incident): boolean =>
    old.some((other) => other.componentId === one.componentId && overlaps(one, other));
  const of = (all: Iterable<Incident>) => byComponent([...all].filter((one) => one.since >= from && !isOld(one)));
  const happened = of(incidents);
  const judged = of(replayed.incidents.values());
  const rows = [...ids].flatMap((id) =>
    compareIncidents(
      id,
      (happened.get(id) ?? []).map((one) => replayedIncident(one, one.cause?.detail ?? '', to)),
      (judged.get(id) ?? []).map((one) =>
        replayedIncident(one, replayed.reasons.get(one.id) ?? one.cause?.detail ?? '', to),
      ),
    ),
  );
  return { rows, begunBefore: old.length };
}

function byComponent(incidents: readonly Incident[]): ReadonlyMap<ComponentId, readonly Incident[]> {
  const groups = new Map<ComponentId, Incident[]>();
  for (const one of incidents) {
    const group = groups.get(one.componentId) ?? [];
    group.push(one);
    groups.set(one.componentId, group);
  }
  return groups;
}
