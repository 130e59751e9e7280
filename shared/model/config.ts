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
import { ErrorPages } from './error-pages.ts';
import { AgentPortFile, HealthPortFile } from './health-port.ts';
import { type ChannelId, CheckId, ComponentId, GroupId, PersonId, PolicyId, type ScheduleId } from './ids.ts';
import { MaintenanceFile, type MaintenanceWindow, Tag } from './maintenance.ts';
import type { CardId } from './page-me.ts';
import { EscalationPolicy, Person } from './roster.ts';
import { Route } from './route.ts';
import { Schedule } from './schedule.ts';
import { Shortcut } from './shortcut.ts';
import { type Silence, SilenceFile } from './silence.ts';
import { SmtpGateway } from './smtp-gateway.ts';
import { SourceFile, type SourceId, type SourceSettings } from './source.ts';
import { Severity } from './status.ts';
import { type PublicFace, PublicSide, StatusPageFile } from './status-page.ts';

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

/** One length of time for all that happens, or by severity: `{critical: 0}` pages at once for that, and leaves the rest as it was. */
const PageAfterFile = z.union([
  Duration,
  z.strictObject({
    /** For severities that are not named here. */
    default: Duration.exactOptional(),
    low: Duration.exactOptional(),
    high: Duration.exactOptional(),
    critical: Duration.exactOptional(),
  }),
]);
export type PageAfterFile = z.infer<typeof PageAfterFile>;

/** How long trouble of each severity must have lasted before it pages, in ms. */
export type PageAfter = Readonly<Record<Severity, number>>;

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

/** `one.example:443`, `192.0.2.1:53`, `[2001:db8::1]:53`. */
const HostAndPort = z
  .string()
  .regex(/^(\[[0-9a-fA-F:.]+\]|[^\s:/[\]]+):\d{1,5}$/, 'must be host:port, like one.example:443')
  .refine((text) => {
    const port = Number(text.slice(text.lastIndexOf(':') + 1));
    return port >= 1 && port <= 65_535;
  }, 'the port must be between 1 and 65535');

export const RefusalHook = z.union([
  z.strictObject({ command: z.array(z.string().min(1)).min(1) }),
  z.strictObject({ url: z.url({ protocol: /^https?$/ }) }),
]);
export type RefusalHook = z.infer<typeof RefusalHook>;

