/**
 * The real engine on the movable clock, with the real store and rules; targets and channels are scripted by the test.
 *
 * The channels remember every page and fail the test's own assertions on any unexpected one: nothing is swallowed here.
 */
import { type ConfigSource, type Engine, startEngine } from '../../electron/engine/engine.ts';
import type { Beacon } from '../../electron/engine/ports/beacon.ts';
import type { CalendarReader } from '../../electron/engine/ports/calendars.ts';
import type { ChannelSet } from '../../electron/engine/ports/channel.ts';
import type { ChannelAnswer, Ear } from '../../electron/engine/ports/ear.ts';
import type { LinkSet } from '../../electron/engine/ports/link.ts';
import type { Network } from '../../electron/engine/ports/network.ts';
import type { PractableClient } from '../../electron/engine/ports/practable.ts';
import type { ProbeSet } from '../../electron/engine/ports/probe.ts';
import type { Store } from '../../electron/engine/ports/store.ts';
import { createSeals } from '../../electron/links/seals.ts';
import { createAlertProbe } from '../../electron/probes/alert.ts';
import { createCallProbe } from '../../electron/probes/call.ts';
import { createCountProbe } from '../../electron/probes/count.ts';
import { createHeartbeatProbe } from '../../electron/probes/heartbeat.ts';
import { createSourceProbe } from '../../electron/probes/source.ts';
import { openStore } from '../../electron/store/open-store.ts';
import type { Change, Snapshot } from '../../shared/contract/view.ts';
import type { CallerMessage } from '../../shared/model/caller-news.ts';
import type { Check } from '../../shared/model/check.ts';
import type { Config } from '../../shared/model/config.ts';
import type { ProbeOutcome } from '../../shared/model/observation.ts';
import type { Delivery, Page } from '../../shared/model/page.ts';
import { type MovableClock, movableClock } from './clock.ts';
import { rememberingLog } from './log.ts';
import { configOf, type FileInput, fileOf, watchedForLong } from './watch-story.ts';

export const UP: ProbeOutcome = { kind: 'pass', timings: { totalMs: 12 } };
export const DOWN: ProbeOutcome = {
  kind: 'fail',
  failure: { kind: 'wrong-status', phase: 'headers', detail: '503 Service Unavailable, expected 200-299', status: 503 },
  timings: { totalMs: 8 },
};

/** We cannot judge: our own trouble. */
export const UNSURE: ProbeOutcome = { kind: 'inconclusive', trouble: { kind: 'offline', detail: 'no network' } };

export interface TestEngine {
  readonly engine: Engine;
  readonly clock: MovableClock;
  readonly store: Store;
  readonly log: ReturnType<typeof rememberingLog>;
  /** Pages that a channel has been handed, in order; `key` is what a receiver folds by. */
  readonly sent: { readonly page: Page; readonly at: number }[];
  /** "trigger kim kim-hook" for short. */
  readonly pages: () => string[];
  /** What callers were told, in order. */
  readonly told: { readonly message: CallerMessage; readonly channel: string; readonly at: number }[];
  /** What channels say from now on when a caller is to be told; null: they tell no callers. */
  answerCallers(reply: (message: CallerMessage) => Delivery | null): void;
  /** What the target of a component (or one check, by its id) answers from now on; `hangs`: the probe never comes back. */
  target(id: string, outcome: ProbeOutcome | 'hangs'): void;
  /** What channels answer from now on. */
  answer(reply: (page: Page) => Delivery | Promise<Delivery>): void;
  /** Somebody answers by a channel; resolves to what they are told. */
  hears(channel: string, answer: Partial<ChannelAnswer>): Promise<string>;
  /** What a service tells later of a page that it took. */
  fared(channel: string, ...told: Parameters<Ear['fared']>): void;
  configure(file: FileInput): void;
  snapshot(): Snapshot;
  /** Every change since the start, in order. */
  readonly changes: Change[];
  stop(): Promise<void>;
}

export interface TestEngineOptions {
  readonly file?: FileInput;
  readonly clock?: MovableClock;
  /** Default: a database in memory. */
  readonly path?: string;
  readonly store?: Store;
  /** Instead of the scripted targets and channels: real ones. */
  readonly probes?: ProbeSet;
  readonly channels?: ChannelSet;
  readonly network?: Network;
  readonly beacon?: Beacon;
  readonly calendars?: CalendarReader;
  readonly practable?: PractableClient;
  /** Default: nobody is told how things are. */
  readonly links?: LinkSet;
  /** Since when others can reach us; null: they cannot. Default: since the start. */
  readonly hearingSince?: () => number | null;
}

