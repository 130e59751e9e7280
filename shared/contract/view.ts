/**
 * What the window (and the browser) sees: a numbered snapshot, then numbered changes. Plain data, made by the engine, owned by nobody else.
 *
 * Texts in here are ready to show; the window adds layout, relative times and its own labels.
 */

import type { ChannelType } from '../model/channel.ts';
import type { CheckType } from '../model/check.ts';
import type { ConfigProblem } from '../model/config.ts';
import type { Settled } from '../model/health.ts';
import type {
  ChannelId,
  CheckId,
  ComponentId,
  EpochMs,
  GroupId,
  IncidentId,
  PersonId,
  ScheduleId,
} from '../model/ids.ts';
import type { Acknowledgement, Incident } from '../model/incident.ts';
import type { MaintenanceId } from '../model/maintenance.ts';
import type { Failure, OutcomeKind, Readings, Timings } from '../model/observation.ts';
import type { Capabilities, PageState } from '../model/page.ts';
import type { PresenceState } from '../model/presence.ts';
import type { SilenceId } from '../model/silence.ts';
import type { ComponentStatus, Severity, Trouble } from '../model/status.ts';
import type { ByHand } from '../model/watch.ts';
import type { SwapView } from './asks/moves.ts';

/** Shape first, words second, colour last. `blind` is its own picture, and it is not calm. */
export const SHAPES = ['calm', 'suspect', 'slow', 'down', 'acknowledged', 'maintenance', 'blind'] as const;
export type Shape = (typeof SHAPES)[number];
/** The whole glance as a value: tray, title and header paint the same one. */
export interface Picture {
  readonly shape: Shape;
  /** Unacknowledged troubled components; drawn beside or in the shape when above 0. */
  readonly count: number;
  /** "2 down, 1 acknowledged" */
  readonly words: string;
  /** "On call: Kim until Mon 09:00"; empty where there is no schedule. */
  readonly onCall: string;
}

/** The glance in one sentence, where there is room for no more: the tray's tooltip and its menu's first line. */
export function glanceSentence({ words, onCall }: Picture): string {
  return onCall === '' ? words : `${words}. ${onCall}`;
}

export interface CheckView {
  readonly id: CheckId;
  readonly name: string;
  readonly type: CheckType;
  /** What is probed, without secrets: "GET https://…/health", "db1:5432". */
  readonly target: string;
  readonly settled: Settled;
  readonly since: EpochMs | null;
  /** Failing or recovering, not confirmed yet: "2 of 3 failures"; or not steady: "flapping: …". Null when settled and steady. */
  readonly undecided: string | null;
  readonly lastAt: EpochMs | null;
  readonly lastOutcome: OutcomeKind | null;
  readonly lastTimings: Timings | null;
  readonly lastFailure: Failure | null;
  /** What the latest conclusive try read on the way: "busy: 12". Null: nothing, or not since the start. */
  readonly lastReadings: Readings | null;
  /** Why the latest try could not be judged: "403 Forbidden: …". Null when it could. */
  readonly lastTrouble: string | null;
  readonly nextAt: EpochMs | null;
  /** Newest last, at most 60: latency in ms, or -1 failed, or -2 we could not judge. */
  readonly recent: readonly number[];
  /** "a newcomer waits about 3 min and it grows"; null when nobody waits, or nobody knows. */
  readonly wait: string | null;
  /** Things a reader must know: "certificate not verified". */
  readonly warnings: readonly string[];
}

export interface ComponentView {
  readonly id: ComponentId;
  readonly name: string;
  readonly group: GroupId | null;
  readonly description: string;
  readonly owner: string;
  readonly runbook: string | null;
  readonly status: ComponentStatus;
  readonly since: EpochMs | null;
  /** Some check is failing or recovering but nothing is confirmed. */
  readonly suspect: boolean;
  /** The worst check's reason in words; empty when all is well, or when the status was set by hand. */
  readonly because: string;
  /** Somebody has set the status; null: the checks say it. */
  readonly byHand: ByHand | null;
  readonly incidentId: IncidentId | null;
  /** Messages about it are held back on purpose: shown beside its status, which stays what it is. Null: no window runs. */
  readonly maintenance: MaintenanceView | null;
  /** "Unreachable because of Router", while it is not seen to be well. Null: the way to it is free, or it does not matter. */
  readonly unreachableBecause: string | null;
  /** Name of the escalation policy, or null: nobody is paged for this component. */
  readonly policy: string | null;
  readonly checks: readonly CheckView[];
}

/** A window of maintenance that runs now. */
export interface MaintenanceView {
  readonly id: MaintenanceId;
  readonly name: string;
  readonly until: EpochMs;
  /** Begun by hand, so it can be ended by hand. */
  readonly byHand: boolean;
}

/** A silence that somebody asked for by hand. */
export interface SilenceView {
  readonly id: SilenceId;
  /** What it is about, in words. */
  readonly what: string;
  readonly reason: string;
  readonly by: string;
  readonly from: EpochMs;
  readonly until: EpochMs;
  /** Over as soon as it is well again. */
  readonly untilWell: boolean;
  readonly endsSoon: boolean;
  /** Open incidents that it keeps back. */
  readonly incidents: number;
}

export interface GroupView {
  readonly id: GroupId;
  readonly name: string;
}

