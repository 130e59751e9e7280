/**
 * Everything the window may ask of the main process, once: names, questions (parsed on arrival) and answers (types).
 *
 * The same contract runs over IPC in the desktop app and over HTTP + server-sent events in the browser. Nothing else crosses.
 */
import { z } from 'zod';
import { EventType, type WatchEvent } from '../model/event.ts';
import {
  ChannelId,
  CheckId,
  ComponentId,
  type EpochMs,
  IncidentId,
  OverrideId,
  PersonId,
  ScheduleId,
} from '../model/ids.ts';
import { MaintenanceId } from '../model/maintenance.ts';
import type { Delivery, Page } from '../model/page.ts';
import { PRESENCES } from '../model/presence.ts';
import { SilenceId, SilenceMatch, SilenceReason } from '../model/silence.ts';
import { ComponentStatus, Severity } from '../model/status.ts';
import type { UptimeFigure } from '../rules/uptime.ts';
import type { DryRunAnswer } from './dry-run.ts';
import type { ExplainAnswer } from './explain.ts';
import { type ReplayAnswer, ReplayChanges } from './replay.ts';
import type { CheckDays, Rollup, StoredTry } from './series.ts';
import type { Change, Snapshot } from './view.ts';

const note = z.string().max(500).default('');
const ms = z
  .number()
  .int()
  .min(1)
  .max(31 * 86_400_000);
const instant = z.number().int();

/** What a command did, in words for the person who gave it. `accepted: false` says why not and what to do. */
export interface Done {
  readonly accepted: boolean;
  readonly text: string;
}

/** One row of the self-check: how it is, and how to mend it. */
export interface SelfCheckRow {
  readonly id: string;
  readonly name: string;
  readonly level: 'green' | 'amber' | 'red';
  readonly text: string;
  /** Empty when green. */
  readonly fix: string;
}

/** One hop of a test page, in order. */
export interface TestHop {
  readonly channelId: ChannelId;
  readonly page: Page;
  readonly delivery: Delivery;
  readonly tookMs: number;
}

/** A stretch of a schedule with the same people. Empty `people`: nobody. */
export interface ShiftView {
  readonly from: EpochMs;
  readonly to: EpochMs;
  readonly people: readonly { readonly personId: PersonId; readonly name: string }[];
  readonly because: string;
  /** The override it comes from, when it can be removed by hand. */
  readonly overrideId: OverrideId | null;
}

interface Exchange {
  readonly asks: z.ZodType;
}

