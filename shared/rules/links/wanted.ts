/**
 * What a link should have been told by now: each component as it is, what is open, what is planned, how long it takes.
 *
 * The rule a reader must not break: what nobody sees is never told as well. Just lost from sight is told nothing of, for it is mostly
 * seen again in a moment; lost for longer is told as unknown.
 */
import type { ComponentSettings } from '../../model/config.ts';
import type { CheckHealth } from '../../model/health.ts';
import type { EpochMs } from '../../model/ids.ts';
import type { Incident } from '../../model/incident.ts';
import type {
  ComponentState,
  IncidentState,
  LatencyPoint,
  LinkState,
  Named,
  WorkState,
} from '../../model/link-state.ts';
import type { LinkKind } from '../../model/links/common.ts';
import type { MaintenanceWindow } from '../../model/maintenance.ts';
import type { ComponentWatch } from '../../model/watch.ts';
import { statusOfIncident, troubleWords, wordsAbout } from '../cachet/own-incident.ts';
import { runningOn, spanFrom } from '../status-page/planned.ts';

/** Further ahead nobody looks. ms */
const AHEAD_MS = 14 * 86_400_000;

/** A component of which the link is told, with all that is believed of it. */
export interface Seen {
  readonly settings: ComponentSettings;
  /** For everybody. */
  readonly name: string;
  readonly watch: ComponentWatch;
  readonly windows: readonly MaintenanceWindow[];
}

export interface Scene {
  readonly now: EpochMs;
  readonly timeZone: string;
  /** Since when nobody watches; null: somebody does. Epoch ms. */
  readonly blindSince: EpochMs | null;
  readonly components: readonly Seen[];
  /** Of these components, those that are over lately. */
  readonly recent: readonly Incident[];
}

export interface Wishes {
  readonly tell: readonly LinkKind[];
  readonly incidentsAfter: number;
  readonly latencyEvery: number;
  /** So long unseen, and it is told as unknown. ms */
  readonly unknownAfter: number;
}

export interface Wanted {
  readonly key: string;
  readonly state: LinkState;
}

export const keyOf = (state: LinkState): string => {
  switch (state.kind) {
    case 'component':
      return `component:${state.id}`;
    case 'incident':
      return `incident:${state.id}`;
    case 'maintenance':
      return `maintenance:${state.id}@${state.from}`;
    case 'latency':
      return `latency:${state.component.id}`;
    case 'experiment':
      return `experiment:${state.system}/${state.stub}`;
  }
};

/** @param began true: it was told that this began */
export function wantedStates(scene: Scene, wishes: Wishes, began: (key: string) => boolean): readonly Wanted[] {
  const { tell } = wishes;
  const states: readonly LinkState[] = [
    ...(tell.includes('components') ? components(scene, wishes) : []),
    ...(tell.includes('incidents') ? incidents(scene) : []),
    ...(tell.includes('maintenance') ? planned(scene) : []),
    ...(tell.includes('latency') ? scene.components.flatMap(latencyOf) : []),
  ];
  const ripe = new Set(scene.components.flatMap((seen) => ripeIncident(seen, scene.now, wishes.incidentsAfter)));
  return states
    .map((state): Wanted => ({ key: keyOf(state), state }))
    .filter(({ key, state }) => state.kind !== 'incident' || began(key) || ripe.has(state.id));
}

function components(scene: Scene, { unknownAfter }: Wishes): readonly ComponentState[] {
  const { now, blindSince, timeZone } = scene;
  if (blindSince !== null && now - blindSince < unknownAfter) {
    return [];
  }
  return scene.components.flatMap(({ settings, name, watch, windows }): ComponentState[] => {
    const { id } = settings;
    const status = blindSince === null ? watch.status : 'unknown';
    const since = blindSince ?? watch.since;
    // Never judged, or judged no more since a moment ago: wait.
    if (status === 'unknown' && (since === null || now - since < unknownAfter)) {
      return [];
    }
    const maintenance = runningOn({ windows }, now, timeZone) !== null;
    return [{ kind: 'component', id, name, status, since, maintenance, checks: watch.checks.map(checkState) }];
  });
}

function checkState({ checkId, settled, since, lastFailure }: CheckHealth): ComponentState['checks'][number] {
  const troubled = settled === 'down' || settled === 'slow' || settled === 'starting';
  return { id: checkId, settled, since, because: troubled ? (lastFailure?.detail ?? null) : null };
}

function incidents({ components: all, recent }: Scene): readonly IncidentState[] {
  const byId = new Map(all.map((seen) => [seen.settings.id, seen]));
  const found = new Map(recent.map((incident) => [incident.id, incident]));
  for (const { watch } of all) {
    if (watch.incident !== null) {
      found.set(watch.incident.id, watch.incident);
    }
  }
  return [...found.values()].flatMap((incident) => {
    const seen = byId.get(incident.componentId);
    return seen === undefined ? [] : [incidentState(incident, seen.name)];
  });
}

function incidentState(incident: Incident, name: string): IncidentState {
  const { id, componentId, status, severity, openedAt, resolvedAt } = incident;
  const stage = statusOfIncident(incident);
  return {
    kind: 'incident',
    id,
    component: { id: componentId, name },
    stage,
    status,
    severity,
    title: troubleWords(name, status),
    message: wordsAbout(stage, name),
    openedAt,
    resolvedAt,
  };
}

/** Open for so long, and not kept back by something that explains it. A silence only keeps people from being woken. */
function ripeIncident({ watch: { incident } }: Seen, now: EpochMs, after: number): readonly string[] {
  return incident !== null &&
    incident.state !== 'resolved' &&
    now - incident.openedAt >= after &&
    (incident.held === null || incident.held.kind === 'silence')
    ? [incident.id]
    : [];
}

/** For each window that is for one of them the time that runs, or else the next one. */
function planned({ now, timeZone, components: all }: Scene): readonly WorkState[] {
  const on = new Map<MaintenanceWindow, Named[]>();
  for (const { settings, name, windows } of all) {
    for (const window of windows) {
      const named = on.get(window) ?? [];
      on.set(window, named);
      named.push({ id: settings.id, name });
    }
  }
  return [...on].flatMap(([window, named]): WorkState[] => {
    const span = spanFrom(window, now, timeZone);
    if (span === null || span.from > now + AHEAD_MS) {
      return [];
    }
    const { id, name = id } = window;
    const phase = span.from <= now ? 'begun' : 'planned';
    return [{ kind: 'maintenance', id, name, from: span.from, until: span.until, components: named, phase }];
  });
}

function latencyOf({ settings, name, watch }: Seen): readonly LatencyPoint[] {
  const told = watch.checks.find(
    ({ lastLatencyMs, lastOutcome }) => lastLatencyMs !== null && (lastOutcome === 'pass' || lastOutcome === 'slow'),
  );
  const component = { id: settings.id, name };
  return told === undefined || told.lastLatencyMs === null || told.lastAt === null
    ? []
    : [{ kind: 'latency', component, check: told.checkId, at: told.lastAt, ms: told.lastLatencyMs }];
}
