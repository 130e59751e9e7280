/**
 * A drill from its first instant to its last: the real engine on the movable clock, in the world that was scripted.
 *
 * Nothing here decides anything, sends anything or reads any clock but its own: the same world, configuration and seed give the
 * same lines, byte for byte.
 */
import type { Config } from '../../shared/model/config.ts';
import type { DrillLine, DrillSummary } from '../../shared/model/drill/line.ts';
import type { Segment, World } from '../../shared/model/drill/world.ts';
import type { CheckId, IncidentId, PersonId } from '../../shared/model/ids.ts';
import { assertNever } from '../../shared/model/never.ts';
import { draws } from '../../shared/rules/drill/chance.ts';
import { createLineWriter } from '../../shared/rules/drill/lines.ts';
import { summaryOf } from '../../shared/rules/drill/summary.ts';
import type { ChannelSet } from '../engine/ports/channel.ts';
import type { Clock } from '../engine/ports/clock.ts';
import type { Log } from '../engine/ports/log.ts';
import type { Network } from '../engine/ports/network.ts';
import type { ProbeSet } from '../engine/ports/probe.ts';
import type { JournalEntry, Store } from '../engine/ports/store.ts';
import { createSimulatedChannels } from './channels.ts';
import { createDrillClock } from './clock.ts';
import { momentsOf } from './moments.ts';
import { mortal } from './mortal.ts';
import { createPeople } from './people.ts';
import { createMemoryStore } from './store.ts';
import { createTargets } from './targets.ts';
import { createTraffic } from './traffic.ts';

/** The engine as a drill sees it; compose hands in the real one. */
export interface Watch {
  watcher(): { readonly state: 'watching' | 'not-watching'; readonly because: string };
  acknowledge(incidentId: IncidentId, forMs: number | null, by: string): Promise<unknown>;
  /** The next step, now. */
  escalate(incidentId: IncidentId, by: string): Promise<unknown>;
}

/** What the engine is started with, once for each of its lives. */
export interface WatchParts {
  readonly clock: Clock;
  readonly log: Log;
  readonly random: () => number;
  readonly store: Store;
  readonly probes: ProbeSet;
  readonly channels: ChannelSet;
  /** What the host can tell of this machine's way out. */
  readonly network: Network;
}

/** An absence is noticed this soon after its end. ms. */
const JUST_MS = 60_000;

export interface DrillOptions {
  readonly world: World;
  readonly targets: ReadonlyMap<CheckId, readonly Segment[]>;
  readonly config: Config;
  readonly log: Log;
  readonly can: ChannelSet['can'];
  readonly start: (parts: WatchParts) => Promise<Watch>;
}

export interface DrillResult {
  /** In order of time. */
  readonly lines: readonly DrillLine[];
  readonly summary: DrillSummary;
}

