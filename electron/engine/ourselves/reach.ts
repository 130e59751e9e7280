/**
 * What our own machine says about a way out, as far as it may be believed: the system's link, and a kernel that knows no route.
 */
import type { CheckId } from '../../../shared/model/ids.ts';
import type { Clock } from '../ports/clock.ts';
import type { Network } from '../ports/network.ts';
import type { Hosts } from './hosts.ts';

/** Targets that still pass so long after the system said that there is no link prove that it means another one. */
const LINK_PROOF_MS = 15_000;

export interface Reach {
  /** Something beyond this machine has answered. */
  answered(): void;
  /** The latest try of a check beyond this machine found a route, or none. True: none. */
  routed(check: CheckId, found: boolean): boolean;
  forget(): void;
  /** The system has an address beyond this machine; null: it cannot tell, or what it says is refuted. */
  link(): boolean | null;
  /** No target beyond this machine, two hosts at least, has a route. */
  routeless(): boolean;
  everAnswered(): boolean;
}

export function createReach(
  clock: Pick<Clock, 'monotonicMs'>,
  network: Pick<Network, 'link'>,
  hosts: Pick<Hosts, 'reachesOut' | 'areAll'>,
): Reach {
  /** Whose latest try found no route. */
  const routeless = new Set<CheckId>();
  let answeredAt: number | null = null;
  let linkLostAt: number | null = null;

  return {
    answered() {
      answeredAt = clock.monotonicMs();
    },
    routed(check, found) {
      if (!found) {
        routeless.add(check);
      } else if (routeless.size > 0) {
        routeless.delete(check);
      }
      return !found;
    },
    forget: () => routeless.clear(),
    link() {
      const said = hosts.reachesOut() ? network.link() : null;
      if (said !== false) {
        linkLostAt = null;
        return said;
      }
      linkLostAt ??= clock.monotonicMs();
      return answeredAt !== null && answeredAt > linkLostAt + LINK_PROOF_MS ? null : false;
    },
    routeless: () => hosts.areAll(routeless),
    everAnswered: () => answeredAt !== null,
  };
}
