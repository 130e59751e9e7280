/**
 * Every name that points at something else must point at something that is there.
 */
import type { ConfigFile } from '../../model/config.ts';
import type { Target } from '../../model/roster.ts';
import { layerPath, layersOf } from '../../model/schedule.ts';
import { didYouMean } from '../nearest.ts';
import type { Complaint, Path } from './complaint.ts';

type Kind = 'person' | 'channel' | 'schedule' | 'policy' | 'group' | 'component' | 'tag';

interface Reference {
  readonly kind: Kind;
  readonly name: string;
  readonly path: Path;
}

/** References to nobody, each with the nearest known name. */
export function danglingReferences(file: ConfigFile): readonly Complaint[] {
  const known: Readonly<Record<Kind, ReadonlySet<string>>> = {
    person: namesOf(file.people),
    channel: namesOf(file.channels),
    schedule: namesOf(file.schedules),
    policy: namesOf(file.policies),
    group: namesOf(file.groups),
    component: namesOf(file.components),
    tag: new Set([...file.components, ...file.sources, ...file.practable].flatMap(({ tags }) => tags)),
  };
  return references(file)
    .filter(({ kind, name }) => !known[kind].has(name))
    .map(({ kind, name, path }) => {
      const hint = known[kind].size === 0 ? `; there is no ${kind} in this file` : didYouMean(name, known[kind]);
      return { path, message: `unknown ${kind} \`${name}\`${hint}` };
    });
}

const namesOf = (things: readonly { readonly id: string }[]): ReadonlySet<string> =>
  new Set(things.map(({ id }) => id));

function references(file: ConfigFile): readonly Reference[] {
  return [
    ...optional('person', file.settings.desk, ['settings', 'desk']),
    ...optional('policy', file.settings.policy, ['settings', 'policy']),
    ...optional('channel', file.settings.smtp?.answerBy, ['settings', 'smtp', 'answerBy']),
    ...shownReferences(file),
    ...subscriberReferences(file),
    ...optional('component', file.settings.agent?.component, ['settings', 'agent', 'component']),
    ...list('component', file.settings.errorPages?.components ?? [], ['settings', 'errorPages', 'components']),
    ...file.components.flatMap(({ group, policy, dependsOn }, index) => [
      ...dependsOn.flatMap((item, place) => {
        const path: Path = ['components', index, 'dependsOn', place];
        return typeof item === 'string' ? optional('component', item, path) : list('component', item, path);
      }),
      ...optional('group', group, ['components', index, 'group']),
      ...optional('policy', policy, ['components', index, 'policy']),
    ]),
    ...file.maintenance.flatMap(({ for: scope }, index) => [
      ...list('component', scope.components, ['maintenance', index, 'for', 'components']),
      ...list('group', scope.groups, ['maintenance', index, 'for', 'groups']),
      ...list('tag', scope.tags, ['maintenance', index, 'for', 'tags']),
    ]),
    ...file.silences.flatMap(({ match }, index) => [
      ...list('component', match.components, ['silences', index, 'match', 'components']),
      ...list('group', match.groups, ['silences', index, 'match', 'groups']),
      ...list('tag', match.tags, ['silences', index, 'match', 'tags']),
    ]),
    ...file.sources.flatMap(({ component, group, policy }, index) => [
      ...optional('component', component, ['sources', index, 'component']),
      ...optional('group', group, ['sources', index, 'group']),
      ...optional('policy', policy, ['sources', index, 'policy']),
    ]),
    ...file.practable.flatMap(({ group, policy, mail }, index) => [
      ...optional('channel', mail?.by, ['practable', index, 'mail', 'by']),
      ...optional('group', group, ['practable', index, 'group']),
      ...optional('policy', policy, ['practable', index, 'policy']),
    ]),
    ...file.links.flatMap((link, index) => [
      ...(link.type === 'cachet'
        ? (['components', 'metrics'] as const).flatMap((field) =>
            Object.keys(link[field]).map((name): Reference => {
              return { kind: 'component', name, path: ['links', index, field, name] };
            }),
          )
        : []),
    ]),
    ...file.links.flatMap(({ for: scope }, index) => [
      ...list('component', scope?.components ?? [], ['links', index, 'for', 'components']),
      ...list('group', scope?.groups ?? [], ['links', index, 'for', 'groups']),
      ...list('tag', scope?.tags ?? [], ['links', index, 'for', 'tags']),
    ]),
    ...file.people.flatMap(({ channels, pageMe }, index) => [
      ...list('channel', channels, ['people', index, 'channels']),
      ...optional('policy', pageMe?.policy, ['people', index, 'pageMe', 'policy']),
      ...optional('channel', pageMe?.sms, ['people', index, 'pageMe', 'sms']),
    ]),
    ...file.schedules.flatMap((schedule, index) => [
      ...layersOf(schedule).flatMap(({ people }, place) =>
        list('person', people, ['schedules', index, ...layerPath(schedule, place), 'people']),
      ),
      ...Object.entries(schedule.calendar?.people ?? {}).map(([key, name]): Reference => {
        return { kind: 'person', name, path: ['schedules', index, 'calendar', 'people', key] };
      }),
      ...list('person', schedule.standby, ['schedules', index, 'standby']),
      ...optional('policy', schedule.pageMe?.policy, ['schedules', index, 'pageMe', 'policy']),
      ...optional('channel', schedule.pageMe?.sms, ['schedules', index, 'pageMe', 'sms']),
      ...schedule.temporary.flatMap(({ shifts }, place) =>
        shifts.flatMap(({ person }, shift) =>
          optional('person', person, ['schedules', index, 'temporary', place, 'shifts', shift, 'person']),
        ),
      ),
      ...schedule.overrides.flatMap(({ person, by }, place) => [
        ...optional('person', person, ['schedules', index, 'overrides', place, 'person']),
        ...optional('person', by, ['schedules', index, 'overrides', place, 'by']),
      ]),
    ]),
    ...file.routes.flatMap(({ match, policy }, index) => [
      ...optional('policy', policy, ['routes', index, 'policy']),
      ...list('component', match.components, ['routes', index, 'match', 'components']),
      ...list('group', match.groups, ['routes', index, 'match', 'groups']),
      ...list('tag', match.tags, ['routes', index, 'match', 'tags']),
    ]),
    ...file.policies.flatMap(({ steps, lastResort, pageMe }, index) => [
      ...optional('channel', pageMe?.sms, ['policies', index, 'pageMe', 'sms']),
      ...steps.flatMap((step, place) =>
        step.targets.flatMap((target, t) => ofTarget(target, ['policies', index, 'steps', place, 'targets', t])),
      ),
      ...(lastResort === undefined ? [] : ofTarget(lastResort, ['policies', index, 'lastResort'])),
    ]),
  ];
}