/** Questions and commands. Every command says who gave it by where it came from, not by what it claims. */
export const contract = {
  snapshot: { asks: z.strictObject({}) },
  acknowledge: { asks: z.strictObject({ incident: IncidentId, forMs: ms.nullable(), note }) },
  acknowledgeAll: { asks: z.strictObject({ forMs: ms.nullable() }) },
  unacknowledge: { asks: z.strictObject({ incident: IncidentId }) },
  snooze: { asks: z.strictObject({ incident: IncidentId, forMs: ms }) },
  escalate: {
    asks: z.strictObject({
      incident: IncidentId,
      /** A step is counted from 1. */
      to: z.union([
        z.literal('next'),
        z.strictObject({ person: PersonId }),
        z.strictObject({ step: z.number().int().min(1).max(100) }),
      ]),
    }),
  },
  /** The policy as it stands in the configuration now takes the place of the one that the incident was opened with. */
  applyPolicy: { asks: z.strictObject({ incident: IncidentId }) },
  resolve: { asks: z.strictObject({ incident: IncidentId, note }) },
  addNote: { asks: z.strictObject({ incident: IncidentId, note: z.string().min(1).max(500) }) },
  /** Stops the sound of one incident, or of all; acknowledges nothing. */
  hush: { asks: z.strictObject({ incident: IncidentId.nullable() }) },
  /** Null: everything. */
  checkNow: { asks: z.strictObject({ component: ComponentId.nullable() }) },
  /** `until: null` ends it. */
  quiet: { asks: z.strictObject({ until: instant.nullable(), criticalToo: z.boolean() }) },
  /** Holds messages about these back from now on; watching goes on. */
  startMaintenance: { asks: z.strictObject({ components: z.array(ComponentId).min(1).max(10_000), forMs: ms, note }) },
  /** Ends one that was begun by hand: what it held back and is still true is said now. */
  endMaintenance: { asks: z.strictObject({ id: MaintenanceId }) },
  /** Nobody is paged about what matches; `from` null: from now on, `forMs` null: the longest (31 d), with `untilWell`. */
  addSilence: {
    asks: z
      .strictObject({
        match: SilenceMatch,
        from: instant.nullable().default(null),
        forMs: ms.nullable(),
        untilWell: z.boolean().default(false),
        reason: SilenceReason,
      })
      .refine(({ forMs, untilWell }) => forMs !== null || untilWell, 'say for how long, or `untilWell`'),
  },
  lengthenSilence: { asks: z.strictObject({ id: SilenceId, forMs: ms }) },
  endSilence: { asks: z.strictObject({ id: SilenceId }) },
  testPage: { asks: z.strictObject({ person: PersonId.nullable(), channel: ChannelId.nullable() }) },
  /** Wins over what the checks say until it is released; `forMs: null` is for as long as that takes. */
  setStatus: {
    asks: z.strictObject({ component: ComponentId, status: ComponentStatus, forMs: ms.nullable(), note }),
  },
  releaseStatus: { asks: z.strictObject({ component: ComponentId }) },
  /** Away is not paged, slow is paged and the next step follows soon. Wins over the file until then. */
  setPresence: {
    asks: z.strictObject({
      person: PersonId,
      state: z.enum(PRESENCES),
      until: instant,
      note: z.string().max(200).default(''),
    }),
  },
  addOverride: {
    asks: z.strictObject({
      schedule: ScheduleId,
      kind: z.enum(['add', 'remove', 'replace']),
      person: PersonId,
      by: PersonId.nullable(),
      from: instant,
      to: instant,
      note,
    }),
  },
  removeOverride: { asks: z.strictObject({ id: OverrideId }) },
  /**
   * The address at which a calendar program finds a schedule (null: all of them), or one person's part of it. `show` makes one where
   * there is none yet; `renew` makes the old one worthless; `remove` leaves none.
   */
  calendarLink: {
    asks: z.strictObject({
      schedule: ScheduleId.nullable(),
      person: PersonId.nullable(),
      action: z.enum(['show', 'renew', 'remove']),
    }),
  },
  shifts: { asks: z.strictObject({ schedule: ScheduleId, from: instant, to: instant }) },
  events: {
    asks: z.strictObject({
      component: ComponentId.optional(),
      incident: IncidentId.optional(),
      types: z.array(EventType).optional(),
      text: z.string().max(200).optional(),
      from: instant.optional(),
      to: instant.optional(),
      beforeSeq: z.number().int().optional(),
      limit: z.number().int().min(1).max(500).default(100),
    }),
  },
  /** Tries and rollups of the checks of a component. The finest unit that covers the range in at most ~1,500 points. */
  series: { asks: z.strictObject({ checks: z.array(CheckId).min(1).max(50), from: instant, to: instant }) },
  /** What was seen on each of the last `UPTIME_DAYS` days, for uptime bars. */
  uptime: { asks: z.strictObject({ checks: z.array(CheckId).min(1).max(2_000) }) },
  /** What was seen of a component over each of `FIGURE_SPANS`. */
  figures: { asks: z.strictObject({ component: ComponentId }) },
  /**
   * The stored tries of a range judged again: by another configuration file (`config`: its path; null: the running one), with
   * some numbers changed.
   */
  replay: {
    asks: z.strictObject({
      from: instant,
      to: instant,
      config: z.string().min(1).max(1_000).nullable(),
      changes: ReplayChanges.default({}),
    }),
  },
  /** How an incident went, line by line with the reasons; null: the newest one. */
  explain: { asks: z.strictObject({ incident: IncidentId.nullable() }) },
  /** Who would hear of a failure that nobody answers. `severity: null`: of a refused connection; `at: null`: now. */
  dryRun: {
    asks: z.strictObject({ component: ComponentId, severity: Severity.nullable(), at: instant.nullable() }),
  },
  selfCheck: { asks: z.strictObject({}) },
  removeDemo: { asks: z.strictObject({}) },
  /** Desktop only: start with the session. */
  autostart: { asks: z.strictObject({ on: z.boolean().nullable() }) },
  /** Desktop only: hear a severity's tone once at its volume. */
  playSound: { asks: z.strictObject({ severity: z.enum(['low', 'high', 'critical']) }) },
  openLink: { asks: z.strictObject({ url: z.string().max(2_000) }) },
} as const satisfies Record<string, Exchange>;

