/**
 * What a host (desktop app or command line) hands to the engine, and what it gets for it.
 */
import type { Replies, SelfCheckRow } from '../../shared/contract/contract.ts';
import type { ConfigView, WatcherView } from '../../shared/contract/view.ts';
import type { BeatSignal } from '../../shared/model/beat.ts';
import type { Config } from '../../shared/model/config.ts';
import type { EventDraft } from '../../shared/model/event.ts';
import type { EpochMs } from '../../shared/model/ids.ts';
import type { Report } from '../../shared/model/reports.ts';
import type { Metric } from '../../shared/rules/metrics/metric.ts';
import type { AnswerLinks } from './answer-links.ts';
import type { Feed } from './feed.ts';
import type { AlertDesk } from './ports/alerts.ts';
import type { Beacon } from './ports/beacon.ts';
import type { Cachet } from './ports/cachet.ts';
import type { CalendarReader } from './ports/calendars.ts';
import type { CallDesk } from './ports/calls.ts';
import type { ChannelSet } from './ports/channel.ts';
import type { Clock } from './ports/clock.ts';
import type { LinkSet } from './ports/link.ts';
import type { Log } from './ports/log.ts';
import type { Network } from './ports/network.ts';
import type { PractableClient } from './ports/practable.ts';
import type { PractableStatus } from './ports/practable-status.ts';
import type { ProbeSet } from './ports/probe.ts';
import type { Seals } from './ports/seals.ts';
import type { StatusPages } from './ports/status-page.ts';
import type { Store } from './ports/store.ts';
import type { SubscriptionDesk } from './ports/subscription.ts';
import type { TokenGate } from './ports/tokens.ts';

/** The configuration as it is now, and word of every change. The last good one: a broken file never gets here. */
export interface ConfigSource {
  current(): Config;
  view(): ConfigView;
  /** Returns the way to stop. */
  subscribe(listener: () => void): () => void;
}

/** Another configuration file, for a replay. `problem`: what is wrong with it, or that it is not there. */
export type ReadConfig = (
  path: string,
) => Promise<{ readonly ok: true; readonly config: Config } | { readonly ok: false; readonly problem: string }>;

/** Replies that only the host (desktop app or served) can give. */
export type HostReplies = Pick<Replies, 'autostart' | 'playSound' | 'openLink' | 'removeDemo' | 'statusFiles'>;

export interface EngineOptions {
  readonly clock: Clock;
  readonly log: Log;
  /** 0 to below 1. */
  readonly random: () => number;
  readonly store: Store;
  readonly config: ConfigSource;
  readonly probes: ProbeSet;
  readonly channels: ChannelSet;
  readonly version: string;
  readonly host: { readonly kind: 'desktop' | 'served'; readonly platform: string };
  readonly demo: () => boolean;
  /** The machine's IANA zone. */
  readonly timeZone: string;
  readonly hostReplies: HostReplies;
  readonly hostChecks: () => Promise<readonly SelfCheckRow[]>;
  /** What happened before the engine could write: a damaged database set aside, rows that could not be read. */
  readonly notices: readonly string[];
  /** Absent: the host can tell nothing of its network. */
  readonly network?: Network;
  /** Absent: our own heartbeat cannot be sent. */
  readonly beacon?: Beacon;
  /** Absent: nobody is told how things are. */
  readonly links?: LinkSet;
  /** Absent: shared calendars cannot be read. */
  readonly calendars?: CalendarReader;
  /** Absent: practable systems cannot be followed. */
  readonly practable?: PractableClient;
  /** Absent: a replay can only change numbers of the running configuration. */
  readonly readConfig?: ReadConfig;
  /** Where the local server answers, `http://127.0.0.1:8730/`; null: nowhere at the moment. Absent: there is none. */
  readonly servedAt?: () => string | null;
  /** A new text that nobody can guess. Absent: nothing is handed out that needs one. */
  readonly secret?: () => string;
  /** Absent: no link is handed out that would have to be known again. */
  readonly seals?: Seals;
  /** Since when heartbeats can arrive; null: they cannot. Default: since the start. */
  readonly hearingSince?: () => EpochMs | null;
}

export interface Engine {
  readonly feed: Pick<Feed, 'snapshot' | 'subscribe'>;
  readonly replies: Replies;
  /** A heartbeat's signal came in. */
  beat(token: string, signal: BeatSignal): 'taken' | 'unknown';
  /** People reported that something does not work. */
  report(token: string, report: Report): 'taken' | 'unknown' | 'too-many';
  /** A calendar program asks; `isToken` compares with the token it gave. Null: no calendar has that. */
  calendar(isToken: (known: string) => boolean): string | null;
  /** Somebody opened an acknowledge link, or pressed its button. */
  readonly answerLinks: Pick<AnswerLinks, 'look' | 'use'>;
  /** Somebody calls a person. */
  readonly callDesk: CallDesk;
  /** Another system says something of its alerts. */
  readonly alertDesk: AlertDesk;
  /** What the host has to say of its server, for the history. */
  tell(text: string, data: EventDraft['data']): void;
  /** What another program may do here. */
  readonly tokens: TokenGate;
  /** What everybody may read. */
  readonly statusPages: StatusPages;
  /** For monitoring systems. */
  figures(): readonly Metric[];
  /** What programs say and read as they do with a Cachet; its posts and subscribers. */
  readonly cachet: Cachet;
  /** Where people ask to be told of it; null: nowhere. */
  readonly subscriptionDesk: SubscriptionDesk | null;
  /** What programs read of experiments. */
  readonly practableStatus: PractableStatus;
  watcher(): WatcherView;
  /** The host knows that we were away (suspend, resume), in ms. */
  wasAway(gapMs: number): void;
  /** Pages that have not been finished. */
  unfinished(): number;
  stop(): Promise<void>;
}