const SettingsFile = z.strictObject({
  /** Default: 45 s. */
  pageAfter: PageAfterFile.optional(),
  closeAfter: Duration.default(45_000),
  /**
   * In trouble again within this time after it was well, and people were told: it flaps. That trouble is paged like any other, but
   * its closing message waits until it has been well this long, and relapses until then are the same incident. 0 turns it off.
   */
  steadyAfter: Duration.default(300_000),
  /** The person who sits at this machine: native notices and sound are theirs. Absent: everybody's. */
  desk: PersonId.optional(),
  /** Keys of this machine that acknowledge the worst page, whatever is in front. Null: none. */
  shortcut: Shortcut.nullable().default('CommandOrControl+Alt+Shift+A'),
  /** Used by components that name no policy. Default: the first one. */
  policy: PolicyId.optional(),
  /** Address of the local server. Anything but loopback is a deliberate choice. */
  listen: z
    .strictObject({ host: z.string().default('127.0.0.1'), port: z.number().int().min(0).max(65_535).default(8_730) })
    .prefault({}),
  /**
   * Where people outside reach the local server, through a proxy of yours: then pages carry a link that acknowledges. Absent: none
   * does, for a desktop has no public address.
   */
  publicUrl: z
    .url({ protocol: /^https?$/ })
    .max(200)
    .optional(),
  /** Where programs call people by SNPP, the protocol of pagers (RFC 1861). Absent: nowhere. Anything but loopback is a choice. */
  snpp: z
    .strictObject({ host: z.string().default('127.0.0.1'), port: z.number().int().min(0).max(65_535).default(8_444) })
    .optional(),
  /** Where mails call people. Absent: nowhere. */
  smtp: SmtpGateway.optional(),
  /** The page that a proxy shows when the site does not answer, kept as it is now. Absent: none is. */
  errorPages: ErrorPages.optional(),
  /** When the local server has more to do than it can: who comes is told at once when to come again. */
  overload: z
    .strictObject({
      /** Requests at once; what matters less is refused from 40 % of it on. */
      queue: z.number().int().min(10).max(10_000).default(200),
      /** How long a newcomer may have to wait, as it is estimated. */
      wait: Duration.refine((ms) => ms >= 100, 'at least 100ms').default(2_000),
      /** People (browsers, not connections) who may have a window open at once. */
      sessions: z.number().int().min(1).max(1_000).default(50),
      /** Told when refusals begin and end: a program (no shell; JSON on its standard input) or an address (POST). */
      hook: RefusalHook.optional(),
    })
    .prefault({}),
  /** How we end: nobody new is let in, who is inside is served, up to `atMost`. */
  drain: z
    .strictObject({
      /** So long the health port says that we are leaving, for balancers in front that look now and then. */
      atLeast: Duration.refine((ms) => ms <= 600_000, 'at most 10m').default(0),
      atMost: Duration.refine((ms) => ms <= 600_000, 'at most 10m').default(10_000),
    })
    .refine(({ atLeast, atMost }) => atLeast <= atMost, '`atLeast` cannot be longer than `atMost`')
    .prefault({}),
  /** The status page that everybody may read. Absent: there is none. */
  statusPage: StatusPageFile.optional(),
  health: HealthPortFile.prefault({}),
  /** We are healthy only when every check has answered once (5 min at most). WATCHBELL_AUTOWARMUP=0 turns it off as well. */
  autoWarmup: z.boolean().default(true),
  agent: AgentPortFile.optional(),
  /**
   * Programs may read and say how components are, as they do with a Cachet (its API, version 1, at `/api/v1`). Absent: they may not.
   * A word that was not repeated for `staleAfter` is believed no more; without it a word holds until the next one.
   */
  cachet: z.strictObject({ staleAfter: Duration.exactOptional() }).optional(),
  /** Unable to judge any check for so long (though we run), or offline for so long, we page about ourselves. */
  blindAfter: Duration.default(300_000),
  /** After waking or starting again nobody is paged for so long: what was seen before says nothing, and the network needs its time. */
  quietAfterWake: Duration.default(30_000),
  /**
   * Addresses (`host:port`) of others, unrelated to each other and to what is watched. When none of them answers either, it is our
   * own uplink. Nothing is called unless it stands here.
   */
  witnesses: z.array(HostAndPort).max(10, 'more than ten witnesses tell no more').default([]),
  /** So large a share of unrelated targets that were well, and at least so many, fail at once: doubt ourselves first. */
  massFailure: z
    .strictObject({
      share: z.number().gt(0).max(1).default(0.5),
      least: z.number().int().min(2).default(5),
    })
    .prefault({}),
  /** We call this address while we really watch, so that our own silence is noticed elsewhere. The address is a secret. */
  heartbeat: z
    .strictObject({
      url: z.url({ protocol: /^https?$/ }),
      every: Duration.default(60_000),
      method: z.enum(['GET', 'HEAD', 'POST']).default('GET'),
    })
    .optional(),
  limits: z
    .strictObject({
      /** Checks in flight over all. */
      inFlight: z.number().int().min(1).max(10_000).default(256),
      /**
       * And per target host. Fewer and a dead host with ten checks, each busy for its time-out of 10 s, could not keep its fast interval:
       * with 2 the third failure would come after two and a half minutes, with 8 before the first page is due.
       */
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

/** Without `pageAfter`, which every component has of its own, by severity. */
export type Settings = Omit<z.infer<typeof SettingsFile>, 'pageAfter'>;

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