/** By whom, and about what, people and programs are told. */
function subscriberReferences({ settings: { statusPage } }: ConfigFile): readonly Reference[] {
  const path: Path = ['settings', 'statusPage', 'subscribers'];
  const webhooks = statusPage?.subscribers?.webhooks ?? [];
  return [
    ...optional('channel', statusPage?.subscribers?.by, [...path, 'by']),
    ...webhooks.flatMap(({ components = [] }, index) =>
      list('component', components, [...path, 'webhooks', index, 'components']),
    ),
  ];
}

function shownReferences({ settings: { statusPage } }: ConfigFile): readonly Reference[] {
  const show = statusPage?.show ?? 'everything';
  const path: Path = ['settings', 'statusPage', 'show'];
  return show === 'everything'
    ? []
    : [
        ...list('group', show.groups, [...path, 'groups']),
        ...list('tag', show.tags, [...path, 'tags']),
        ...list('component', show.components, [...path, 'components']),
      ];
}

function ofTarget(target: Target, path: Path): readonly Reference[] {
  if ('person' in target) {
    return optional('person', target.person, [...path, 'person']);
  }
  return 'schedule' in target
    ? optional('schedule', target.schedule, [...path, 'schedule'])
    : optional('channel', target.channel, [...path, 'channel']);
}

const optional = (kind: Kind, name: string | undefined, path: Path): readonly Reference[] =>
  name === undefined ? [] : [{ kind, name, path }];

const list = (kind: Kind, names: readonly string[], path: Path): readonly Reference[] =>
  names.map((name, index) => ({ kind, name, path: [...path, index] }));
