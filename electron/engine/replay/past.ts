/**
 * What we knew of ourselves in the time that is judged again: when nobody looked, whether we were in doubt, out, or in a mass
 * failure, and what of that kept pages back.
 *
 * The moments are taken as they happened. Which targets they concern is found again from the tries, with the same books.
 */
import type { Check } from '../../../shared/model/check.ts';
import type { ComponentSettings, Config } from '../../../shared/model/config.ts';
import type { EpochMs, PolicyId } from '../../../shared/model/ids.ts';
import type { Observation } from '../../../shared/model/observation.ts';
import { looksLost } from '../../../shared/rules/blame.ts';
import type { Away } from '../../../shared/rules/replay/absences.ts';
import {
  CALM_MS,
  CONFIRM_MS,
  isMassFailure,
  LONGEST_STORM_MS,
  type UplinkState,
} from '../../../shared/rules/uplink.ts';
import type { EngineHold } from '../../../shared/rules/watch/turn.ts';
import { WATCHER_ID } from '../../../shared/rules/watcher.ts';
import { createCounted } from '../ourselves/counted.ts';
import { componentsOf, createHosts, isOurs, THIS_MACHINE, targetName } from '../ourselves/hosts.ts';
import { lastRun } from '../ourselves/ourselves.ts';
import { createStorm } from '../ourselves/storm.ts';
import type { Cancel } from '../ports.ts';
import { LATE_PERIODS } from '../sight.ts';
import type { WatchBook } from '../watch-book.ts';
import type { ReplayClock } from './clock.ts';
import type { Uplink } from './notes.ts';
import { createWoken } from './woken.ts';

/** How often it is looked at who still belongs to a mass failure. */
const WEIGH_EVERY_MS = 1_000;

export interface PastOptions {
  readonly clock: ReplayClock;
  readonly config: Config;
  readonly book: Pick<WatchBook, 'apply' | 'get' | 'all'>;
  readonly inMaintenance: (component: ComponentSettings) => boolean;
}

export interface Past {
  /** We are back: nobody looked until now. */
  away(note: Away): void;
  uplink(note: Uplink): void;
  /** A try is about to be judged. */
  tried(observation: Observation, check: Check): void;
  hold(component: ComponentSettings): EngineHold | null;
  /** Policies whose people must hear the summary of a mass failure. */
  concerned(): readonly PolicyId[];
}

