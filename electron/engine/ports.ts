/**
 * The engine's ports: everything of the world that the loop needs, and nothing about how it is done.
 *
 * Rooms that implement a port (probes, paging, store, server, desktop) import this file and shared/, never each other.
 */
import type { CheckDays, Rollup, RollupUnit, StoredTry } from '../../shared/contract/series.ts';
import type { Beats } from '../../shared/model/beat.ts';
import type { Word } from '../../shared/model/cachet/word.ts';
import type { CalendarFile } from '../../shared/model/calendar.ts';
import type { CallerMessage } from '../../shared/model/caller-news.ts';
import type { ChannelSettings, ChannelSettingsOf, ChannelType } from '../../shared/model/channel.ts';
import type { Check, CheckOf, CheckType } from '../../shared/model/check.ts';
import type { EventDraft, EventType, WatchEvent } from '../../shared/model/event.ts';
import type { ChannelId, CheckId, ComponentId, EpochMs, IncidentId, PageId } from '../../shared/model/ids.ts';
import type { Incident } from '../../shared/model/incident.ts';
import type { Observation, ProbeOutcome } from '../../shared/model/observation.ts';
import type { Capabilities, Delivery, OutboxItem, Page } from '../../shared/model/page.ts';
import type { StoredOverride } from '../../shared/model/schedule.ts';
import type { Settings } from '../../shared/model/settings.ts';
import type { Severity } from '../../shared/model/status.ts';
import type { ComponentWatch } from '../../shared/model/watch.ts';
import type { CalendarEvent } from '../../shared/rules/ical/event.ts';
import type { Recall } from './recall.ts';

export type Cancel = () => void;

/** Wall time for people, monotonic time for intervals, timers that a test can move. */
export interface Clock {
  /** Epoch ms by the wall clock; it may jump. */
  now(): EpochMs;
  /** Never goes back; does not count while the machine sleeps on most systems. ms from an arbitrary start. */
  monotonicMs(): number;
  /** Runs `task` once after `ms`. Call the result to cancel. */
  after(ms: number, task: () => void): Cancel;
}

/** Structured log. `fields` never hold a secret. */
export interface Log {
  info(fields: Readonly<Record<string, unknown>>, message: string): void;
  warn(fields: Readonly<Record<string, unknown>>, message: string): void;
  error(fields: Readonly<Record<string, unknown>>, message: string): void;
}

// ---- probes -------------------------------------------------------------------------------------------------------

/** What was heard of a heartbeat's sender. */
export interface HeardBeats extends Beats {
  /** Its latest `log`. */
  readonly said: { readonly at: EpochMs; readonly text: string } | null;
  /** Since when we can hear one. Null: we cannot (no port to listen on). */
  readonly listeningSince: EpochMs | null;
}

/** What people reported lately. */
export interface HeardReports {
  /** Within the time that the check names. */
  readonly count: number;
  /** The newest report's own words; may be empty. */
  readonly said: string;
  readonly listeningSince: EpochMs | null;
}

/** What other systems say that is wrong. `deaf`: nothing was said, and nothing could be heard. */
export type HeardAlerts =
  | { readonly kind: 'failing'; readonly cause: string; readonly severity: Severity }
  | { readonly kind: 'well' }
  | { readonly kind: 'deaf' };
/** What a program said of a component. */
export interface HeardWord {
  /** Null: nothing. */
  readonly word: Word | null;
  /** ms after which it is believed no more; null: it holds until the next one. */
  readonly staleAfter: number | null;
}

export interface ProbeContext {
  /** Called by the engine's own timer after the check's time-out, as a last resort only; probes keep their own deadline. */
  readonly recall: Pick<Recall, 'listen'>;
  readonly clock: Clock;
  /** What was heard of a heartbeat check's sender. */
  readonly beat: (checkId: CheckId) => HeardBeats;
  /** What was reported to a count check. */
  readonly reports: (checkId: CheckId) => HeardReports;
  /** What a person called for; null: that call is over. */
  readonly call: (checkId: CheckId) => string | null;
  /** What other systems say to a check of alerts. */
  readonly alert: (checkId: CheckId) => HeardAlerts;
  /** What a program last said. */
  readonly word: (checkId: CheckId) => HeardWord;
  /** What is seen of a practable system: of a stream, of jump, of one of its services. */
  readonly practable: (checkId: CheckId) => ProbeOutcome;
}

