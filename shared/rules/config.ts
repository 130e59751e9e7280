/**
 * From what stands in the file to what the house uses: defaults filled in, every reference known to exist.
 *
 * All mistakes are listed, not the first one. After this nobody asks again whether a name points at something.
 */
import type { Check } from '../model/check.ts';
import { type ComponentSettings, type Config, ConfigFile } from '../model/config.ts';
import type { PolicyId } from '../model/ids.ts';
import type { PageAfter } from '../model/page-after.ts';
import { sourceSettings } from './alerts/settings.ts';
import { cardsIn } from './calls/cards.ts';
import { channelComplaints } from './config/channels.ts';
import { resolveChecks } from './config/checks.ts';
import type { Complaint, Path } from './config/complaint.ts';
import { circularDependencies, parentGroups } from './config/dependencies.ts';
import { lateSteps } from './config/late-steps.ts';
import { linkComplaints, linkSettings, linkWarnings } from './config/links.ts';
import { maintenanceComplaints, windowsFor } from './config/maintenance.ts';
import { outsideComplaints, outsideWarnings } from './config/outside.ts';
import { pageAfterOf } from './config/page-after.ts';
import { portComplaints } from './config/ports.ts';
import { practableComplaints, practableWarnings } from './config/practable.ts';
import { practableWordComplaints } from './config/practable-word.ts';
import { policyReach } from './config/reach.ts';
import { redundancyComplaints } from './config/redundancy.ts';
import { danglingReferences } from './config/references.ts';
import { rosterComplaints } from './config/roster.ts';
import { idleOverrides, idleStandby, scheduleComplaints } from './config/schedules.ts';
import { idleSilences, silenceComplaints, silencesFor } from './config/silences.ts';
import { silentSmsCards, smsCardComplaints } from './config/sms-cards.ts';
import { sourceComplaints, sourceWarnings } from './config/sources.ts';
import { publicFaces, statusPageComplaints, statusPageWarnings } from './config/status-page.ts';
import { subscriberComplaints } from './config/subscribers.ts';
import { templateComplaints } from './config/templates.ts';
import { repeated } from './config/unique.ts';
import { beaconComplaints, reservedIds, witnessWarnings } from './config/watcher.ts';
import { practableLink } from './practable/link.ts';
import { practableSettings } from './practable/settings.ts';
import { routesFor } from './routing.ts';
import { watcherComponent } from './watcher.ts';

export type Resolved =
  | { readonly ok: true; readonly config: Config; readonly warnings: readonly Complaint[] }
  | { readonly ok: false; readonly problems: readonly Complaint[] };

/** The configuration, or everything that keeps it from being one. */
export function resolveConfig(file: ConfigFile): Resolved {
  const checks = resolveChecks(file);
  const reach = policyReach(file);
  const problems = [
    ...idsTwice(file),
    ...reservedIds(file),
    ...beaconComplaints(file),
    ...outsideComplaints(file),
    ...statusPageComplaints(file),
    ...subscriberComplaints(file),
    ...portComplaints(file),
    ...danglingReferences(file),
    ...checks.complaints,
    ...redundancyComplaints(file, checks.byComponent),
    ...channelComplaints(file),
    ...smsCardComplaints(file),
    ...rosterComplaints(file),
    ...scheduleComplaints(file),
    ...maintenanceComplaints(file),
    ...silenceComplaints(file),
    ...sourceComplaints(file),
    ...practableComplaints(file),
    ...linkComplaints(file),
    ...practableWordComplaints(file),
    ...templateComplaints(file),
    ...circularDependencies(file),
    ...reach.problems,
  ];
  if (problems.length > 0) {
    return { ok: false, problems };
  }
  const policy = file.settings.policy ?? file.policies[0]?.id ?? null;
  const { pageAfter: written, ...settings } = file.settings;
  const { closeAfter, steadyAfter } = settings;
  const pageAfter = pageAfterOf(written);
  const components = file.components.map((component) =>
    withDefaults(component, file, pageAfter, policy, checks.byComponent.get(component.id) ?? []),
  );
  const practable = file.practable.map((system) => practableSettings(system, file, { policy, pageAfter }));
  const config: Config = {
    settings: { ...settings, ...(policy !== null && { policy }) },
    groups: file.groups,
    components: byId(components),
    watcher: watcherComponent({ pageAfter, closeAfter, steadyAfter, policy }),
    checks: byId(components.flatMap((component) => component.checks)),
    sources: byId(file.sources.map((source) => sourceSettings(source, file, policy))),
    practable: byId(practable),
    links: byId([...file.links.map(linkSettings), ...practable.map(practableLink)]),
    people: byId(file.people),
    channels: byId(file.channels),
    schedules: byId(file.schedules),
    policies: byId(file.policies.map(({ pageMe: _, ...policy }) => policy)),
    patterns: { routes: file.routes, maintenance: file.maintenance, silences: file.silences },
    cards: cardsIn(file),
    unpublished: new Set(file.components.filter((one) => one.public === false).map(({ id }) => id)),
    publicFaces: publicFaces(file),
  };
  return {
    ok: true,
    config,
    warnings: [
      ...reach.warnings,
      ...idleOverrides(file),
      ...idleStandby(file),
      ...idleSilences(file),
      ...lateSteps(file),
      ...emptiness(file),
      ...witnessWarnings(file),
      ...outsideWarnings(file),
      ...statusPageWarnings(file),
      ...sourceWarnings(file),
      ...practableWarnings(file),
      ...linkWarnings(file),
      ...silentSmsCards(file),
    ],
  };
}