export function createPast({ clock, config, book, inMaintenance }: PastOptions): Past {
  let { hosts, counted, storm } = openBooks();
  hosts.configure(config.checks.values());
  let state: UplinkState['kind'] = 'clear';
  let suspects = new Set<string>();
  let doubtAt: EpochMs = 0;
  let joinUntil = 0;
  let calmSince: EpochMs | null = null;
  /** Since when its targets fail, and since when it was called one. */
  let stormSince: EpochMs = 0;
  let toldSince: EpochMs = 0;
  let weighing: Cancel = () => undefined;
  const woken = createWoken(clock, config);

  const wallOf = (mono: number): EpochMs => clock.now() - (clock.monotonicMs() - mono);

  /** Holds have changed: whatever was kept back is looked at again, once what we said of ourselves in that moment has been heard. */
  function releaseSoon(): void {
    clock.after(1, release);
  }

  function release(): void {
    for (const { componentId, incident } of [...book.all()]) {
      if (incident !== null && incident.state !== 'resolved') {
        book.apply(componentId, { type: 'timer', at: clock.now() });
      }
    }
  }

  function openBooks() {
    const own = createHosts();
    const weighed = createCounted({ config: () => config, book, hosts: own, inMaintenance });
    return {
      hosts: own,
      counted: weighed,
      storm: createStorm({ clock, config: () => config, book, hosts: own, counted: weighed }),
    };
  }

  /** A new run knows only what was kept: who failed at the last try, and that a mass failure was told. */
  function beginAnew(): void {
    const known = lastRun([...book.all()]);
    ({ hosts, counted, storm } = openBooks());
    hosts.configure(config.checks.values(), known.failing);
    state = known.storm === null ? 'clear' : 'storm';
    joinUntil = 0;
    calmSince = null;
    if (known.storm !== null) {
      const since = known.storm;
      const round = hosts.roundMs() + CONFIRM_MS;
      storm.begin([...known.failing].flatMap(([id, at]) => (Math.abs(at - since) <= round ? [id] : [])));
      stormSince = since;
      toldSince = since;
      weighSoon();
    }
    suspects = new Set(storm.names());
  }

  function weigh(): void {
    if (state === 'clear') {
      return;
    }
    storm.look(clock.monotonicMs() <= joinUntil);
    if (state === 'storm') {
      suspects = new Set(storm.names());
      calm();
    }
    weighSoon();
  }

  function weighSoon(): void {
    weighing();
    weighing = clock.after(WEIGH_EVERY_MS, weigh);
  }

  function goOut(because: string): void {
    const first = hosts.firstSince(suspects);
    const lost = hosts.checksOf([...suspects].filter((name) => !isOurs(name)));
    for (const id of componentsOf(lost)) {
      const checks = lost.filter(({ componentId }) => componentId === id).map((check) => check.id);
      const oursSince = first === null ? clock.now() : wallOf(first);
      book.apply(id, { type: 'lost-sight', at: clock.now(), because, checks, oursSince });
    }
  }

  /** Whatever begins to fail while we doubt, or soon after, belongs to it. */
  function joins(): boolean {
    return state !== 'clear' && !(state === 'storm' && clock.monotonicMs() > joinUntil);
  }

  /** Since when too few of them fail for a mass failure. */
  function calm(): EpochMs | null {
    const mass = isMassFailure(counted.count(hosts.failing(suspects)), config.settings.massFailure);
    calmSince = mass ? null : (calmSince ?? clock.now());
    return calmSince;
  }

  /** Tried without a conclusion for a reason of ours: what was believed of it is not known any more. */
  function loseSight({ checkId, componentId, endedAt }: Observation, because: string): void {
    const known = book.get(componentId)?.checks.find((health) => health.checkId === checkId);
    if (known !== undefined && known.settled !== 'unknown') {
      book.apply(componentId, { type: 'lost-sight', at: endedAt, because, checks: [checkId] });
    }
  }

  return {
    away({ gapMs, anew, because }) {
      if (anew) {
        beginAnew();
      }
      const at = clock.now();
      const missed = [...config.components.values()].filter(
        ({ checks }) => gapMs > LATE_PERIODS * Math.min(...checks.map(({ interval }) => interval)),
      );
      if (missed.length === 0) {
        return;
      }
      woken.begin(
        missed.map(({ id }) => id),
        anew,
      );
      for (const { id } of missed) {
        book.apply(id, { type: 'lost-sight', at, because });
      }
    },
    uplink({ to, because }) {
      if (state === 'clear') {
        suspects = new Set(hosts.fresh(clock.monotonicMs()));
        storm.begin(hosts.failingChecks(suspects).map(({ id }) => id));
        weighSoon();
      }
      state = to;
      switch (to) {
        case 'doubt':
          doubtAt = clock.now();
          joinUntil = clock.monotonicMs() + hosts.roundMs();
          return;
        case 'offline':
          goOut(because);
          releaseSoon();
          return;
        case 'storm':
          calmSince = null;
          toldSince = clock.now();
          stormSince = wallOf(hosts.firstSince(suspects) ?? clock.monotonicMs());
          releaseSoon();
          return;
        case 'clear':
          suspects = new Set();
          storm.begin([]);
          releaseSoon();
          return;
      }
    },
    tried(observation, check) {
      const { outcome, at, endedAt } = observation;
      if (outcome.kind === 'inconclusive') {
        const { kind, detail } = outcome.trouble;
        if (kind === 'offline' || kind === 'deaf') {
          loseSight(observation, kind === 'offline' ? 'We are offline' : detail);
        } else if (kind === 'just-woken') {
          woken.goOn(at, endedAt);
        }
        return;
      }
      const failed = outcome.kind === 'fail' && looksLost(outcome.failure);
      const name = hosts.nameOf(check);
      if (failed && name !== null && joins() && !hosts.isFailing(check)) {
        storm.join(check.id);
      }
      const turned = hosts.seen(check, failed, clock.monotonicMs() - (endedAt - at));
      if (turned && failed && name !== null && joins()) {
        suspects.add(name);
      }
    },
    hold(component) {
      const { id, checks } = component;
      const own = woken.hold(component);
      if (own !== null) {
        return own;
      }
      switch (state) {
        case 'clear':
        case 'offline':
          return null;
        case 'doubt': {
          const outside = checks.some((check) => !isOurs(targetName(check) ?? THIS_MACHINE));
          return outside
            ? { reason: 'Our own uplink is in doubt: looking again', until: doubtAt + 2 * CONFIRM_MS }
            : null;
        }
        case 'storm': {
          if (id === WATCHER_ID) {
            const until = calmSince === null ? null : calmSince + CALM_MS + WEIGH_EVERY_MS;
            return until === null ? null : { reason: 'The mass failure may be over', until };
          }
          return storm.hold(component, stormSince, toldSince + LONGEST_STORM_MS + WEIGH_EVERY_MS);
        }
      }
    },
    concerned: () => (state === 'storm' ? storm.policies() : []),
  };
}
