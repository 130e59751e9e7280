/**
 * How we stood with the world in the time that is judged again: in doubt, out, or in a mass failure, and what that kept back.
 *
 * The moments are taken as they happened. Which targets they concern is found again from the tries, with the same books.
 */
import type { Check } from '../../../shared/model/check.ts';
import type { ComponentSettings, Config } from '../../../shared/model/config.ts';
import type { PolicyId } from '../../../shared/model/ids.ts';
import type { Observation } from '../../../shared/model/observation.ts';
import { looksLost } from '../../../shared/rules/blame.ts';
import { isMassFailure } from '../../../shared/rules/uplink.ts';
import type { EngineHold } from '../../../shared/rules/watch/turn.ts';
import { isOurs } from '../ourselves/hosts.ts';
import { lastRun, stormMembers } from '../ourselves/last-run.ts';
import { loseAll } from '../ourselves/lost.ts';
import { release } from '../ourselves/release.ts';
import { createSuspects } from '../ourselves/suspects.ts';
import { type Standing, uplinkHold, WEIGH_EVERY_MS } from '../ourselves/uplink-hold.ts';
import type { Cancel } from '../ports/clock.ts';
import type { WatchBook } from '../watch-book.ts';
import type { ReplayClock } from './clock.ts';
import type { Uplink } from './notes.ts';

export interface StoodOptions {
  readonly clock: ReplayClock;
  readonly config: Config;
  readonly book: Pick<WatchBook, 'apply' | 'get' | 'all'>;
  readonly inMaintenance: (component: ComponentSettings) => boolean;
}

export interface Stood {
  /** A new run knows only what was kept: who failed at the last try, and that a mass failure was told. */
  beginAnew(): void;
  moved(note: Uplink): void;
  /** A try has told whether its target can be reached. */
  tried(observation: Observation, check: Check): void;
  hold(component: ComponentSettings): EngineHold | null;
  /** Policies whose people must hear the summary of a mass failure. */
  concerned(): readonly PolicyId[];
}

export function createStood({ clock, config, book, inMaintenance }: StoodOptions): Stood {
  let suspects = openBooks();
  suspects.hosts.configure(config.checks.values());
  let standing: Standing = { kind: 'clear' };
  let weighing: Cancel = () => undefined;

  function openBooks() {
    return createSuspects({ clock, config: () => config, book, inMaintenance, kind: () => standing.kind });
  }

  /** Once what we said of ourselves in that moment has been heard. */
  function releaseSoon(): void {
    clock.after(1, () => release(book, clock.now()));
  }

  function weigh(): void {
    if (standing.kind === 'clear') {
      return;
    }
    suspects.look();
    if (standing.kind === 'storm') {
      const mass = isMassFailure(suspects.counted.count(suspects.failing()), config.settings.massFailure);
      standing = { ...standing, calmSince: mass ? null : (standing.calmSince ?? clock.now()) };
    }
    weighSoon();
  }

  function weighSoon(): void {
    weighing();
    weighing = clock.after(WEIGH_EVERY_MS, weigh);
  }

  return {
    beginAnew() {
      const known = lastRun([...book.all()]);
      const since = known.storm;
      suspects = openBooks();
      suspects.hosts.configure(config.checks.values(), known.failing);
      standing = since === null ? { kind: 'clear' } : { kind: 'storm', since, calledAt: since, calmSince: null };
      if (since !== null) {
        suspects.resume(stormMembers(known, since, suspects.hosts.roundMs()));
        weighSoon();
      }
    },
    moved({ to, because }) {
      if (standing.kind === 'clear') {
        suspects.begin();
        weighSoon();
      }
      const at = clock.now();
      const first = suspects.firstSince()?.wall ?? at;
      switch (to) {
        case 'doubt':
          standing = { kind: 'doubt', since: at };
          suspects.gather();
          return;
        case 'offline': {
          standing = { kind: 'offline' };
          const lost = suspects.hosts.checksOf([...suspects.names()].filter((name) => !isOurs(name)));
          loseAll(book, lost, { at, because, since: first });
          releaseSoon();
          return;
        }
        case 'storm':
          standing = { kind: 'storm', since: first, calledAt: at, calmSince: null };
          releaseSoon();
          return;
        case 'clear':
          standing = { kind: 'clear' };
          suspects.end();
          releaseSoon();
          return;
      }
    },
    tried(observation, check) {
      const { outcome } = observation;
      suspects.tried(check, outcome.kind === 'fail' && looksLost(outcome.failure), observation);
    },
    hold: (component) => uplinkHold(component, standing, suspects.storm),
    concerned: () => (standing.kind === 'storm' ? suspects.storm.policies() : []),
  };
}
