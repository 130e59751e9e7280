/**
 * What we knew of ourselves in the time that is judged again: when nobody looked, whether we were in doubt, out, or in a mass
 * failure, and what of that kept pages back.
 *
 * The moments are taken as they happened. Which targets they concern is found again from the tries, with the same books.
 */
import type { Check } from '../../../shared/model/check.ts';
import type { ComponentSettings, Config } from '../../../shared/model/config.ts';
import type { CheckId, ComponentId, EpochMs } from '../../../shared/model/ids.ts';
import type { Observation } from '../../../shared/model/observation.ts';
import { isDown } from '../../../shared/rules/blame.ts';
import type { Away } from '../../../shared/rules/replay/absences.ts';
import { CALM_MS, CONFIRM_MS, isMassFailure, type UplinkState } from '../../../shared/rules/uplink.ts';
import type { EngineHold } from '../../../shared/rules/watch/turn.ts';
import { selfCheckId, WATCHER_ID } from '../../../shared/rules/watcher.ts';
import { componentsOf, createHosts, type Hosts, isOurs, THIS_MACHINE, targetName } from '../ourselves/hosts.ts';
import { LATE_PERIODS } from '../sight.ts';
import type { WatchBook } from '../watch-book.ts';
import type { ReplayClock } from './clock.ts';
import type { Uplink } from './notes.ts';

/** The network of a machine that has just woken is waited for so long at most. */
const LONGEST_WAIT_MS = 20_000;
/** A hold needs an end; that of a mass failure is renewed. */
const HOUR_MS = 3_600_000;

export interface PastOptions {
  readonly clock: ReplayClock;
  readonly config: Config;
  readonly book: Pick<WatchBook, 'apply' | 'get' | 'all'>;
}

export interface Past {
  /** We are back: nobody looked until now. */
  away(note: Away): void;
  uplink(note: Uplink): void;
  /** A try is about to be judged. */
  tried(observation: Observation, check: Check): void;
  hold(component: ComponentSettings): EngineHold | null;
}

interface Woken {
  readonly reason: string;
  readonly at: EpochMs;
  readonly until: EpochMs;
  readonly missed: ReadonlySet<ComponentId>;
}

export function createPast({ clock, config, book }: PastOptions): Past {
  let hosts: Hosts = createHosts();
  hosts.configure(config.checks.values());
  let state: UplinkState['kind'] = 'clear';
  let suspects = new Set<string>();
  let doubtAt: EpochMs = 0;
  let joinUntil = 0;
  let calmSince: EpochMs | null = null;
  let woken: Woken | null = null;

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

  /** A new run knows only what was kept: who failed at the last try, and that a mass failure was told. */
  function beginAnew(): void {
    const bad = [...book.all()]
      .flatMap(({ checks }) => checks)
      .filter(({ settled, lastOutcome }) => settled === 'down' || lastOutcome === 'fail');
    const failing: ReadonlySet<CheckId> = new Set(bad.map(({ checkId }) => checkId));
    hosts = createHosts();
    hosts.configure(config.checks.values(), failing);
    state = failing.has(selfCheckId('storm')) ? 'storm' : 'clear';
    suspects = new Set(state === 'storm' ? hosts.failing(hosts.names()) : []);
    joinUntil = 0;
    calmSince = null;
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

  function isSuspect(check: Check): boolean {
    const name = hosts.nameOf(check);
    return name !== null && suspects.has(name) && hosts.failing([name]).length > 0;
  }

  /** Since when too few of them fail for a mass failure. */
  function calm(): EpochMs | null {
    const failing = hosts.failing(suspects).length;
    const mass = isMassFailure({ failing, well: hosts.well() }, config.settings.massFailure);
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
      const before = woken !== null && woken.until > at ? woken.missed : [];
      woken = {
        reason: anew ? 'Just started again' : 'Just woken',
        at,
        until: at + config.settings.quietAfterWake,
        missed: new Set([...before, ...missed.map(({ id }) => id)]),
      };
      for (const { id } of missed) {
        book.apply(id, { type: 'lost-sight', at, because });
      }
    },
    uplink({ to, because }) {
      if (state === 'clear') {
        suspects = new Set(hosts.fresh(clock.monotonicMs()));
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
          releaseSoon();
          return;
        case 'clear':
          suspects = new Set();
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
        } else if (kind === 'just-woken' && woken !== null && at - woken.at < LONGEST_WAIT_MS) {
          // The quiet begins when the network is back, and this try found that it was not.
          woken = { ...woken, until: Math.max(woken.until, endedAt + config.settings.quietAfterWake) };
        }
        return;
      }
      const failed = outcome.kind === 'fail' && isDown(outcome.failure);
      const turned = hosts.seen(check, failed, clock.monotonicMs() - (endedAt - at));
      const name = hosts.nameOf(check);
      const late = state === 'storm' && clock.monotonicMs() > joinUntil;
      if (turned && failed && name !== null && state !== 'clear' && !late) {
        suspects.add(name);
      }
      if (state === 'storm') {
        calm();
      }
    },
    hold({ id, checks }) {
      if (woken !== null && woken.until > clock.now()) {
        const { missed, reason, until } = woken;
        if (id === WATCHER_ID ? missed.size === config.components.size : missed.has(id)) {
          return { reason, until };
        }
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
            const since = calm();
            return since === null ? null : { reason: 'The mass failure may be over', until: since + CALM_MS + 1_000 };
          }
          const reason = 'Told in the summary of a mass failure';
          return checks.some(isSuspect) ? { reason, until: (Math.floor(clock.now() / HOUR_MS) + 1) * HOUR_MS } : null;
        }
      }
    },
  };
}
