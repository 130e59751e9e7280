/**
 * Puts the loop together: scheduler -> probe -> observation -> rules -> journal -> outbox -> feed. No decision lives here.
 *
 * The engine knows ports only. Stop it and everything it opened is closed; what was written goes on with the next start.
 */
import type { Replies, SelfCheckRow } from '../../shared/contract/contract.ts';
import type { ConfigView, WatcherView } from '../../shared/contract/view.ts';
import type { ComponentSettings, Config } from '../../shared/model/config.ts';
import type { CheckId, ComponentId, EpochMs } from '../../shared/model/ids.ts';
import type { Observation } from '../../shared/model/observation.ts';
import type { OutboxItem } from '../../shared/model/page.ts';
import { nextIntervalMs } from '../../shared/rules/health.ts';
import type { Surroundings } from '../../shared/rules/watch/turn.ts';
import { createBeats } from './beats.ts';
import { createBlindness } from './blindness.ts';
import { createCommands, loose } from './commands.ts';
import type { Core } from './core.ts';
import { createDeliveries } from './deliveries.ts';
import { createFeed, type Feed } from './feed.ts';
import { createFrame } from './frame.ts';
import { createHousekeeping } from './housekeeping.ts';
import { createJournal } from './journal.ts';
import { createOutbox } from './outbox.ts';
import type { ChannelSet, Clock, Log, ProbeSet, Store } from './ports.ts';
import { createProber } from './prober.ts';
import { pulseAt, silenceBefore, startPulse } from './pulse.ts';
import { createQueries } from './queries.ts';
import { createScheduler } from './scheduler.ts';
import { createSelfCheck } from './self-check.ts';
import { restoreState } from './state.ts';
import { createTestPage } from './test-page.ts';
import { createWatchBook } from './watch-book.ts';

/** The configuration as it is now, and word of every change. The last good one: a broken file never gets here. */
export interface ConfigSource {
  current(): Config;
  view(): ConfigView;
  /** Returns the way to stop. */
  subscribe(listener: () => void): () => void;
}

/** Replies that only the host (desktop app or served) can give. */
export type HostReplies = Pick<Replies, 'autostart' | 'playSound' | 'openLink' | 'removeDemo'>;

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
  /** Since when heartbeats can arrive; null: they cannot. Default: since the start. */
  readonly hearingSince?: () => EpochMs | null;
}

export interface Engine {
  readonly feed: Pick<Feed, 'snapshot' | 'subscribe'>;
  readonly replies: Replies;
  /** A heartbeat came in. */
  beat(token: string, beat: { readonly ok: boolean; readonly detail: string }): 'taken' | 'unknown';
  watcher(): WatcherView;
  /** The host knows that we were away (suspend, resume), in ms. */
  wasAway(gapMs: number): void;
  /** Pages that have not been finished. */
  unfinished(): number;
  stop(): Promise<void>;
}