/** One try of one check. A failed check is a value; only our own bug throws. */
export interface Probe<T extends CheckType> {
  readonly type: T;
  run(check: CheckOf<T>, context: ProbeContext): Promise<ProbeOutcome>;
  /** Lets go of what it keeps for a check that is no longer wanted (a pooled connection). */
  forget?(checkId: CheckId): void;
  close?(): Promise<void>;
}

/** All probes behind one door. What is known without asking anybody may be answered at once. */
export interface ProbeSet {
  run(check: Check, context: ProbeContext): ProbeOutcome | Promise<ProbeOutcome>;
  forget(checkId: CheckId): void;
  close(): Promise<void>;
}

// ---- programs -----------------------------------------------------------------------------------------------------

/** A program of this machine: no shell that would split or expand anything. */
export interface ProgramCall {
  readonly command: string;
  readonly args: readonly string[];
  /** All of its environment. */
  readonly env: Readonly<Record<string, string>>;
  readonly cwd?: string | undefined;
  /** Written to its standard input. Absent: that is closed. */
  readonly input?: string;
}

export type ProgramEnd =
  | { readonly kind: 'exited'; readonly code: number; readonly output: string; readonly errors: string }
  | { readonly kind: 'killed'; readonly signal: string; readonly output: string; readonly errors: string }
  /** It never began. `words`: what to mend; null: nothing of the program's, the machine would not start it. */
  | { readonly kind: 'unable'; readonly error: NodeJS.ErrnoException; readonly words: string | null };

export interface RunningProgram {
  /** What it has said so far. */
  output(): string;
  /** As Ctrl-C: `ping` then says its sums and ends. */
  interrupt(): void;
  /** Ends it and all that it has started; `done` is not called any more. */
  end(): void;
}

/** Runs programs, each in a group of its own, so that closing leaves none behind. */
export interface Programs {
  start(call: ProgramCall, clock: Clock, done: (end: ProgramEnd) => void): RunningProgram;
  /** Kills what is left, and waits until it is gone. */
  close(): Promise<void>;
}

// ---- ourselves ----------------------------------------------------------------------------------------------------

/** What the host can tell of this machine's way out. */
export interface Network {
  /** There is an address beyond this machine; null: the host cannot tell. */
  link(): boolean | null;
  /** The system's resolver answers about a name; that there is no such name is an answer. Never rejects. */
  resolves(name: string): Promise<boolean>;
}

/** Calls the address that notices our silence. */
export interface Beacon {
  /** One call, bounded in time. Null: it was heard. Otherwise why not, without the address. Never rejects. */
  call(heartbeat: NonNullable<Settings['heartbeat']>): Promise<string | null>;
  close(): Promise<void>;
}

/** A shared calendar, read. Not ok: it is none. */
export type ReadCalendar =
  | { readonly ok: true; readonly events: readonly CalendarEvent[]; readonly notes: readonly string[] }
  | { readonly ok: false; readonly reason: string };
export type FetchedCalendar =
  | { readonly ok: true; readonly text: string }
  | { readonly ok: false; readonly reason: string };

/** Shared calendars, at an address or in a file. */
export interface CalendarReader {
  /** Bounded in size and time. Never rejects; no reason quotes the address. */
  fetch(place: Pick<CalendarFile, 'url' | 'path'>): Promise<FetchedCalendar>;
  /** `zone`: of times that name none. Never rejects. */
  read(text: string, zone: string): Promise<ReadCalendar>;
  close(): Promise<void>;
}

// ---- paging -------------------------------------------------------------------------------------------------------

export interface ChannelContext {
  /** Aborted when the try has taken too long; the adapter must give up then. */
  readonly signal: AbortSignal;
  readonly clock: Clock;
  readonly memory: ChannelMemory;
}

/** What one channel keeps for itself across restarts: a cursor, receipts it still asks about. At most some kilobytes of JSON. */
export interface ChannelMemory {
  /** What was kept last; undefined: nothing. The adapter parses it, like anything from outside. */
  read(): unknown;
  /** Kept with the next write to the store. Null forgets. */
  keep(value: unknown): void;
}

/** What somebody answered to a page. */
export interface ChannelAnswer {
  /** The page that was answered, where the service tells. Null: `said` names the incident by its short code, or means all. */
  readonly pageId: PageId | null;
  /** In their words, as they came: "ack", "ack 2h", "217 a", "escalate". */
  readonly said: string;
  /** Who it was, as far as the service knows: "@kim", "+4477…123". For the history; no secret. */
  readonly from: string;
}