/** What a file with nothing but its version means: nothing is watched, nobody is paged. */
export function emptyConfig(): Config {
  const resolved = resolveConfig(ConfigFile.parse({ version: 1 }));
  if (!resolved.ok) {
    throw new Error(
      `an empty configuration has mistakes: ${resolved.problems.map(({ message }) => message).join('; ')}`,
    );
  }
  return resolved.config;
}

type ComponentInFile = ConfigFile['components'][number];

function withDefaults(
  component: ComponentInFile,
  file: ConfigFile,
  pageAfter: PageAfter,
  policy: PolicyId | null,
  checks: readonly Check[],
): ComponentSettings {
  return {
    id: component.id,
    name: component.name ?? component.id,
    group: component.group ?? null,
    tags: component.tags,
    description: component.description ?? '',
    owner: component.owner ?? '',
    runbook: component.runbook ?? null,
    severity: component.severity ?? null,
    pageAfter: pageAfterOf(component.pageAfter, pageAfter),
    closeAfter: component.closeAfter ?? file.settings.closeAfter,
    steadyAfter: component.steadyAfter ?? file.settings.steadyAfter,
    policy: component.policy ?? policy,
    routes: component.policy === undefined ? routesFor(component, file.routes) : [],
    checks,
    dependsOn: parentGroups(component),
    redundancy: component.redundancy ?? null,
    maintenance: windowsFor(component, file.maintenance),
    silences: silencesFor(component, file.silences),
  };
}

function idsTwice(file: ConfigFile): readonly Complaint[] {
  const uses = (list: string, things: readonly { readonly id: string }[]) =>
    things.map(({ id }, index) => ({ name: id, path: [list, index, 'id'] as Path }));
  const remedy = 'every id stands for one thing';
  return [
    ...repeated('group id', uses('groups', file.groups), remedy),
    ...repeated('component id', uses('components', file.components), remedy),
    ...repeated('person id', uses('people', file.people), remedy),
    ...repeated('channel id', uses('channels', file.channels), remedy),
    ...repeated('schedule id', uses('schedules', file.schedules), remedy),
    ...repeated('policy id', uses('policies', file.policies), remedy),
    ...repeated('maintenance id', uses('maintenance', file.maintenance), remedy),
    ...repeated('silence id', uses('silences', file.silences), remedy),
    ...repeated('source id', uses('sources', file.sources), remedy),
    ...repeated('practable id', uses('practable', file.practable), remedy),
    ...repeated('link id', uses('links', file.links), remedy),
  ];
}

/** A file that watches nothing, or wakes nobody, is allowed; it is not allowed to be a surprise. */
function emptiness(file: ConfigFile): readonly Complaint[] {
  if (file.components.length + file.sources.length + file.practable.length === 0) {
    return [{ path: ['components'], message: 'nothing is watched: there is no component' }];
  }
  return file.policies.length === 0 ? [{ path: ['policies'], message: 'nobody is paged: there is no policy' }] : [];
}

function byId<Id extends string, Thing extends { readonly id: Id }>(
  things: readonly Thing[],
): ReadonlyMap<Thing['id'], Thing> {
  return new Map(things.map((thing) => [thing.id, thing]));
}
