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
import { callsUs, couldBeOurs, looksLost } from '../../../shared/rules/blame.ts';
import { CLEAR, type Count, stepUplink, type UplinkFacts, type UplinkState } from '../../../shared/rules/uplink.ts';
import { type EngineHold, openIncident } from '../../../shared/rules/watch/turn.ts';
import { WATCHER_ID } from '../../../shared/rules/watcher.ts';
import { loose } from '../commands.ts';
import type { Cancel, Clock } from '../ports/clock.ts';
import type { Network } from '../ports/network.ts';
import type { JournalEntry } from '../ports/store.ts';
import type { WatchBook } from '../watch-book.ts';
import { isOurs } from './hosts.ts';
import { type LastRun, stormMembers } from './last-run.ts';
import { loseAll, loseOne } from './lost.ts';
import { createReach } from './reach.ts';
import type { Verdict } from './report.ts';
import { createSecondLook } from './second-look.ts';
import { createSuspects } from './suspects.ts';
import { type Standing, uplinkHold, WEIGH_EVERY_MS } from './uplink-hold.ts';
import type { Witnesses } from './witnesses.ts';

/** Turns of hosts are gathered for a moment: a thousand that fail together are weighed once. */
const GATHER_MS = 250;
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

export interface WayOut {
  configure(restored?: LastRun): void;
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
  const { clock, config, book, write, network, witnesses, onMoved } = options;
  let uplink: UplinkState = CLEAR;
  const suspects = createSuspects({
    clock,
    config,
    book,
    inMaintenance: options.inMaintenance,
    kind: () => uplink.kind,
  });
  const { hosts, counted, storm } = suspects;
  const reach = createReach(clock, network, hosts);
  const secondLook = createSecondLook(clock, options.sweep);
  /** Since when we are out, by both clocks; and since when the storm's targets fail, by the wall clock. */
  let out: { readonly since: EpochMs; readonly mono: number } | null = null;
  let stormSince: EpochMs | null = null;
  /** Of the storm that has just ended: who still fails. */
  let goesOn: string | undefined;
  let weighing: Cancel | null = null;

  const wallOf = (mono: number): EpochMs => Math.round(clock.now() - (clock.monotonicMs() - mono));

  function facts(): UplinkFacts {
    const at = clock.monotonicMs();
    const failing = uplink.kind === 'clear' ? hosts.fresh(at) : suspects.failing();
    const every = { failing: failing.length, well: hosts.well() };
    return {
      at,
      link: reach.link(),
      routeless: reach.routeless(),
      witnesses: witnesses.verdict(),
      every,
      ...unrelated(failing, every),
      lookedAgain: secondLook.isOver(),
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
    suspects.look();
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
      lookBeforeTelling();
    }
  }

  /** Until the summary has gone out nobody waits for the slow turns of what is down: a blip of all of them wakes nobody. */
  function lookBeforeTelling(): void {
    const watch = book.get(WATCHER_ID);
    const severity = (watch === undefined ? null : openIncident(watch))?.severity ?? 'critical';
    if (clock.now() - (stormSince ?? 0) < config().watcher.pageAfter[severity]) {
      secondLook.goOn(() => hosts.failingChecks(suspects.names()));
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
        doubt(from);
        return;
      case 'offline':
        goOut(from, because, at);
        return;
      case 'storm':
        secondLook.rest();
        stormSince = suspects.firstSince()?.wall ?? wallOf(to.since);
        out = null;
        onMoved();
        return;
      case 'clear':
        goesOn = storm.goesOn();
        suspects.end();
        out = null;
        stormSince = null;
        onMoved();
        return;
    }
  }

  function doubt(from: UplinkState): void {
    if (from.kind === 'clear') {
      suspects.begin();
    }
    const failing = suspects.failing();
    // One of those that they need may be the cause, and not have had its turn.
    const again = [...failing, ...counted.above(failing)];
    suspects.gather();
    secondLook.begin(again, from.kind === 'offline' ? hosts.outgoing() : hosts.checksOf(new Set(again)));
  }

  /** Whatever is tried from now on blames nobody. */
  function goOut(from: UplinkState, because: string, at: EpochMs): void {
    if (from.kind === 'clear') {
      suspects.begin();
    }
    const first = suspects.firstSince();
    const since = first?.wall ?? at;
    out ??= { since, mono: first?.mono ?? clock.monotonicMs() };
    loseAll(book, hosts.checksOf([...suspects.names()].filter((name) => !isOurs(name))), { at, because, since });
    onMoved();
  }

  function judge(observation: Observation, check: Check): Observation {
    const { outcome, checkId } = observation;
    const name = hosts.nameOf(check);
    if (name === null || outcome.kind === 'inconclusive') {
      return observation;
    }
    const failed = outcome.kind === 'fail' && looksLost(outcome.failure);
    if (!failed && callsUs(check)) {
      return observation; // what was heard a while ago proves no way of this moment
    }
    if (!failed && !isOurs(name)) {
      reach.answered();
    }
    if (suspects.tried(check, failed, observation)) {
      soon(GATHER_MS);
    }
    if (uplink.kind === 'doubt' && secondLook.looked(name, observation.at)) {
      soon(GATHER_MS);
    }
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
    loseOne(book, observation, 'We are offline');
    return { ...observation, outcome: { kind: 'inconclusive', trouble: { kind: 'offline', detail } } };
  }

  function standing(): Standing {
    switch (uplink.kind) {
      case 'clear':
      case 'offline':
        return uplink;
      case 'doubt':
        return { kind: 'doubt', since: secondLook.since() };
      case 'storm': {
        const { since, calmSince } = uplink;
        const calm = calmSince === null ? null : wallOf(calmSince);
        return { kind: 'storm', since: stormSince ?? 0, calledAt: wallOf(since), calmSince: calm };
      }
    }
  }

  return {
    configure(restored) {
      hosts.configure(config().checks.values(), restored?.failing);
      reach.forget();
      const since = restored?.storm ?? null;
      if (restored !== undefined && since !== null) {
        suspects.resume(stormMembers(restored, since, hosts.roundMs()));
        stormSince = since;
        uplink = { kind: 'storm', since: clock.monotonicMs() - Math.max(0, clock.now() - since), calmSince: null };
        soon(WEIGH_EVERY_MS);
      }
    },
    judge,
    hold: (component) => uplinkHold(component, standing(), storm),
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
          return { well: true, ...(goesOn !== undefined && { goesOn }) };
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
