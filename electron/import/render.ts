/**
 * What was read, as the text of our configuration file: readable, and with a comment on where each component comes from.
 */
import { Document, isMap, isSeq, type YAMLMap } from 'yaml';
import type { Imported, ImportedComponent, PersonDraft, PolicyDraft } from './imported.ts';
import { plainLine } from './report.ts';

/** As in the file a newcomer begins with: somebody at this machine is woken. */
const YOU: PersonDraft = { id: 'you', name: 'You', channels: ['notice', 'tone'] };
const WAKE_YOU: PolicyDraft = { id: 'default', steps: [{ targets: [{ person: 'you' }], delay: '5m' }], repeat: 2 };

/** The whole file. `intro` are the lines of its head comment. */
export function renderConfig(
  { groups, components, people, policies, maintenance, practable = [] }: Imported,
  intro: readonly string[],
): string {
  const everybody = people.length === 0 ? [YOU] : people;
  const nobodyNamed: PolicyDraft = {
    ...WAKE_YOU,
    steps: [{ targets: everybody.map(({ id }) => ({ person: id })), delay: '5m' }],
  };
  const document = new Document({
    version: 1,
    ...(groups.length > 0 && { groups }),
    components: components.map(({ draft }) => draft),
    ...(practable.length > 0 && { practable: practable.map(({ draft }) => draft) }),
    ...(maintenance.length > 0 && { maintenance: maintenance.map(({ draft }) => draft) }),
    channels: [
      { id: 'notice', type: 'native' },
      { id: 'tone', type: 'sound' },
      ...practable.flatMap(({ channel }) => channel ?? []),
    ],
    people: everybody,
    // The first one is everybody's who names none.
    policies: [nobodyNamed, ...policies],
  });
  document.commentBefore = commentOf(intro);
  sayOrigins(document, 'components', components);
  sayOrigins(document, 'practable', practable);
  flowSmallOnes(document);
  return document.toString({ lineWidth: 0, flowCollectionPadding: true });
}

function sayOrigins(document: Document, name: string, things: readonly { readonly origin: string }[]): void {
  const list = document.get(name);
  for (const [index, item] of isSeq(list) ? list.items.entries() : []) {
    if (isMap(item)) {
      item.commentBefore = commentOf([things[index]?.origin ?? '']);
      item.spaceBefore = index > 0;
    }
  }
}

/** One component alone, with what it refers to, for the judge. */
export function renderAlone(component: ImportedComponent, { groups, people, policies }: Imported): string {
  const policy = policies.filter(({ id }) => id === component.draft.policy);
  const told = new Set(policy.flatMap(({ steps }) => steps.flatMap(({ targets }) => targets)).map(personOf));
  return renderConfig(
    {
      groups: groups.filter(({ id }) => id === component.draft.group),
      components: [{ ...component, draft: { ...component.draft, dependsOn: [] } }],
      maintenance: [],
      people: people.filter(({ id }) => told.has(id)),
      policies: policy,
    },
    [],
  );
}

const personOf = (target: PolicyDraft['steps'][number]['targets'][number]) =>
  'person' in target ? target.person : null;

/** Every line of it stays a comment, whatever stands in the names. */
const commentOf = (lines: readonly string[]): string => lines.map((line) => ` ${plainLine(line)}`).join('\n');

/** Groups, channels, people and targets stand on one line each, as people write them. */
function flowSmallOnes(document: Document): void {
  for (const name of ['groups', 'channels', 'people']) {
    const list = document.get(name);
    if (isSeq(list)) {
      for (const item of list.items) {
        (item as YAMLMap).flow = true;
      }
    }
  }
  const policies = document.get('policies');
  for (const policy of isSeq(policies) ? policies.items : []) {
    const steps = isMap(policy) ? policy.get('steps') : null;
    for (const step of isSeq(steps) ? steps.items : []) {
      (step as YAMLMap).flow = true;
    }
  }
}