/** What a stranger wrote to a number of ours. */
export interface ChannelCall {
  /** By which the service names the message: the same again is the same. */
  readonly id: string;
  /** As the service has it: mostly an international number, sometimes a short code or a name. */
  readonly from: string;
  readonly said: string;
  /** By the service's clock. Epoch ms. */
  readonly at: EpochMs;
}

/** What became of a page, as far as a service tells. */
export type Fate =
  /** `words`: what more is known of it: "read". */
  { readonly status: 'delivered'; readonly words?: string } | { readonly status: 'refused'; readonly reason: string };

/** The engine's ear on a channel. Never rejects. */
export interface Ear {
  /** Resolves to the words the sender is to see: what was done, or why not and what to say instead. */
  answered(answer: ChannelAnswer): Promise<string>;
  /** What became of a page that was only `accepted` when it was sent. */
  fared(pageId: PageId, fate: Fate): void;
  /** Absent: nobody can be called through this channel. `later`: so many called that this one waits; to be told again. */
  called?(call: ChannelCall): Promise<'heard' | 'later'>;
}

export interface ListenContext extends ChannelContext {
  readonly ear: Ear;
  /** Said once when listening fails, and (null) once when it works again. */
  trouble(reason: string | null): void;
}

/** One way to reach a person. States honestly what it can do; never retries by itself, never decides whether to page. */
export interface Channel<T extends ChannelType> {
  readonly type: T;
  /** What it can do, where that hangs on its settings as a function of them. */
  readonly can: Capabilities | ((settings: ChannelSettingsOf<T>) => Capabilities);
  /** Where it goes, fit for a stranger's eyes: no token, no path that may hold one, a number with its middle left out. */
  target(settings: ChannelSettingsOf<T>): string;
  /** What may never stand in an answer's words: passwords, keys, and the forms in which a server could quote them. */
  secrets(settings: ChannelSettingsOf<T>): readonly string[];
  send(page: Page, settings: ChannelSettingsOf<T>, context: ChannelContext): Promise<Delivery>;
  /**
   * Hears answers and fates until `signal` is aborted: asks the service now and then (this machine has no public address).
   * Waits by the clock, backs off when the service fails, and resolves soon after the abort. Absent: nothing comes back. Null:
   * nothing comes back with these settings.
   */
  listen?(settings: ChannelSettingsOf<T>, context: ListenContext): Promise<void> | null;
  /**
   * Somebody has taken what this key is about: what rings by itself falls silent. Resolves to false when it may ring on. Absent:
   * nothing of this channel rings.
   */
  hush?(dedupKey: string, settings: ChannelSettingsOf<T>, context: ChannelContext): Promise<boolean>;
  /** Tells somebody who called one of us what became of it, by the way that they left. Absent: it tells no callers. */
  tell?(message: CallerMessage, settings: ChannelSettingsOf<T>, context: ChannelContext): Promise<Delivery>;
  /** Lets go of open connections. */
  close?(): Promise<void>;
}

/** What this machine's own screen is asked to show. */
export interface Notice {
  readonly title: string;
  readonly body: string;
  /** `critical` stays until somebody takes it away; `low` goes by itself. */
  readonly urgency: 'critical' | 'low';
  /** A newer notice with the same tag takes the place of the older one, so that a close replaces its trigger. */
  readonly tag: string;
  /** Opened when the notice is clicked, where the system tells us. */
  readonly incidentId: IncidentId | null;
  /** No sound of its own: the pager tone is ours, and a recovery wakes nobody. */
  readonly quiet: boolean;
}

/** The way to this machine's screen. Never throws; a screen that cannot be reached is `refused` with the fix in words. */
export interface NoticeDoor {
  show(notice: Notice, signal: AbortSignal): Promise<Delivery>;
}

/** The way to this machine's speakers. The tone follows the feed's state, so that it stops exactly when the state says so. */
export interface SoundDoor {
  /** `accepted` when a tone would be heard now, else `refused` with the reason. */
  ready(): Promise<Delivery>;
}

/** All channels behind one door. */
export interface ChannelSet {
  can(settings: ChannelSettings): Capabilities;
  target(settings: ChannelSettings): string;
  send(page: Page, settings: ChannelSettings, context: ChannelContext): Promise<Delivery>;
  /** Null: nothing can come back through this channel. */
  listen(settings: ChannelSettings, context: ListenContext): Promise<void> | null;
  /** Null: nothing of it rings. */
  hush(dedupKey: string, settings: ChannelSettings, context: ChannelContext): Promise<boolean> | null;
  /** Null: it tells no callers. */
  tell(message: CallerMessage, settings: ChannelSettings, context: ChannelContext): Promise<Delivery> | null;
  close(): Promise<void>;
}

