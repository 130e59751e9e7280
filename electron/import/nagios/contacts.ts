/**
 * Contacts as people, and who is told of an object as a policy. How they are reached is not carried over: the mail
 * server and the pager's gateway are not in these files.
 */
import type { PersonDraft, PolicyDraft } from '../imported.ts';
import type { Report } from '../report.ts';
import { idMaker, literal } from '../texts.ts';
import type { Resolved } from './objects.ts';

export interface Contacts {
  /** The policy by which this object wakes somebody; null: the default one. */
  policyOf(object: Resolved, host: Resolved): string | null;
  people(): readonly PersonDraft[];
  policies(): readonly PolicyDraft[];
}

export function createContacts(
  contacts: readonly Resolved[],
  contactgroups: readonly Resolved[],
  report: Report,
): Contacts {
  const newId = idMaker();
  const people = new Map<string, PersonDraft>();
  for (const contact of contacts) {
    const { name } = contact.place;
    if (name === '') {
      report.lost(contact.place, 'a contact without a name (contact_name)');
      continue;
    }
    if (people.has(name)) {
      continue;
    }
    people.set(name, {
      id: newId(name),
      name: literal(contact.get('alias') ?? name),
      channels: ['notice', 'tone'],
    });
    if (contact.get('email') !== null) {
      report.lost(contact.place, 'its mail address: add a channel smtp');
    }
    if (contact.get('pager') !== null) {
      report.lost(
        contact.place,
        'its pager: add a channel twilio-sms (a telephone), snpp, wctp or tap (a pager with a gateway)',
      );
    }
  }
  const groups = new Map(contactgroups.map((group) => [group.place.name, group]));
  const policies = new Map<string, PolicyDraft>();
  const newPolicyId = idMaker(['default']);

  function membersOf(name: string, above: ReadonlySet<string> = new Set()): readonly string[] {
    const group = groups.get(name);
    if (above.has(name)) {
      return [];
    }
    const within = new Set([...above, name]);
    const through = contacts
      .filter((contact) => contact.list('contactgroups').includes(name))
      .map(({ place }) => place.name);
    return [
      ...(group?.list('members') ?? []),
      ...through,
      ...(group?.list('contactgroup_members') ?? []).flatMap((inner) => membersOf(inner, within)),
    ];
  }

  return {
    policyOf: (object, host) => {
      // A service that names nobody tells whom its host tells ("Implied Inheritance").
      const source = [object, host].find((one) => one.get('contacts') !== null || one.get('contact_groups') !== null);
      const contactGroups = source?.list('contact_groups') ?? [];
      const names = new Set([...(source?.list('contacts') ?? []), ...contactGroups.flatMap((name) => membersOf(name))]);
      for (const name of names) {
        if (!people.has(name)) {
          report.lost(object.place, `it tells "${name}", and no contact of that name was read`);
        }
      }
      const targets = [...names].flatMap((name) => people.get(name)?.id ?? []).toSorted();
      if (targets.length === 0) {
        return null;
      }
      const key = targets.join(' ');
      const policy = policies.get(key) ?? {
        id: newPolicyId(contactGroups.length === 1 ? (contactGroups[0] ?? '') : targets.slice(0, 3).join('-')),
        steps: [{ targets: targets.map((person) => ({ person })), delay: '5m' }],
      };
      policies.set(key, policy);
      return policy.id;
    },
    people: () => [...people.values()],
    policies: () => [...policies.values()],
  };
}