export interface ToldView {
  readonly personId: PersonId | null;
  /** Person's name, or the channel's when it belongs to nobody. */
  readonly who: string;
  readonly channelId: ChannelId;
  readonly channelType: ChannelType;
  readonly at: EpochMs;
  readonly state: PageState;
  readonly attempts: number;
  readonly reason: string | null;
}

export interface IncidentView {
  readonly id: IncidentId;
  readonly componentId: ComponentId;
  readonly componentName: string;
  readonly group: GroupId | null;
  readonly state: Incident['state'];
  readonly status: Trouble;
  readonly severity: Severity;
  /** "503 Service Unavailable, expected 200-299" */
  readonly cause: string;
  readonly since: EpochMs;
  readonly openedAt: EpochMs;
  readonly acknowledgement: Acknowledgement | null;
  readonly snoozedUntil: EpochMs | null;
  /** Its policy's response target ends then; null: somebody has it, or nobody is waited for. */
  readonly respondBy: EpochMs | null;
  /** What happens next by itself: "first page to Kim", "step 2: Sam", "un-acknowledges". */
  readonly next: { readonly at: EpochMs; readonly what: string } | null;
  readonly told: readonly ToldView[];
  readonly sounding: boolean;
  readonly recoveredAt: EpochMs | null;
  readonly resolvedAt: EpochMs | null;
  readonly resolvedBy: string | null;
  readonly runbook: string | null;
  /** The policy has been edited since it opened. */
  readonly policyChanged: boolean;
  /** Number of steps in its policy and the one that fires next, from 1. */
  readonly steps: number;
  readonly nextStep: number;
  /** Why somebody was not told (yet): quiet, nobody on call, … */
  readonly held: readonly { readonly reason: string; readonly until: EpochMs | null }[];
}

export interface OnCallEntry {
  readonly personId: PersonId;
  readonly name: string;
  /** Null: no end in sight. */
  readonly until: EpochMs | null;
  readonly because: string;
}
export interface OnCallView {
  readonly scheduleId: ScheduleId;
  readonly name: string;
  readonly timeZone: string;
  /** Empty: nobody. Said so, never blank. */
  readonly now: readonly OnCallEntry[];
  readonly next: {
    readonly at: EpochMs;
    readonly people: readonly { readonly personId: PersonId; readonly name: string }[];
  } | null;
  /** Called when nobody is on call or can be reached. */
  readonly standby: readonly { readonly personId: PersonId; readonly name: string }[];
}

export interface PersonView {
  readonly id: PersonId;
  readonly name: string;
  readonly channels: readonly ChannelId[];
  /** Where they are; `until` null: as they are by default. */
  readonly presence: { readonly state: PresenceState; readonly until: EpochMs | null; readonly note: string };
}
export interface ChannelView {
  readonly id: ChannelId;
  readonly type: ChannelType;
  /** Where it goes, without secrets: "+4477…123", "pager 5551212 at snpp.example.org". */
  readonly target: string;
  readonly people: readonly PersonId[];
  readonly can: Capabilities;
  readonly last: { readonly at: EpochMs; readonly state: PageState; readonly reason: string | null } | null;
}

export interface ConfigView {
  /** Null: the demo fleet. */
  readonly path: string | null;
  readonly loadedAt: EpochMs;
  /** Not empty: the file on disk is broken and the last good one is running. */
  readonly problems: readonly ConfigProblem[];
}

export interface WatcherView {
  readonly state: 'watching' | 'not-watching';
  readonly because: string;
  readonly since: EpochMs;
  /** The latest finished try of any check: "checked 3 s ago". */
  readonly lastCheckAt: EpochMs | null;
}

export interface Snapshot {
  /** Of the last change that is in here. */
  readonly sequence: number;
  readonly at: EpochMs;
  readonly version: string;
  readonly host: { readonly kind: 'desktop' | 'served'; readonly platform: string; readonly desk: PersonId | null };
  readonly demo: boolean;
  readonly config: ConfigView;
  readonly watcher: WatcherView;
  readonly picture: Picture;
  readonly groups: readonly GroupView[];
  readonly components: readonly ComponentView[];
  /** Open ones, and those resolved in the last 24 hours. */
  readonly incidents: readonly IncidentView[];
  readonly onCall: readonly OnCallView[];
  readonly people: readonly PersonView[];
  readonly channels: readonly ChannelView[];
  readonly quiet: { readonly until: EpochMs; readonly criticalToo: boolean; readonly by: string } | null;
  /** Those by hand that are not over. */
  readonly silences: readonly SilenceView[];
  /** Proposals that wait for an answer. */
  readonly swaps: readonly SwapView[];
  /** Where the public status page can be opened; null: there is none, or nothing is served. */
  readonly statusPage: string | null;
}

/** What changed since `sequence - 1`. A present list holds whole new values; an absent field did not change. */
export interface Change extends Partial<Omit<Snapshot, 'sequence' | 'at' | 'version' | 'components' | 'incidents'>> {
  readonly sequence: number;
  readonly at: EpochMs;
  /** Upserts by id. */
  readonly components?: readonly ComponentView[];
  readonly removedComponents?: readonly ComponentId[];
  readonly incidents?: readonly IncidentView[];
  readonly removedIncidents?: readonly IncidentId[];
}
