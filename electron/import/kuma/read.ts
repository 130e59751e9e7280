/**
 * Reads Uptime Kuma: monitors with their groups and tags; what tells people is listed with the nearest channel.
 */
import { groupMaker } from '../groups.ts';
import type { ImportedComponent, Place, ReadResult } from '../imported.ts';
import { nearestChannel } from '../nearest-channel.ts';
import type { Report } from '../report.ts';
import { idMaker, literal, tagOf } from '../texts.ts';
import { monitorOf } from './kind.ts';
import { tellTheRest } from './left.ts';
import { kumaWindows } from './maintenance.ts';
import { monitorCheck } from './monitor.ts';
import type { KumaMonitor, KumaSource } from './source.ts';

export function readKuma(
  { monitors, notifications, maintenance, others }: KumaSource,
  file: string,
  report: Report,
): ReadResult {
  const groups = groupMaker();
  const newId = idMaker(['watcher']);
  const byId = new Map(monitors.map((monitor) => [monitor.id, monitor]));
  const components: ImportedComponent[] = [];
  /** Ids of components, by the monitor's own. */
  const made = new Map<string, string>();
  const componentsIn = (id: string): readonly string[] =>
    monitors
      .filter((monitor) => monitor.id === id || parentsOf(monitor, byId).some((parent) => parent.id === id))
      .flatMap((monitor) => made.get(monitor.id) ?? []);
  const tellers = new Set(monitors.flatMap((monitor) => monitor.notifications));
  for (const { id, name, type } of notifications) {
    const used = tellers.has(id) ? '' : ' (no monitor uses it)';
    report.lost({ file, line: null, name: `notification "${name}"` }, `${nearestChannel(type)}${used}`);
  }
  for (const { what, count } of others) {
    report.lost({ file, line: null, name: what }, `${count} of them: there is no counterpart`);
  }
  for (const kuma of monitors) {
    const name = nameOf(kuma);
    const place: Place = { file, line: null, name };
    const monitor = monitorOf(kuma.fields, place);
    if (monitor.type === 'group') {
      continue;
    }
    if (isPaused(kuma, byId)) {
      report.lost(place, 'it is paused there');
      continue;
    }
    const check = monitorCheck(monitor, report);
    if (check === null) {
      continue;
    }
    tellTheRest(monitor, report);
    if (kuma.notifications.length === 0) {
      report.changed(place, 'nobody is told of it there; here it pages by the policy "default"');
    }
    const group = groups.idOf(groupName(kuma, byId));
    const description = monitor.text('description') ?? '';
    const id = newId(name);
    made.set(kuma.id, id);
    components.push({
      draft: {
        id,
        name: literal(name),
        ...(group !== null && { group }),
        ...(kuma.tags.length > 0 && { tags: [...new Set(kuma.tags.map(tagOf))] }),
        ...(description !== '' && { description: literal(description) }),
        checks: [check],
      },
      origin: `from monitor ${kuma.id} "${name}" (${monitor.type}) of ${file}`,
      place,
    });
  }
  const newWindowId = idMaker();
  const windows = maintenance.flatMap(({ fields, monitors: ids }) =>
    kumaWindows(fields, { components: ids.flatMap((id) => componentsIn(id)) }, newWindowId, file, report),
  );
  return { ok: true, imported: { groups: groups.all(), components, people: [], policies: [], maintenance: windows } };
}

const nameOf = ({ id, fields }: KumaMonitor): string => fields.text('name') ?? `monitor ${id}`;

/** A group that is paused pauses what is in it. */
function isPaused(kuma: KumaMonitor, byId: ReadonlyMap<string, KumaMonitor>): boolean {
  return [kuma, ...parentsOf(kuma, byId)].some(({ fields }) => fields.flag('active') === false);
}

/** Groups inside groups are one group here, called by the whole way to it. */
function groupName(kuma: KumaMonitor, byId: ReadonlyMap<string, KumaMonitor>): string {
  return parentsOf(kuma, byId).map(nameOf).toReversed().join(' / ');
}

/** From the nearest to the farthest; a circle ends where it closes. */
function parentsOf(kuma: KumaMonitor, byId: ReadonlyMap<string, KumaMonitor>): readonly KumaMonitor[] {
  const parents: KumaMonitor[] = [];
  const seen = new Set([kuma.id]);
  let next = byId.get(kuma.fields.text('parent') ?? '');
  while (next !== undefined && !seen.has(next.id)) {
    parents.push(next);
    seen.add(next.id);
    next = byId.get(next.fields.text('parent') ?? '');
  }
  return parents;
}