export async function testEngine({
  file = fileOf(),
  clock = movableClock(),
  path = ':memory:',
  store: given,
  probes: realProbes,
  channels: realChannels,
  network,
  beacon,
  calendars,
  practable,
  links,
  hearingSince,
}: TestEngineOptions = {}): Promise<TestEngine> {
  const log = rememberingLog();
  const opened = given === undefined ? await openStore({ path, clock, log }) : { store: given, notices: [] };
  const targets = new Map<string, ProbeOutcome | 'hangs'>();
  const sent: TestEngine['sent'] = [];
  const told: TestEngine['told'] = [];
  const ears = new Map<string, Ear>();
  const changes: Change[] = [];
  const listeners = new Set<() => void>();
  let config: Config = configOf(watchedForLong(file));
  let reply: (page: Page) => Delivery | Promise<Delivery> = () => ({ status: 'accepted' });
  let replyToCaller: (message: CallerMessage) => Delivery | null = () => ({ status: 'accepted' });

  const seals = createSeals();
  const heartbeat = createHeartbeatProbe();
  const count = createCountProbe();
  const call = createCallProbe();
  const alert = createAlertProbe();
  const word = createSourceProbe();
  const probes: ProbeSet = {
    run(check: Check, context) {
      if (check.type.startsWith('practable_')) {
        return context.practable(check.id); // what relay, jump and book say, whatever targets answer
      }
      if (check.type === 'source') {
        return word.run(check, context); // what is said of a component, whatever its target answers
      }
      const answer = targets.get(check.id) ?? targets.get(check.componentId);
      if (answer === undefined) {
        switch (check.type) {
          case 'heartbeat':
            return heartbeat.run(check, context);
          case 'count':
            return count.run(check, context);
          case 'call':
            return call.run(check, context);
          case 'alert':
            return alert.run(check, context);
          default:
            return Promise.resolve(UP);
        }
      }
      return answer === 'hangs' ? new Promise(() => undefined) : Promise.resolve(answer);
    },
    forget: () => undefined,
    close: () => Promise.resolve(),
  };
  const channels: ChannelSet = {
    target: ({ id }) => id,
    listen: ({ id }, { ear, signal }) => {
      ears.set(id, ear);
      return new Promise((resolve) => signal.addEventListener('abort', () => resolve(), { once: true }));
    },
    hush: () => null,
    tell: (message, { id }) => {
      told.push({ message, channel: id, at: clock.now() });
      const delivery = replyToCaller(message);
      return delivery === null ? null : Promise.resolve(delivery);
    },
    can: () => ({ acknowledge: false, delivery: false, idempotent: true, rate: { pages: 100, perMs: 1_000 } }),
    send: (page) => {
      sent.push({ page, at: clock.now() });
      return Promise.resolve(reply(page));
    },
    close: () => Promise.resolve(),
  };
  const source: ConfigSource = {
    current: () => config,
    view: () => ({ path: 'test.yaml', loadedAt: 0, problems: [] }),
    subscribe: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
  const engine = await startEngine({
    clock,
    log,
    random: () => 0.5,
    store: opened.store,
    config: source,
    probes: realProbes ?? probes,
    channels: realChannels ?? channels,
    version: 'test',
    host: { kind: 'served', platform: 'linux' },
    demo: () => false,
    timeZone: 'UTC',
    hostReplies: {
      autostart: () => Promise.resolve({ supported: false, on: false }),
      playSound: () => Promise.resolve({ accepted: true, text: '' }),
      openLink: () => Promise.resolve({ accepted: true, text: '' }),
      removeDemo: () => Promise.resolve({ accepted: true, text: '' }),
      statusFiles: () => Promise.resolve(null),
    },
    hostChecks: () => Promise.resolve([]),
    notices: opened.notices,
    secret: seals.secret,
    seals,
    servedAt: () => 'http://127.0.0.1:8730/',
    ...(network !== undefined && { network }),
    ...(beacon !== undefined && { beacon }),
    ...(calendars !== undefined && { calendars }),
    ...(practable !== undefined && { practable }),
    ...(links !== undefined && { links }),
    ...(hearingSince !== undefined && { hearingSince }),
  });
  engine.feed.subscribe((change) => changes.push(change));

  function earOn(channel: string): Ear {
    const ear = ears.get(channel);
    if (ear === undefined) {
      throw new Error(`nobody listens to ${channel}`);
    }
    return ear;
  }

  return {
    engine,
    clock,
    store: opened.store,
    log,
    sent,
    told,
    changes,
    pages: () => sent.map(({ page }) => `${page.kind} ${page.personId ?? '-'} ${page.channelId}`),
    target: (id, outcome) => targets.set(id, outcome),
    answer: (next) => {
      reply = next;
    },
    answerCallers: (next) => {
      replyToCaller = next;
    },
    hears: (channel, given) => earOn(channel).answered({ pageId: null, said: 'a', from: '+4477…123', ...given }),
    fared: (channel, ...told) => earOn(channel).fared(...told),
    configure: (next) => {
      config = configOf(watchedForLong(next));
      for (const listener of listeners) {
        listener();
      }
    },
    snapshot: () => engine.feed.snapshot(),
    stop: () => engine.stop(),
  };
}
