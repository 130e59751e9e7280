/**
 * Our own way out: gathers what is known (targets, witnesses, link), asks the rule whether it is us, and carries out what follows.
 *
 * It decides nothing: see rules/uplink.ts. What it keeps is thrown away with a restart, but for a storm, whose open incident of
 * ours says that its members were told in one summary.
 */
import type { Check } from '../../../shared/model/check.ts';
import type { ComponentSettings, Config } from '../../../shared/model/config.ts';
import type { CheckId, EpochMs, PolicyId } from '../../../shared/model/ids.ts';
import type { Observation } from '../../../shared/model/observation.ts';
import { couldBeOurs, looksLost } from '../../../shared/rules/blame.ts';
import {
  CALM_MS,
  CLEAR,
  CONFIRM_MS,
  type Count,
  LONGEST_STORM_MS,
  stepUplink,
  type UplinkFacts,
  type UplinkState,
} from '../../../shared/rules/uplink.ts';
import type { EngineHold } from '../../../shared/rules/watch/turn.ts';
import { WATCHER_ID } from '../../../shared/rules/watcher.ts';
import { loose } from '../commands.ts';
import type { Cancel, Clock, JournalEntry, Network } from '../ports.ts';
import type { WatchBook } from '../watch-book.ts';
import { createCounted } from './counted.ts';
import { componentsOf, createHosts, isOurs, THIS_MACHINE, targetName } from './hosts.ts';
import { createReach } from './reach.ts';
import type { Verdict } from './report.ts';
import { createStorm } from './storm.ts';
import type { Witnesses } from './witnesses.ts';

/** Turns of hosts are gathered for a moment: a thousand that fail together are weighed once. */
const GATHER_MS = 250;
/** While anything is undecided the facts are weighed this often, whatever happens. */
const WEIGH_EVERY_MS = 1_000;
/** A sweep is spread over five seconds; the next one comes after the answers to it. */
const SWEEP_EVERY_MS = 10_000;

const OFFLINE_WORDS: Readonly<Record<Extract<UplinkState, { kind: 'offline' }>['by'], string>> = {
  link: 'We are offline: this machine has no network',
  routes: 'We are offline: there is no route to any target',
  witnesses: 'We are offline: no witness answers, and the targets fail',
};

export interface WayOutOptions {
  readonly clock: Clock;
  readonly config: () => Config;
  readonly book: Pick<WatchBook, 'apply' | 'get'>;
  readonly write: (entry: JournalEntry) => Promise<void>;
  readonly network: Network;
  readonly witnesses: Witnesses;
  readonly inMaintenance: (component: ComponentSettings) => boolean;
  readonly sweep: (checkIds: readonly CheckId[]) => void;
  /** How we stand with the world has changed: first it is told, then whatever was kept back may go. */
  readonly onMoved: () => void;
}

/** Out, and for how long while we ran: time that was slept through is not counted. */
export type Outage = Extract<Verdict, { well: false }> & { readonly lastedMs: number };

/** What was so when the last run ended. */
export interface Restored {
  /** What could not be reached at its last try, and since when. */
  readonly failing: ReadonlyMap<CheckId, EpochMs>;
  /** Since when a storm was under way; null: none was. */
  readonly storm: EpochMs | null;
}

export interface WayOut {
  configure(restored?: Restored): void;
  /** A try, as far as it may be believed: what cannot be told from our own trouble blames nobody. */
  judge(observation: Observation, check: Check): Observation;
  hold(component: ComponentSettings): EngineHold | null;
  look(): void;
  /** What to say of the uplink and of a storm; null: no opinion yet. */
  uplink(): Outage | { readonly well: true } | null;
  storm(): Verdict | null;
  /** Policies of those in a storm: its summary is for their people too. */
  concerned(): readonly PolicyId[];
  /** Nothing fails that was well. */
  allWell(): boolean;
  stop(): void;
}

