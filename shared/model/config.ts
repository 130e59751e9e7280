/**
 * The configuration file: one YAML document. Unknown fields are errors; every default is written here and nowhere else.
 *
 * `ConfigFile` is what stands in the file (after ${ENV} and sealed secrets were filled in); `Config` is what the house uses.
 * The step between them, with all cross-checks, is `shared/rules/config.ts`.
 */
import { z } from 'zod';
import type { Card } from './card.ts';
import { ChannelFile, type ChannelSettings } from './channel.ts';
import { type Check, CheckFile } from './check.ts';
import { Duration } from './duration.ts';
import { type ChannelId, CheckId, ComponentId, GroupId, type PersonId, PolicyId, type ScheduleId } from './ids.ts';
import { LinkFile, type LinkSettings } from './link.ts';
import type { LinkId } from './links/common.ts';
import { MaintenanceFile, type MaintenanceWindow, Tag } from './maintenance.ts';
import { type PageAfter, PageAfterFile } from './page-after.ts';
import type { CardId } from './page-me.ts';
import { PractableFile, type PractableSettings, type SystemId } from './practable/settings.ts';
import { EscalationPolicy, Person } from './roster.ts';
import { Route } from './route.ts';
import { Schedule } from './schedule.ts';
import { type Settings, SettingsFile } from './settings.ts';
import { type Silence, SilenceFile } from './silence.ts';
import { SourceFile, type SourceId, type SourceSettings } from './source.ts';
import { Severity } from './status.ts';
import { type PublicFace, PublicSide } from './status-page.ts';

const Group = z.strictObject({
  id: GroupId,
  name: z.string().min(1),
  /** Its components are the same thing in several places: to the public it works as long as one of them does. */
  mirrors: z.boolean().exactOptional(),
});
export type Group = z.infer<typeof Group>;

/** Checks of a component that stand in for each other: losing one is a warning, fewer than `atLeast` up is an outage. */
const Redundancy = z.strictObject({
  atLeast: z.number().int().min(1),
  /** Which they are. Default: every check of the component. */
  checks: z.array(CheckId).min(1).optional(),
  /** Those that serve only when others do not: up by them alone is a partial outage. */
  backups: z.array(CheckId).default([]),
});
export type Redundancy = z.infer<typeof Redundancy>;

const Component = z.strictObject({
  id: ComponentId,
  name: z.string().min(1).optional(),
  group: GroupId.optional(),
  /** Free words that it shares with others: maintenance may be for a tag. */
  tags: z.array(Tag).default([]),
  description: z.string().optional(),
  owner: z.string().optional(),
  runbook: z.url({ protocol: /^https?$/ }).optional(),
  /** Default: from the status (major = critical, partial = high, performance = low). */
  severity: Severity.optional(),
  /** Trouble must last this long (since its first failed try) before anybody is paged; 0: as soon as it is confirmed. */
  pageAfter: PageAfterFile.optional(),
  /** It must have been well this long before the closing message. */
  closeAfter: Duration.optional(),
  /** In trouble again within this time after it was well: it flaps, and its closing message waits until it has been well this long. */
  steadyAfter: Duration.optional(),
  policy: PolicyId.optional(),
  /** What it cannot be reached without. A list inside the list: any one of those is enough. */
  dependsOn: z.array(z.union([ComponentId, z.array(ComponentId).min(1)])).default([]),
  /** Absent: the worst of its checks decides. */
  redundancy: Redundancy.optional(),
  /** What the public status page shows of it; false: nothing. */
  public: z.union([z.literal(false), PublicSide]).optional(),
  checks: z.array(CheckFile).min(1, 'a component without a check is never watched; give it at least one'),
});

export const ConfigFile = z.strictObject({
  version: z.literal(1, { error: 'must be 1, the only version there is' }),
  settings: SettingsFile.prefault({}),
  groups: z.array(Group).default([]),
  components: z.array(Component).default([]),
  /** When messages are held back on purpose. */
  maintenance: z.array(MaintenanceFile).default([]),
  /** About what nobody is paged. */
  silences: z.array(SilenceFile).default([]),
  /** Other systems whose alerts come in. */
  sources: z.array(SourceFile).default([]),
  /** practable systems, whose experiments are watched. */
  practable: z.array(PractableFile).default([]),
  /** Other systems that are told how things are. */
  links: z.array(LinkFile).default([]),
  people: z.array(Person).default([]),
  channels: z.array(ChannelFile).default([]),
  schedules: z.array(Schedule).default([]),
  policies: z.array(EscalationPolicy).default([]),
  /** For components that name no policy: asked in order, the first that matches decides. */
  routes: z.array(Route).default([]),
});
export type ConfigFile = z.infer<typeof ConfigFile>;

/** A component with every default filled in. Times in ms. */
export interface ComponentSettings {
  readonly id: ComponentId;
  readonly name: string;
  readonly group: GroupId | null;
  readonly tags: readonly string[];
  readonly description: string;
  readonly owner: string;
  readonly runbook: string | null;
  readonly severity: Severity | null;
  readonly pageAfter: PageAfter;
  readonly closeAfter: number;
  readonly steadyAfter: number;
  /** Null when there is no policy at all: then nobody is paged, and the window says so. */
  readonly policy: PolicyId | null;
  /** Routes that may give it another policy; empty where it names its own. */
  readonly routes: readonly Route[];
  readonly checks: readonly Check[];
  /** Groups of parents: any one of a group is enough, all groups are needed. */
  readonly dependsOn: readonly (readonly ComponentId[])[];
  /** Null: the worst of its checks decides. */
  readonly redundancy: Redundancy | null;
  /** The windows of the file that are for it. */
  readonly maintenance: readonly MaintenanceWindow[];
  /** The silences of the file that may be about it. */
  readonly silences: readonly Silence[];
}

/** What the house uses: everything by id, every reference known to exist. */
export interface Config {
  readonly settings: Settings;
  readonly groups: readonly Group[];
  readonly components: ReadonlyMap<ComponentId, ComponentSettings>;
  /** We ourselves, as a component like any other: it stands in no file and counts nowhere (see rules/watcher.ts). */
  readonly watcher: ComponentSettings;
  readonly checks: ReadonlyMap<CheckId, Check>;
  /** Other systems whose alerts come in. */
  readonly sources: ReadonlyMap<SourceId, SourceSettings>;
  /** practable systems, whose experiments are watched. */
  readonly practable: ReadonlyMap<SystemId, PractableSettings>;
  /** Other systems that are told how things are. */
  readonly links: ReadonlyMap<LinkId, LinkSettings>;
  readonly people: ReadonlyMap<PersonId, Person>;
  readonly channels: ReadonlyMap<ChannelId, ChannelSettings>;
  readonly schedules: ReadonlyMap<ScheduleId, Schedule>;
  readonly policies: ReadonlyMap<PolicyId, EscalationPolicy>;
  /** For components that stand in no file, and are found by name, group or tag like the others. */
  readonly patterns: Pick<ConfigFile, 'routes' | 'maintenance' | 'silences'>;
  /** By which people can be called. */
  readonly cards: ReadonlyMap<CardId, Card>;
  /** What the file says is not for everybody. */
  readonly unpublished: ReadonlySet<ComponentId>;
  /** Who is on the public status page, in the order of the file; empty where there is none. */
  readonly publicFaces: ReadonlyMap<ComponentId, PublicFace>;
}

/** One mistake in a configuration file, with its place. `line` and `column` from 1. */
export interface ConfigProblem {
  readonly path: string;
  readonly line: number | null;
  readonly column: number | null;
  readonly message: string;
}
