/**
 * Reads Nagios' object files: hosts and services as components, host groups as tags, contacts as people.
 */
import { groupMaker } from '../groups.ts';
import type { ImportedComponent, ReadResult } from '../imported.ts';
import type { Report } from '../report.ts';
import { idMaker, literal, tagOf } from '../texts.ts';
import { nagiosCheck } from './check.ts';
import type { Surroundings } from './command-line.ts';
import { createContacts } from './contacts.ts';
import { tellDirectives } from './directives.ts';
import { hostLookup } from './hosts.ts';
import { type ParsedObjects, parseObjects, type Resolved, resolveObjects } from './objects.ts';

/** Types that say nothing about what is watched, or were read already. */
const READ = new Set(['host', 'service', 'hostgroup', 'servicegroup', 'contact', 'contactgroup', 'command']);
const SILENT = new Set(['hostextinfo', 'serviceextinfo']);

export interface NagiosFile {
  readonly path: string;
  readonly text: string;
}

export function readNagios(files: readonly NagiosFile[], report: Report): ReadResult {
  const parsed = files.map(({ path, text }) => parseObjects(text, path));
  const all = resolveObjects(parsed.flatMap(({ objects }) => objects));
  if (all.length === 0) {
    const names = files.map(({ path }) => path).join(', ') || 'the folder';
    return { ok: false, reason: `${names}: there is no Nagios object ("define host { … }") in it` };
  }
  tellTheRest(parsed, all, report);
  const ofType = (type: string) => all.filter((object) => object.type === type);
  const surroundings: Surroundings = {
    commands: new Map(ofType('command').map((command) => [command.place.name, command.get('command_line') ?? ''])),
    macros: new Map(parsed.flatMap(({ macros }) => [...macros])),
    unitMs: unitMsOf(parsed),
  };
  const lookup = hostLookup(ofType('host'), ofType('hostgroup'));
  const contacts = createContacts(ofType('contact'), ofType('contactgroup'), report);
  const groups = groupMaker();
  const newId = idMaker(['watcher']);
  const added: { readonly component: ImportedComponent; readonly parents: readonly string[] }[] = [];
  /** The component that looks at a host itself, by the host's name. */
  const ofHost = new Map<string, string>();

  function add(host: Resolved, service: Resolved | null): void {
    const source = service ?? host;
    const hostName = host.place.name;
    const name = service === null ? hostName : `${hostName} ${service.place.name}`;
    const place = { ...source.place, name };
    const check = nagiosCheck(host, service, place, surroundings, report);
    if (check === null) {
      return;
    }
    const group = groups.idOf(host.get('display_name') ?? hostName);
    const policy = contacts.policyOf(source, host);
    const description = source.get('notes') ?? (service === null ? host.get('alias') : null);
    const runbook = source.get('notes_url') ?? source.get('action_url');
    const tags = [...lookup.groupsOf(host), ...(service?.list('servicegroups') ?? [])].map(tagOf);
    const id = newId(name);
    if (service === null) {
      ofHost.set(hostName, id);
    }
    const component: ImportedComponent = {
      draft: {
        id,
        name: literal(name),
        ...(group !== null && { group }),
        ...(description !== null && { description: literal(description) }),
        ...(runbook !== null && /^https?:\/\/[^$\s]+$/.test(runbook) && { runbook }),
        ...(tags.length > 0 && { tags: [...new Set(tags)] }),
        ...(policy !== null && { policy }),
        checks: [check],
      },
      origin: `from ${source.type} "${source.place.name}"${service === null ? '' : ` on ${hostName}`}, line ${place.line} of ${place.file}`,
      place,
    };
    added.push({ component, parents: service === null ? host.list('parents') : [hostName] });
  }

  for (const host of ofType('host')) {
    if (host.get('check_command') === null) {
      report.lost(host.place, 'it is not looked at itself (no check_command): only its services are');
    } else {
      add(host, null);
    }
  }
  for (const service of ofType('service')) {
    const hosts = lookup.hostsOf(service);
    if (hosts.length === 0) {
      report.lost(service.place, 'it is on no host that was read');
    }
    for (const host of hosts) {
      add(host, service);
    }
  }
  for (const service of ofType('service').filter((one) => one.get('parents') !== null)) {
    report.lost(service.place, 'its parents: what a service needs beside its host is `dependsOn` of a component');
  }
  for (const group of ofType('servicegroup').filter((one) => one.get('members') !== null)) {
    report.lost(group.place, 'its members: give those services the tag, or name the group in their servicegroups');
  }
  for (const host of ofType('host')) {
    for (const parent of host.list('parents').filter((name) => !ofHost.has(name))) {
      report.lost(host.place, `it stands behind "${parent}", which is no component here`);
    }
  }
  const components = added.map(({ component, parents }) => withParents(component, parents, ofHost));
  tellDirectives(
    all.filter(({ type }) => READ.has(type)),
    report,
  );
  return {
    ok: true,
    imported: {
      groups: groups.all(),
      components,
      people: contacts.people(),
      policies: contacts.policies(),
      maintenance: [],
    },
  };
}

/** `interval_length`: the seconds of a unit of time (nagios.cfg); hardly anybody changes it. */
function unitMsOf(parsed: readonly ParsedObjects[]): number {
  const written = parsed.map(({ settings }) => settings.get('interval_length')).findLast((text) => text !== undefined);
  const seconds = Number(written);
  return (seconds > 0 && Number.isFinite(seconds) ? seconds : 60) * 1_000;
}

/** Without its host nothing on it can be reached; a host needs any one of its parents ("Determining Status and Reachability"). */
function withParents(
  component: ImportedComponent,
  parents: readonly string[],
  ofHost: ReadonlyMap<string, string>,
): ImportedComponent {
  const ids = parents.flatMap((name) => ofHost.get(name) ?? []);
  const { checks, ...draft } = component.draft;
  const dependsOn = ids.length > 1 ? [ids] : ids;
  return ids.length === 0 ? component : { ...component, draft: { ...draft, dependsOn, checks } };
}

/** Lines and objects that nothing was made of. */
function tellTheRest(parsed: readonly ParsedObjects[], all: readonly Resolved[], report: Report): void {
  for (const { place, why } of parsed.flatMap(({ mistakes }) => mistakes)) {
    report.lost(place, why);
  }
  for (const object of all) {
    if (
      !READ.has(object.type) &&
      !SILENT.has(object.type) &&
      !/^(?:24x7|none|never)$/.test(object.get('timeperiod_name') ?? '')
    ) {
      report.lost({ ...object.place, name: `${object.type} ${object.place.name}`.trim() }, 'it has no counterpart');
    }
  }
}