export function createWayOut(options: WayOutOptions): WayOut {
  const { clock, config, book, write, network, witnesses, sweep, onMoved } = options;
  const hosts = createHosts();
  const reach = createReach(clock, network, hosts);
  const counted = createCounted({ config, book, hosts, inMaintenance: options.inMaintenance });
  const storm = createStorm({ clock, config, book, hosts, counted });
  let uplink: UplinkState = CLEAR;
  let suspects = new Set<string>();
  let unlooked = new Set<string>();
  /** Wall time at which the present doubt began: tries that began earlier are no second look. */
  let doubtAt: EpochMs = 0;
  /** Whoever begins to fail until then belongs to the storm. Monotonic. */
  let joinUntil = 0;
  /** Since when we are out, by both clocks; and since when the storm's targets fail, by the wall clock. */
  let out: { readonly since: EpochMs; readonly mono: number } | null = null;
  let stormSince: EpochMs | null = null;
  let sweptAt = Number.NEGATIVE_INFINITY;
  let weighing: Cancel | null = null;

  const wallOf = (mono: number): EpochMs => Math.round(clock.now() - (clock.monotonicMs() - mono));

  function facts(): UplinkFacts {
    const at = clock.monotonicMs();
    const failing = uplink.kind === 'clear' ? hosts.fresh(at) : hosts.failing(suspects);
    const every = { failing: failing.length, well: hosts.well() };
    return {
      at,
      link: reach.link(),
      routeless: reach.routeless(),
      witnesses: witnesses.verdict(),
      every,
      ...unrelated(failing, every),
      lookedAgain: unlooked.size === 0,
    };
  }

  function unrelated(failing: readonly string[], every: Count): Count {
    const mass = config().settings.massFailure;
    // Nobody reads how many are well before there is a doubt: as many as rule it out are enough.
    return every.failing === 0 ? every : counted.count(failing, uplink.kind === 'clear' ? mass : undefined);
  }

  function weigh(): void {
    weighing?.();
    weighing = null;
    const before = uplink;
    if (before.kind !== 'clear') {
      storm.look(clock.monotonicMs() <= joinUntil);
    }
    if (before.kind === 'storm') {
      suspects = new Set(storm.names());
    }
    const known = facts();
    const step = stepUplink(before, known, config().settings.massFailure);
    uplink = step.uplink;
    if (uplink.kind !== before.kind) {
      moved(before, uplink, step.because ?? '');
    }
    if (uplink.kind !== 'clear' || known.every.failing > 0) {
      witnesses.look(true);
    }
    if (uplink.kind !== 'clear') {
      soon(WEIGH_EVERY_MS);
    }
    if (uplink.kind === 'storm') {
      lookBeforeTelling(known.at);
    }
  }

  /** Until the summary has gone out nobody waits for the slow turns of what is down: a blip of all of them wakes nobody. */
  function lookBeforeTelling(now: number): void {
    const untold = clock.now() - (stormSince ?? 0) < config().settings.pageAfter;
    if (untold && now - sweptAt >= SWEEP_EVERY_MS) {
      sweptAt = now;
      sweep(hosts.failingChecks(suspects).map(({ id }) => id));
    }
  }

  function soon(ms: number): void {
    weighing ??= clock.after(ms, weigh);
  }

  function moved(from: UplinkState, to: UplinkState, because: string): void {
    const at = clock.now();
    void write({ events: [{ ...loose(at, 'watcher', because), data: { uplink: to.kind } }] });
    switch (to.kind) {
      case 'doubt':
        doubt(from, to.since);
        return;
      case 'offline':
        goOut(from, because, at);
        return;
      case 'storm':
        sweptAt = to.since;
        stormSince = wallOf(hosts.firstSince(suspects) ?? to.since);
        out = null;
        onMoved();
        return;
      case 'clear':
        suspects = new Set();
        storm.begin([]);
        out = null;
        stormSince = null;
        onMoved();
        return;
    }
  }

  function doubt(from: UplinkState, now: number): void {
    if (from.kind === 'clear') {
      suspect(now);
    }
    const failing = hosts.failing(suspects);
    // One of those that they need may be the cause, and not have had its turn.
    unlooked = new Set([...failing, ...counted.above(failing)]);
    joinUntil = now + hosts.roundMs();
    doubtAt = clock.now();
    const again = from.kind === 'offline' ? hosts.outgoing() : hosts.checksOf(unlooked);
    sweep(again.map(({ id }) => id));
  }

  function suspect(now: number): void {
    suspects = new Set(hosts.fresh(now));
    storm.begin(hosts.failingChecks(suspects).map(({ id }) => id));
  }

  /** What has failed since it began was our fault, and is forgotten; whatever is tried from now on blames nobody. */
  function goOut(from: UplinkState, because: string, at: EpochMs): void {
    if (from.kind === 'clear') {
      suspect(clock.monotonicMs());
    }
    const first = hosts.firstSince(suspects);
    const since = first === null ? at : wallOf(first);
    out ??= { since, mono: first ?? clock.monotonicMs() };
    const lost = hosts.checksOf([...suspects].filter((name) => !isOurs(name)));
    for (const id of componentsOf(lost)) {
      const checks = lost.filter(({ componentId }) => componentId === id).map((check) => check.id);
      book.apply(id, { type: 'lost-sight', at, because, checks, oursSince: since });
    }
    onMoved();
  }

  /** Whatever begins to fail while we doubt, or soon after, belongs to it. */
  function joins(): boolean {
    const late = uplink.kind === 'storm' && clock.monotonicMs() > joinUntil;
    return uplink.kind !== 'clear' && !late;
  }

  function looked(name: string, startedAt: EpochMs): void {
    if (uplink.kind === 'doubt' && startedAt >= doubtAt && unlooked.delete(name) && unlooked.size === 0) {
      soon(GATHER_MS);
    }
  }

  function judge(observation: Observation, check: Check): Observation {
    const { outcome, checkId, componentId, endedAt } = observation;
    const name = hosts.nameOf(check);
    if (name === null || outcome.kind === 'inconclusive') {
      return observation;
    }
    const failed = outcome.kind === 'fail' && looksLost(outcome.failure);
    if (!failed && !isOurs(name)) {
      reach.answered();
    }
    if (failed && joins() && !hosts.isFailing(check)) {
      storm.join(checkId);
    }
    // Began to fail with the try that failed, not with its end: a time-out is as old as its beginning.
    if (hosts.seen(check, failed, clock.monotonicMs() - (endedAt - observation.at))) {
      if (failed && joins()) {
        suspects.add(name);
      }
      soon(GATHER_MS);
    }
    looked(name, observation.at);
    const noRoute = outcome.kind === 'fail' && outcome.failure.kind === 'no-route';
    if (!isOurs(name) && reach.routed(checkId, !noRoute)) {
      soon(GATHER_MS);
    }
    // This machine always has a way to itself: without one it is our own network that is broken.
    const ours = isOurs(name) ? noRoute : uplink.kind === 'offline';
    if (!ours || outcome.kind !== 'fail' || !couldBeOurs(outcome.failure)) {
      return observation;
    }
    const detail = `we are offline, so that it failed says nothing: ${outcome.failure.detail}`;
    const known = book.get(componentId)?.checks.find((health) => health.checkId === checkId);
    if (known !== undefined && known.settled !== 'unknown') {
      book.apply(componentId, { type: 'lost-sight', at: endedAt, because: 'We are offline', checks: [checkId] });
    }
    return { ...observation, outcome: { kind: 'inconclusive', trouble: { kind: 'offline', detail } } };
  }

  /** A summary of what may be over is not sent before that is certain. */
  function calming({ calmSince }: Extract<UplinkState, { kind: 'storm' }>): EngineHold | null {
    return calmSince === null
      ? null
      : { reason: 'The mass failure may be over', until: wallOf(calmSince + CALM_MS) + WEIGH_EVERY_MS };
  }

  return {
    configure(restored) {
      hosts.configure(config().checks.values(), restored?.failing);
      reach.forget();
      const since = restored?.storm ?? null;
      if (restored !== undefined && since !== null) {
        // What was failing long before, or began long after, is no part of it.
        const round = hosts.roundMs() + CONFIRM_MS;
        storm.begin([...restored.failing].flatMap(([id, at]) => (Math.abs(at - since) <= round ? [id] : [])));
        suspects = new Set(storm.names());
        stormSince = since;
        uplink = { kind: 'storm', since: clock.monotonicMs() - Math.max(0, clock.now() - since), calmSince: null };
        soon(WEIGH_EVERY_MS);
      }
    },
    judge,
    hold(component) {
      switch (uplink.kind) {
        case 'clear':
        case 'offline':
          return null;
        case 'doubt': {
          const outside = component.checks.some((check) => !isOurs(targetName(check) ?? THIS_MACHINE));
          const reason = 'Our own uplink is in doubt: looking again';
          return outside ? { reason, until: doubtAt + 2 * CONFIRM_MS } : null;
        }
        case 'storm': {
          if (component.id === WATCHER_ID) {
            return calming(uplink);
          }
          const until = wallOf(uplink.since + LONGEST_STORM_MS) + WEIGH_EVERY_MS;
          return storm.hold(component, stormSince ?? 0, until);
        }
      }
    },
    look() {
      witnesses.look(uplink.kind !== 'clear');
      weigh();
    },
    uplink() {
      switch (uplink.kind) {
        case 'offline':
          return {
            well: false,
            since: out?.since ?? clock.now(),
            lastedMs: out === null ? 0 : clock.monotonicMs() - out.mono,
            detail: OFFLINE_WORDS[uplink.by],
          };
        case 'doubt':
          return null;
        case 'clear':
        case 'storm':
          return reach.everAnswered() || !hosts.reachesOut() ? { well: true } : null;
      }
    },
    storm() {
      switch (uplink.kind) {
        case 'storm':
          return storm.verdict(stormSince ?? clock.now());
        case 'clear':
          return { well: true };
        case 'doubt':
        case 'offline':
          return null;
      }
    },
    concerned: () => (uplink.kind === 'storm' ? storm.policies() : []),
    allWell: () => uplink.kind === 'clear' && hosts.fresh(clock.monotonicMs()).length === 0,
    stop: () => weighing?.(),
  };
}