/** What comes back, by name. */
export interface AnswerTypes {
  snapshot: Snapshot;
  acknowledge: Done;
  acknowledgeAll: Done;
  unacknowledge: Done;
  snooze: Done;
  escalate: Done;
  applyPolicy: Done;
  resolve: Done;
  addNote: Done;
  hush: Done;
  checkNow: Done;
  quiet: Done;
  startMaintenance: Done;
  endMaintenance: Done;
  addSilence: Done;
  lengthenSilence: Done;
  endSilence: Done;
  testPage: { readonly done: Done; readonly hops: readonly TestHop[] };
  setStatus: Done;
  releaseStatus: Done;
  setPresence: Done;
  addOverride: Done;
  removeOverride: Done;
  /** Null `url`: there is none. It is a secret: whoever has it reads the roster. */
  calendarLink: { readonly done: Done; readonly url: string | null };
  shifts: readonly ShiftView[];
  events: readonly WatchEvent[];
  series: {
    readonly unit: 'try' | 'minute' | 'hour' | 'day';
    readonly tries: readonly StoredTry[];
    readonly rollups: readonly Rollup[];
  };
  /** `from`: start of the first day, UTC. */
  uptime: { readonly from: EpochMs; readonly checks: readonly CheckDays[] };
  figures: readonly UptimeFigure[];
  replay: ReplayAnswer;
  explain: ExplainAnswer;
  dryRun: DryRunAnswer;
  selfCheck: readonly SelfCheckRow[];
  removeDemo: Done;
  autostart: { readonly supported: boolean; readonly on: boolean };
  playSound: Done;
  openLink: Done;
}

export type Ask = keyof typeof contract;
export type Asks<A extends Ask> = z.infer<(typeof contract)[A]['asks']>;
/** Before parsing: defaults may be left out. */
export type AsksInput<A extends Ask> = z.input<(typeof contract)[A]['asks']>;
/** A question without an answer type does not build: this line is the guard. */
export type Answers<A extends Ask> = AnswerTypes[A];

/** One reply per question; leave one out and it does not compile. `by` is where the question came from: "Kim at this desk". */
export type Replies = { readonly [A in Ask]: (ask: Asks<A>, by: string) => Promise<Answers<A>> };

/** What `window.watchbell` is in the desktop app, and what the browser's adapter imitates over HTTP. */
export interface Bridge {
  ask<A extends Ask>(name: A, ask: AsksInput<A>): Promise<Answers<A>>;
  /** Changes from now on; returns the way to stop. `onLost` when the line broke: ask for a snapshot again. */
  follow(onChange: (change: Change) => void, onLost: () => void): () => void;
  /** Incident or view the main process wants shown (a notice was opened). */
  onShow(show: (target: { readonly incident: IncidentId | null }) => void): () => void;
}
