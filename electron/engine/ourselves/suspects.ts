/**
 * Who is in it: the targets that began to fail together, from the first doubt about ourselves to the end of a mass failure, with the
 * books in which they stand. The same now and in a replay.
 */
import type { Check } from '../../../shared/model/check.ts';
import type { ComponentSettings, Config } from '../../../shared/model/config.ts';
import type { CheckId, EpochMs } from '../../../shared/model/ids.ts';
import type { Observation } from '../../../shared/model/observation.ts';
import type { UplinkState } from '../../../shared/rules/uplink.ts';
import type { Clock } from '../ports/clock.ts';
import type { WatchBook } from '../watch-book.ts';
import { type Counted, createCounted } from './counted.ts';
import { createHosts, type Hosts } from './hosts.ts';
import { createStorm, type Storm } from './storm.ts';

export interface SuspectsOptions {
  readonly clock: Pick<Clock, 'now' | 'monotonicMs'>;
  readonly config: () => Config;
  readonly book: Pick<WatchBook, 'apply' | 'get'>;
  readonly inMaintenance: (component: ComponentSettings) => boolean;
  /** How we stand with the world at the moment. */
  readonly kind: () => UplinkState['kind'];
}

export interface Suspects {
  readonly hosts: Hosts;
  readonly counted: Counted;
  readonly storm: Storm;
  names(): ReadonlySet<string>;
  /** Those that fail still. */
  failing(): readonly string[];
  /** Since when the first of them fails, by the wall clock; null: none does. */
  firstSince(): { readonly mono: number; readonly wall: EpochMs } | null;
  /** These are all that have just begun to fail. */
  begin(): void;
  /** The members of a storm that goes on. */
  resume(members: Iterable<CheckId>): void;
  /** From now on, for one round of everything, whoever begins to fail in a storm belongs to it. */
  gather(): void;
  /** A try has told whether its target can be reached. True: its host has turned, one way or the other. */
  tried(check: Check, failed: boolean, tryOf: Pick<Observation, 'at' | 'endedAt'>): boolean;
  /** Lets go of what is well again in a storm. */
  look(): void;
  end(): void;
}

export function createSuspects({ clock, config, book, inMaintenance, kind }: SuspectsOptions): Suspects {
  const hosts = createHosts();
  const counted = createCounted({ config, book, hosts, inMaintenance });
  const storm = createStorm({ clock, config, book, hosts, counted });
  let names = new Set<string>();
  /** Monotonic. */
  let gatheringUntil = 0;

  const isGathering = (): boolean => clock.monotonicMs() <= gatheringUntil;

  /** Whatever begins to fail while we doubt, or soon after, belongs to it. */
  function joins(): boolean {
    return kind() !== 'clear' && (kind() !== 'storm' || isGathering());
  }

  return {
    hosts,
    counted,
    storm,
    names: () => names,
    failing: () => hosts.failing(names),
    firstSince() {
      const mono = hosts.firstSince(names);
      return mono === null ? null : { mono, wall: Math.round(clock.now() - (clock.monotonicMs() - mono)) };
    },
    begin() {
      names = new Set(hosts.fresh(clock.monotonicMs()));
      storm.begin(hosts.failingChecks(names).map(({ id }) => id));
    },
    resume(members) {
      storm.begin(members);
      names = new Set(storm.names());
    },
    gather() {
      gatheringUntil = clock.monotonicMs() + hosts.roundMs();
    },
    tried(check, failed, { at, endedAt }) {
      const name = hosts.nameOf(check);
      const joining = failed && name !== null && joins();
      if (joining && !hosts.isFailing(check)) {
        storm.join(check.id);
      }
      // Began to fail with the try that failed, not with its end: a time-out is as old as its beginning.
      const turned = hosts.seen(check, failed, clock.monotonicMs() - (endedAt - at));
      if (turned && joining) {
        names.add(name);
      }
      return turned;
    },
    look() {
      if (kind() !== 'clear') {
        storm.look(isGathering());
      }
      if (kind() === 'storm') {
        names = new Set(storm.names());
      }
    },
    end() {
      names = new Set();
      storm.begin([]);
    },
  };
}
