/**
 * Reads the configuration of Gatus (TwiN/gatus, README "Configuration"): endpoints, external endpoints, groups, thresholds.
 */
import { type Fields, fieldsOf, isRecord } from '../fields.ts';
import { groupMaker } from '../groups.ts';
import type { CheckDraft, ImportedComponent, ImportedMaintenance, Place, ReadResult } from '../imported.ts';
import { nearestChannel } from '../nearest-channel.ts';
import type { Report } from '../report.ts';
import { durationText, idMaker } from '../texts.ts';
import { type ReadYaml, readYamlSource } from '../yaml-source.ts';
import { countersOf, type DefaultAlerts, type Thresholds } from './alerts.ts';
import { durationOf, endpointCheck } from './endpoint.ts';
import { gatusWindow } from './maintenance.ts';

/** Says nothing about what is watched, only about Gatus itself. */
const OWN_BUSINESS = [
  'web',
  'ui',
  'storage',
  'metrics',
  'debug',
  'security',
  'concurrency',
  'disable-monitoring-lock',
  'skip-invalid-config-update',
  'announcements',
  'version',
  // Where the README keeps its anchors.
  'default-endpoint',
];

export function readGatus(text: string, file: string, report: Report, readYaml: ReadYaml): ReadResult {
  const source = readYamlSource(text, file, readYaml);
  if (!source.ok) {
    return source;
  }
  if (!isRecord(source.value)) {
    return { ok: false, reason: `${file} is no Gatus configuration: it holds no fields` };
  }
  const root = fieldsOf(source.value, source.lineOf);
  if (!['endpoints', 'services', 'external-endpoints', 'suites'].some(root.has)) {
    return { ok: false, reason: `${file} is no Gatus configuration: it has no endpoints` };
  }
  const whole: Place = { file, line: null, name: '' };
  const defaults = readAlerting(root.record('alerting'), whole, report);
  const groups = groupMaker();
  const newId = idMaker(['watcher']);
  const components: ImportedComponent[] = [];
  const maintenance: ImportedMaintenance[] = [];
  const newWindowId = idMaker();

  function add(list: string, fields: Fields, index: number, check: (place: Place) => CheckDraft | null): void {
    const name = fields.text('name') ?? `${list} ${index + 1}`;
    const place: Place = { file, line: fields.line, name };
    if (fields.flag('enabled') === false) {
      report.lost(place, 'it is switched off there (enabled: false)');
      return;
    }
    const draft = check(place);
    if (draft === null) {
      return;
    }
    if (draft.fall === undefined) {
      report.changed(place, 'it has no alert there and wakes nobody; here it pages by the policy "default"');
    }
    const group = groups.idOf(fields.text('group') ?? '');
    const id = newId(name);
    for (const window of fields.records('maintenance-windows')) {
      const made = gatusWindow(window, newWindowId(id), { components: [id] }, { ...place, line: window.line }, report);
      maintenance.push(...(made === null ? [] : [made]));
    }
    components.push({
      draft: { id, name, ...(group !== null && { group }), checks: [draft] },
      origin: `from ${list}[${index}] "${name}"${fields.line === null ? '' : `, line ${fields.line}`} of ${file}`,
      place,
    });
  }

  for (const list of ['endpoints', 'services']) {
    for (const [index, fields] of root.records(list).entries()) {
      add(list, fields, index, (place) =>
        endpointCheck(fields, countersOf(fields.records('alerts'), defaults, place, report), place, report),
      );
    }
  }
  for (const [index, fields] of root.records('external-endpoints').entries()) {
    add('external-endpoints', fields, index, (place) => heartbeatCheck(fields, defaults, place, report));
  }
  for (const suite of root.records('suites')) {
    const place = { file, line: suite.line, name: suite.text('name') ?? '' };
    report.lost(place, 'suites are not carried over: there are no checks in several steps that hand values on');
  }
  const window = root.record('maintenance');
  const place = { file, line: window?.line ?? null, name: 'maintenance' };
  const made =
    window === null ? null : gatusWindow(window, newWindowId('maintenance'), { everything: true }, place, report);
  maintenance.push(...(made === null ? [] : [made]));
  if (root.has('connectivity')) {
    const line = { file, line: root.lineOf('connectivity'), name: 'connectivity' };
    report.lost(line, 'whom it asks whether it is online itself: name them in settings.witnesses');
  }
  root.ignore('connectivity', ...OWN_BUSINESS);
  for (const key of [...root.left(), ...root.odd()]) {
    report.lost({ file, line: root.lineOf(key), name: key }, 'it has no counterpart');
  }
  return { ok: true, imported: { groups: groups.all(), components, people: [], policies: [], maintenance } };
}

/** What pushes to Gatus is a heartbeat: `POST /api/v1/endpoints/{key}/external?success=true`, expected every so often. */
function heartbeatCheck(fields: Fields, defaults: DefaultAlerts, place: Place, report: Report): CheckDraft | null {
  const heartbeat = fields.record('heartbeat');
  const every = heartbeat === null ? null : durationOf(heartbeat, 'interval', place, report);
  fields.ignore('name', 'group', 'enabled', 'token');
  const counters = countersOf(fields.records('alerts'), defaults, place, report);
  for (const key of [...fields.left(), ...fields.odd()]) {
    report.lost({ ...place, line: fields.lineOf(key) }, `"${key}" has no counterpart`);
  }
  if (every === null || every === 0) {
    report.lost(
      place,
      'it is never missed there (no heartbeat.interval); a heartbeat here needs to know how often it comes',
    );
    return null;
  }
  report.changed(
    place,
    'it is called at another address: /beat/<token> when all is well, /beat/<token>/fail when not; choose a token of 16 characters or more',
  );
  const token = report.secret(`${place.name} token`, `token of "${place.name}"`);
  return { type: 'heartbeat', every: durationText(every), token, ...counters };
}

function readAlerting(alerting: Fields | null, whole: Place, report: Report): DefaultAlerts {
  const defaults = new Map<string, Thresholds>();
  for (const type of alerting?.left() ?? []) {
    const provider = alerting?.record(type) ?? null;
    const fallback = provider?.record('default-alert') ?? null;
    if (fallback?.flag('enabled') === false) {
      const place = { ...whole, line: fallback.lineOf('enabled'), name: `alerting.${type}` };
      report.changed(
        place,
        'its default alert is off there (enabled: false); here everything pages by the policy "default"',
      );
    }
    defaults.set(type, {
      failures: fallback?.number('failure-threshold') ?? null,
      successes: fallback?.number('success-threshold') ?? null,
    });
    report.lost({ ...whole, line: alerting?.lineOf(type) ?? null, name: `alerting.${type}` }, nearestChannel(type));
  }
  return defaults;
}