// ---- store --------------------------------------------------------------------------------------------------------

/** One transaction's worth of truth: state, the events that explain it, and the pages that follow from it. */
export interface JournalEntry {
  readonly watches?: readonly ComponentWatch[];
  readonly forgetWatches?: readonly ComponentId[];
  /** Upserted, for history and for "last incidents". */
  readonly incidents?: readonly Incident[];
  readonly outbox?: readonly OutboxItem[];
  readonly overrides?: readonly StoredOverride[];
  readonly removeOverrides?: readonly string[];
  /** Small settings and cursors by key: quiet, beats, window state. Null removes. */
  readonly values?: Readonly<Record<string, unknown>>;
  readonly events: readonly EventDraft[];
}

export interface EventQuery {
  readonly componentId?: ComponentId;
  readonly incidentId?: IncidentId;
  readonly types?: readonly EventType[];
  /** Words that must all occur in the text, any case. */
  readonly text?: string;
  readonly from?: EpochMs;
  readonly to?: EpochMs;
  /** Only events before this number (for the next page of a listing, newest first). */
  readonly beforeSeq?: number;
  readonly limit: number;
}

/** Everything the engine needs to go on after a restart. */
export interface Restored {
  readonly watches: readonly ComponentWatch[];
  /** Items that still want work: queued or trying. */
  readonly outbox: readonly OutboxItem[];
  readonly overrides: readonly StoredOverride[];
  readonly values: ReadonlyMap<string, unknown>;
}

/** All that survives. The same port on SQLite and, later, PostgreSQL. */
export interface Store {
  restore(): Promise<Restored>;
  /** All entries in ONE transaction, durable when it resolves. Gives back the events with their numbers, in order. */
  commit(entries: readonly JournalEntry[]): Promise<readonly WatchEvent[]>;
  /** A batch of observations with their rollups, in one transaction. Losing the last second of these in a crash is acceptable. */
  record(observations: readonly Observation[]): Promise<void>;
  /** Newest first: by number, for the wall clock jumps. `from` and `to` (here and below) are both inclusive. */
  events(query: EventQuery): Promise<readonly WatchEvent[]>;
  /** Those that were open at some time of the range, newest first. */
  incidents(query: {
    readonly id?: IncidentId;
    readonly componentId?: ComponentId;
    readonly from?: EpochMs;
    readonly to?: EpochMs;
    readonly limit: number;
  }): Promise<readonly Incident[]>;
  /** The newest `limit` of the range, oldest first. */
  observations(query: {
    readonly checkId: CheckId;
    readonly from: EpochMs;
    readonly to: EpochMs;
    readonly limit: number;
  }): Promise<readonly StoredTry[]>;
  /** All tries of all checks, oldest first, in pieces; both ends inclusive. Others have their turn between two pieces. */
  history(range: { readonly from: EpochMs; readonly to: EpochMs }): AsyncIterable<readonly StoredTry[]>;
  /** Every span that the range touches and that holds a try, oldest first. */
  rollups(query: {
    readonly checkIds: readonly CheckId[];
    readonly unit: RollupUnit;
    readonly from: EpochMs;
    readonly to: EpochMs;
  }): Promise<readonly Rollup[]>;
  /** Each UTC day that the range touches, for every check that was tried in one of them. Cheap for thousands of checks. */
  days(query: {
    readonly checkIds: readonly CheckId[];
    readonly from: EpochMs;
    readonly to: EpochMs;
  }): Promise<readonly CheckDays[]>;
  /** The latest try of each channel that has an answer, whether it arrived, was refused, or waits to be tried again. */
  lastDeliveries(): Promise<
    readonly { readonly channelId: ChannelId; readonly item: OutboxItem; readonly at: EpochMs }[]
  >;
  /** Removes what is older than these ages (ms), never what is still open or waiting. Returns rows removed. */
  prune(
    now: EpochMs,
    ages: {
      readonly observations: number;
      readonly minutes: number;
      readonly hours: number;
      readonly days: number;
      readonly events: number;
    },
  ): Promise<number>;
  /** For the self-check: `ok` or what is wrong with it, size in bytes, and where it is. */
  health(): Promise<{ readonly ok: boolean; readonly detail: string; readonly bytes: number; readonly place: string }>;
  close(): Promise<void>;
}
