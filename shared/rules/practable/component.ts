/**
 * Experiments as components of the configuration, so that they travel like everything that is watched: one check for each stream and one
 * for jump. The system itself is a component as well, with a check for each of its services.
 *
 * Said is said: relay and jump have counted already, so one word is enough, in both directions. While one of them is deaf its checks are
 * not known, and the system's own component alone is in trouble.
 */
import type { Check, CheckOf } from '../../model/check.ts';
import { PractableJumpCheck, PractableServiceCheck, PractableStreamCheck } from '../../model/checks/practable.ts';
import type { ComponentSettings, Config } from '../../model/config.ts';
import type { CheckId, ComponentId } from '../../model/ids.ts';
import { type PractableSettings, SERVICES, type SystemId } from '../../model/practable/settings.ts';
import type { Trouble } from '../../model/status.ts';
import type { PublicFace } from '../../model/status-page.ts';
import { isWanted } from '../config/status-page.ts';
import { experimentId, jumpCheckId, serviceCheckId, streamCheckId, systemComponentId, systemGroupId } from './ids.ts';
import type { Known, KnownExperiment } from './known.ts';

/** News is looked at when it comes. This keeps the check in sight, and notices what no message tells of. */
const LOOK_EVERY_MS = 60_000;

export type PractableCheck = CheckOf<'practable_stream' | 'practable_jump' | 'practable_service'>;

/** The configuration with the experiments of these systems. */
export function withPractable(config: Config, known: (system: SystemId) => Known): Config {
  if (config.practable.size === 0) {
    return config;
  }
  const systems = [...config.practable.values()];
  const made = systems.flatMap((system) => {
    const templates = templatesOf(system);
    const experiments = [...known(system.id).values()];
    return [systemComponent(system), ...experiments.map((one) => experimentComponent(one, system, templates))];
  });
  const components = new Map(config.components);
  const checks = new Map(config.checks);
  for (const component of made) {
    components.set(component.id, component);
    for (const check of component.checks) {
      checks.set(check.id, check);
    }
  }
  const groups = systems.flatMap(({ id, name, group }) => (group === null ? [{ id: systemGroupId(id), name }] : []));
  return { ...config, groups: [...config.groups, ...groups], components, checks, publicFaces: facesWith(config, made) };
}

function facesWith({ settings, publicFaces }: Config, made: readonly ComponentSettings[]): Config['publicFaces'] {
  const { statusPage } = settings;
  if (statusPage === undefined) {
    return publicFaces;
  }
  const faces = made
    .filter(({ id, group, tags }) => isWanted({ id, tags: [...tags], ...(group !== null && { group }) }, statusPage))
    .map(({ id, name }): [ComponentId, PublicFace] => [id, { name, link: null, meanwhile: null, mirrors: [] }]);
  return new Map([...publicFaces, ...faces]);
}

function systemComponent(system: PractableSettings): ComponentSettings {
  const id = systemComponentId(system.id);
  return {
    ...componentOf(system),
    id,
    name: system.name,
    description: 'The services that tell how its experiments are, and by which they are booked',
    checks: SERVICES.map((service) =>
      withId(
        PractableServiceCheck.parse({
          type: 'practable_service',
          ...timing(system.amountsTo.service),
          ...ofSystem(system),
          name: service,
          service,
          url: system[service].base,
        }),
        serviceCheckId(system.id, service),
        id,
      ),
    ),
  };
}

/** Checks of one kind differ in a few fields: what they share is filled in once, for there are thousands of them. */
type Templates = ReturnType<typeof templatesOf>;

function templatesOf(system: PractableSettings) {
  const { amountsTo, grace } = system;
  const common = { ...ofSystem(system), stub: '', startupGrace: `${grace}ms` };
  const stream = (required: boolean) =>
    PractableStreamCheck.parse({
      type: 'practable_stream',
      ...timing(required ? amountsTo.required : amountsTo.other),
      ...common,
      topic: '',
      required,
    });
  return {
    required: stream(true),
    other: stream(false),
    jump: PractableJumpCheck.parse({ type: 'practable_jump', ...timing(amountsTo.jump), ...common, name: 'jump' }),
  };
}

function experimentComponent(
  { stub, name, description, required, others }: KnownExperiment,
  system: PractableSettings,
  templates: Templates,
): ComponentSettings {
  const id = experimentId(system.id, stub);
  const stream = (topic: string, template: Templates['required']): Check =>
    withId({ ...template, name: topic, stub, topic }, streamCheckId(id, stub, topic), id);
  return {
    ...componentOf(system),
    id,
    name: name === null ? `${stub} (not in book)` : name === stub ? name : `${name} (${stub})`,
    description,
    checks: [
      ...required.map((topic) => stream(topic, templates.required)),
      ...others.map((topic) => stream(topic, templates.other)),
      withId({ ...templates.jump, stub }, jumpCheckId(id), id),
    ],
  };
}

const timing = (failureStatus: Trouble) => ({
  interval: `${LOOK_EVERY_MS}ms`,
  rise: 1,
  fall: 1,
  startupGrace: 0,
  flapping: { on: 0, off: 0 },
  failureStatus,
});

const ofSystem = ({ id, name }: PractableSettings) => ({ system: id, systemName: name });

function withId<C extends object>(check: C, id: CheckId, componentId: ComponentId) {
  return { ...check, id, componentId, fastInterval: LOOK_EVERY_MS, downInterval: LOOK_EVERY_MS };
}

function componentOf(system: PractableSettings): Omit<ComponentSettings, 'id' | 'name' | 'description' | 'checks'> {
  const { tags, pageAfter, closeAfter, steadyAfter, policy, routes, maintenance, silences } = system;
  return {
    group: system.group ?? systemGroupId(system.id),
    tags,
    owner: '',
    runbook: null,
    severity: null,
    pageAfter,
    closeAfter,
    steadyAfter,
    policy,
    routes,
    redundancy: null,
    maintenance,
    silences,
    dependsOn: [],
  };
}
