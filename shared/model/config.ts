/**
 * The configuration file: one YAML document. Unknown fields are errors; every default is written here and nowhere else.
 *
 * `ConfigFile` is what stands in the file (after ${ENV} and sealed secrets were filled in); `Config` is what the house uses.
 * The step between them, with all cross-checks, is `shared/rules/config.ts`.
 */
import { z } from 'zod';
import { type Check, CheckFile } from './check.ts';
import { Duration } from './duration.ts';
import { type ChannelId, type CheckId, ComponentId, GroupId, PersonId, PolicyId, type ScheduleId } from './ids.ts';
import { ChannelFile, type ChannelSettings, EscalationPolicy, Person, Schedule } from './roster.ts';
import { Severity } from './status.ts';

const Group = z.strictObject({ id: GroupId, name: z.string().min(1) });
export type Group = z.infer<typeof Group>;

const Component = z.strictObject({
  id: ComponentId,
  name: z.string().min(1).optional(),
  group: GroupId.optional(),
  description: z.string().optional(),
  owner: z.string().optional(),
  runbook: z.url({ protocol: /^https?$/ }).optional(),
  /** Default: from the status (major = critical, partial = high, performance = low). */
  severity: Severity.optional(),
  /** Trouble must last this long (since its first failed try) before anybody is paged. */
  pageAfter: Duration.optional(),
  /** It must have been well this long before the closing message. */
  closeAfter: Duration.optional(),
  policy: PolicyId.optional(),
  checks: z.array(CheckFile).min(1, 'a component without a check is never watched; give it at least one'),
});

const Settings = z.strictObject({
  pageAfter: Duration.default(45_000),
  closeAfter: Duration.default(45_000),
  /** The person who sits at this machine: native notices and sound are theirs. Absent: everybody's. */
  desk: PersonId.optional(),
  /** Used by components that name no policy. Default: the first one. */
  policy: PolicyId.optional(),
  /** Address of the local server. Anything but loopback is a deliberate choice. */
  listen: z
    .strictObject({ host: z.string().default('127.0.0.1'), port: z.number().int().min(0).max(65_535).default(8_730) })
    .prefault({}),
  limits: z
    .strictObject({
      /** Checks in flight over all, and per target host. */
      inFlight: z.number().int().min(1).max(10_000).default(256),
      perHost: z.number().int().min(1).max(1_000).default(8),
    })
    .prefault({}),
  history: z
    .strictObject({
      observations: Duration.default(2 * 86_400_000),
      minutes: Duration.default(7 * 86_400_000),
      hours: Duration.default(90 * 86_400_000),
      days: Duration.default(5 * 365 * 86_400_000),
      events: Duration.default(2 * 365 * 86_400_000),
    })
    .prefault({}),
});
export type Settings = z.infer<typeof Settings>;

export const ConfigFile = z.strictObject({
  version: z.literal(1, { error: 'must be 1, the only version there is' }),
  settings: Settings.prefault({}),
  groups: z.array(Group).default([]),
  components: z.array(Component).default([]),
  people: z.array(Person).default([]),
  channels: z.array(ChannelFile).default([]),
  schedules: z.array(Schedule).default([]),
  policies: z.array(EscalationPolicy).default([]),
});
export type ConfigFile = z.infer<typeof ConfigFile>;

/** A component with every default filled in. Times in ms. */
export interface ComponentSettings {
  readonly id: ComponentId;
  readonly name: string;
  readonly group: GroupId | null;
  readonly description: string;
  readonly owner: string;
  readonly runbook: string | null;
  readonly severity: Severity | null;
  readonly pageAfter: number;
  readonly closeAfter: number;
  /** Null when there is no policy at all: then nobody is paged, and the window says so. */
  readonly policy: PolicyId | null;
  readonly checks: readonly Check[];
}

/** What the house uses: everything by id, every reference known to exist. */
export interface Config {
  readonly settings: Settings;
  readonly groups: readonly Group[];
  readonly components: ReadonlyMap<ComponentId, ComponentSettings>;
  readonly checks: ReadonlyMap<CheckId, Check>;
  readonly people: ReadonlyMap<PersonId, Person>;
  readonly channels: ReadonlyMap<ChannelId, ChannelSettings>;
  readonly schedules: ReadonlyMap<ScheduleId, Schedule>;
  readonly policies: ReadonlyMap<PolicyId, EscalationPolicy>;
}

/** One mistake in a configuration file, with its place. `line` and `column` from 1. */
export interface ConfigProblem {
  readonly path: string;
  readonly line: number | null;
  readonly column: number | null;
  readonly message: string;
}