export async function runDrill({ world, targets, config, log, can, start }: DrillOptions): Promise<DrillResult> {
  const lines: DrillLine[] = [];
  const acknowledgers = new Map<IncidentId, PersonId>();
  const writer = createLineWriter((id) => acknowledgers.get(id));
  let watch: Watch | null = null;
  let watching: 'watching' | 'not-watching' | null = null;
  let tries = 0;

  const traffic = createTraffic();
  const clock = createDrillClock(world.start, look, traffic.isBusy);
  const { elapsed, wall } = clock;

  /** Whether we watch can change without an event of its own. */
  function look(): void {
    const seeing = watch?.watcher();
    if (seeing !== undefined) {
      tellWatching({ at: elapsed(), type: 'watcher', to: seeing.state, because: seeing.because });
    }
  }

  function tellWatching(line: DrillLine): void {
    if (line.to !== watching) {
      watching = line.to as typeof watching;
      lines.push(line);
    }
  }

  function onCommit(entry: JournalEntry): void {
    for (const line of writer.linesOf(entry, { elapsed: elapsed(), wall: wall(), awaySince, blindSince })) {
      line.type === 'watcher' ? tellWatching(line) : lines.push(line);
    }
  }

  /** Who notices an absence can only guess since when, and takes a clock that was set for one. The world knows what has just ended. */
  function awaySince(guess: number): number {
    const now = elapsed();
    return away.findLast(({ from, to }) => from <= now && to > now - JUST_MS && guess < to)?.from ?? now;
  }

  /** Whoever is blind remembers the last look that came to something; while the uplink was whole, nothing was amiss. */
  function blindSince(guess: number): number {
    const now = elapsed();
    const cut = offline.find(({ from, to }) => from <= now && to > guess);
    return Math.max(0, guess, cut?.from ?? 0);
  }

  const offline = world.watcher
    .filter((event) => event.event === 'offline')
    .toSorted((one, other) => one.from - other.from);
  const isOffline = (at: number): boolean => offline.some(({ from, to }) => from <= at && at < to);
  const away = world.watcher.filter((event) => event.event === 'asleep' || event.event === 'stalled');
  const probes = traffic.probes(
    createTargets({
      targets,
      seed: world.seed,
      elapsed,
      isOffline,
      isUndisturbed: (from, to) => !away.some((event) => event.from < to && event.from >= from),
      onTry: () => {
        tries += 1;
      },
    }),
  );
  const onArrived = createPeople({
    habits: world.people,
    people: config.people,
    wall,
    elapsed,
    afterReal: clock.afterReal,
    isWaiting: (id) => {
      const incident = writer.incident(id);
      return incident?.state === 'triggered' && incident.recoveredAt === null;
    },
    acknowledge: (id, forMs, by) => {
      if (watch !== null) {
        acknowledgers.set(id, by.id);
        void traffic.watch(watch.acknowledge(id, forMs, by.name));
      }
    },
    refuse: (id, by) => void (watch !== null && traffic.watch(watch.escalate(id, by.name))),
  });
  const channels = traffic.channels(
    createSimulatedChannels({ fates: world.channels, can, elapsed, isOffline, onArrived }),
  );
  const store = traffic.store(createMemoryStore(onCommit));
  const random = draws(world.seed);

  /** One life of the engine. Its end is a kill: whatever it had under way never comes back. */
  async function live(): Promise<() => void> {
    const life = clock.life();
    const alive = mortal(store);
    const starting = start({
      clock: life.clock,
      log,
      random,
      store: alive.store,
      probes,
      channels,
      // A cut uplink is one that the machine itself can see: without it nothing of it could be told from targets that died.
      network: {
        link: () => !isOffline(elapsed()),
        resolves: () => traffic.watch(Promise.resolve(!isOffline(elapsed()))),
      },
    });
    watch = await starting;
    look();
    return () => {
      watch = null;
      alive.end();
      life.end();
    };
  }

  let end = await live();
  for (const moment of momentsOf(world)) {
    await clock.runTo(moment.at);
    switch (moment.what) {
      case 'away':
        clock.standStillTo(moment.to, moment.counts);
        break;
      case 'restart':
        end();
        end = await live();
        break;
      case 'clock':
        clock.set(moment.by);
        break;
      default:
        assertNever(moment, 'moment of a drill');
    }
  }
  await clock.runTo(world.length);
  end();
  const still = away.findLast(({ from, to }) => from < world.length && to >= world.length);
  if (still !== undefined) {
    tellWatching({ at: still.from, type: 'watcher', to: 'not-watching', because: 'Away until the end of the drill' });
  }
  const told = lines
    .map((line, order) => ({ line, order }))
    .toSorted((one, other) => one.line.at - other.line.at || one.order - other.order);
  const ordered = told.map(({ line }) => line);
  return {
    lines: ordered,
    summary: summaryOf(
      { lines: ordered, incidents: writer.lives(), checks: tries, lengthMs: world.length },
      config,
      targets,
    ),
  };
}
