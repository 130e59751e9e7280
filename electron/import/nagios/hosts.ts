/**
 * Which hosts a service is on, and which groups a host is in (Nagios Core manual, "Time-Saving Tricks For Object Definitions").
 */
import type { Resolved } from './objects.ts';

export interface HostLookup {
  /** By `host_name` and `hostgroup_name`, with `*` and `!`. */
  hostsOf(service: Resolved): readonly Resolved[];
  groupsOf(host: Resolved): readonly string[];
}

export function hostLookup(hosts: readonly Resolved[], hostgroups: readonly Resolved[]): HostLookup {
  const byName = new Map(hosts.map((host) => [host.place.name, host]));
  const groups = new Map<string, Set<string>>();
  for (const group of hostgroups) {
    groups.set(
      group.place.name,
      new Set(group.list('members').flatMap((name) => (name === '*' ? [...byName.keys()] : name))),
    );
  }
  for (const host of hosts) {
    for (const name of host.list('hostgroups')) {
      groups.set(name, (groups.get(name) ?? new Set()).add(host.place.name));
    }
  }
  const nested = new Map(hostgroups.map((group) => [group.place.name, group.list('hostgroup_members')]));

  function membersOf(name: string, above: ReadonlySet<string> = new Set()): readonly string[] {
    if (above.has(name)) {
      return [];
    }
    const within = new Set([...above, name]);
    return [...(groups.get(name) ?? []), ...(nested.get(name) ?? []).flatMap((inner) => membersOf(inner, within))];
  }

  function named(list: readonly string[], all: () => readonly string[], of: (name: string) => readonly string[]) {
    const wanted = new Set<string>();
    for (const name of list.filter((one) => !one.startsWith('!'))) {
      for (const host of name === '*' ? all() : of(name)) {
        wanted.add(host);
      }
    }
    for (const name of list.filter((one) => one.startsWith('!'))) {
      for (const host of of(name.slice(1))) {
        wanted.delete(host);
      }
    }
    return wanted;
  }

  const everyHost = () => [...byName.keys()];
  const groupNames = [...new Set([...groups.keys(), ...nested.keys()])];
  const inGroups = new Map<string, string[]>();
  for (const group of groupNames) {
    for (const host of membersOf(group)) {
      inGroups.set(host, [...(inGroups.get(host) ?? []), group]);
    }
  }
  return {
    hostsOf: (service) => {
      const names = named(service.list('host_name'), everyHost, (name) => [name]);
      for (const name of named(service.list('hostgroup_name'), everyHost, membersOf)) {
        names.add(name);
      }
      for (const name of service.list('host_name').filter((one) => one.startsWith('!'))) {
        names.delete(name.slice(1));
      }
      return [...names].flatMap((name) => byName.get(name) ?? []);
    },
    groupsOf: (host) => inGroups.get(host.place.name) ?? [],
  };
}