export async function startEngine(options: EngineOptions): Promise<Engine> {
  const { clock, log, store, channels, probes, config } = options;
  const restored = await store.restore();
  const startedAt = clock.now();
  const state = await restoreState(store, restored, startedAt);

  const journal = createJournal({
    store,
    clock,
    log,
    onEntry: ({ outbox: rows, incidents }) => {
      for (const incident of incidents ?? []) {
        state.recent.set(incident.id, incident);
      }
      outbox.add((rows ?? []).filter((row) => row.state === 'queued' && row.attempts === 0));
    },
    onEvents: () => undefined,
    onTrouble: (trouble) => {
      state.storeTrouble = trouble;
      const text =
        trouble === null
          ? 'The store takes again; nothing was dropped'
          : `The store refuses to write: ${trouble}. Pages go out from memory`;
      void journal.write({ events: [loose(clock.now(), 'store', text)] });
      feed.touch(null);
    },
  });
  const write = journal.write;

  const around = (component: ComponentSettings): Surroundings => ({
    component,
    config: config.current(),
    overrides: state.overrides,
    quiet: state.quiet,
    timeZone: options.timeZone,
  });
  const book = createWatchBook({
    clock,
    log,
    write,
    withdraw: (pageId, reason) => outbox.withdraw(pageId, reason),
    surroundings: (id) => {
      const component = config.current().components.get(id);
      return component === undefined ? null : around(component);
    },
    retiring: (id) => around(retired(id)),
    onChange: (id) => feed.touch(id),
  });

  const deliveries = createDeliveries({
    book,
    write,
    now: clock.now,
    onEnded: ({ page, state: ended, lastReason }, at) => {
      state.deliveries.set(page.channelId, { at, state: ended, reason: lastReason });
    },
  });
  const outbox = createOutbox({
    clock,
    log,
    random: options.random,
    channels,
    settingsOf: (id) => config.current().channels.get(id),
    restored: restored.outbox.toSorted(inOrder),
    report: deliveries,
  });

  const beats = createBeats({
    clock,
    config: config.current,
    state,
    write,
    hearingSince: options.hearingSince ?? (() => startedAt),
    checkNow: (ids) => scheduler.now(ids),
  });
  const prober = createProber({ clock, log, probes, beat: beats.of, onObservation });
  const scheduler = createScheduler({
    clock,
    limits: () => config.current().settings.limits,
    run: prober.run,
    onCrowded: prober.crowded,
    onGap: (gapMs) => blindness.gap(gapMs, 'Away (asleep or starved)'),
  });
  const blindness = createBlindness({
    clock,
    config: config.current,
    state,
    book,
    write,
    touch: (id) => feed.touch(id),
  });

  const core: Core = {
    clock,
    log,
    store,
    channels,
    config: config.current,
    state,
    book,
    scheduler,
    write,
    touch: (id) => feed.touch(id),
    personName: (id) => config.current().people.get(id)?.name ?? id,
    timeZone: options.timeZone,
  };
  const frame = createFrame({
    core,
    prober,
    configView: config.view,
    demo: options.demo,
    host: options.host,
    watcher: blindness.watcher,
  });
  const feed = createFeed({ clock, log, version: options.version, ...frame });
  const housekeeping = createHousekeeping({ clock, log, store, state, config: config.current });

  function onObservation(observation: Observation): void {
    journal.observe(observation);
    if (observation.outcome.kind !== 'inconclusive') {
      blindness.seen(observation.endedAt);
    }
    book.apply(observation.componentId, { type: 'observed', observation });
    loseDeafSight(observation);
    planNext(observation.checkId, observation.componentId);
  }

  /** While nobody can call us, the beats of yesterday say nothing about today. */
  function loseDeafSight({ checkId, componentId, outcome, endedAt: at }: Observation): void {
    const deaf = outcome.kind === 'inconclusive' && outcome.trouble.kind === 'deaf';
    const known = book
      .get(componentId)
      ?.checks.some((health) => health.checkId === checkId && health.settled !== 'unknown');
    if (deaf && known === true) {
      book.apply(componentId, { type: 'lost-sight', at, because: outcome.trouble.detail });
    }
  }

  function planNext(checkId: CheckId, componentId: ComponentId): void {
    const check = config.current().checks.get(checkId);
    const health = book.get(componentId)?.checks.find((other) => other.checkId === checkId);
    if (check !== undefined && health !== undefined) {
      scheduler.plan(checkId, nextIntervalMs(health, check));
    }
  }

  let known: ReadonlySet<CheckId> = new Set();
  function configure(): void {
    const { checks } = config.current();
    for (const id of known) {
      if (!checks.has(id)) {
        prober.forget(id);
      }
    }
    known = new Set(checks.keys());
    book.configure(config.current());
    scheduler.set(checks.values());
    feed.touch(null);
  }

  book.configure(config.current(), restored.watches);
  const silence = silenceBefore(restored.values, startedAt);
  if (silence !== null) {
    blindness.gap(silence, 'Not running');
  }
  await journal.write({
    values: pulseAt(startedAt),
    events: [
      { ...loose(startedAt, 'watcher', 'Started'), data: { to: 'watching' } },
      ...options.notices.map((text) => loose(startedAt, 'store', text)),
    ],
  });
  outbox.start();
  configure();
  const stopConfig = config.subscribe(configure);
  const stopPulse = startPulse(clock, write);

  return {
    feed,
    replies: {
      ...options.hostReplies,
      ...createCommands(core),
      ...createQueries(core),
      snapshot: () => Promise.resolve(feed.snapshot()),
      testPage: createTestPage(core),
      selfCheck: createSelfCheck({ core, config: config.view, watcher: blindness.watcher, host: options.hostChecks }),
    },
    beat: beats.beat,
    watcher: blindness.watcher,
    wasAway: (gapMs) => blindness.gap(gapMs, 'Asleep'),
    unfinished: outbox.size,
    async stop() {
      stopConfig();
      stopPulse();
      scheduler.stop();
      housekeeping.stop();
      book.stop();
      await outbox.stop();
      feed.stop();
      await journal.write({
        values: pulseAt(clock.now()),
        events: [
          { ...loose(clock.now(), 'watcher', 'Stopped: nobody is watching from here'), data: { to: 'not-watching' } },
        ],
      });
      await journal.close();
      await probes.close();
      await channels.close();
      await store.close();
    },
  };
}

/** As they were decided: a receiver hears the end after the beginning, also after a restart. */
function inOrder({ page: one }: OutboxItem, { page: other }: OutboxItem): number {
  return one.createdAt - other.createdAt || numberOf(one.id) - numberOf(other.id);
}

function numberOf(id: string): number {
  return Number(id.slice(id.lastIndexOf('/') + 1));
}

/** All that is still known of a component which the configuration no longer has. */
function retired(id: ComponentId): ComponentSettings {
  return {
    id,
    name: id,
    group: null,
    description: '',
    owner: '',
    runbook: null,
    severity: null,
    pageAfter: 0,
    closeAfter: 0,
    policy: null,
    checks: [],
  };
}
