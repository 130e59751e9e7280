/**
 * Targets by host: which are well, which have just begun to fail, which were failing anyway. Related or not: see counted.ts.
 *
 * All of this machine's own addresses are one target. A host that nobody has seen yet counts as well, so that a start without a
 * network is one doubt and not as many pages as there are targets. Nearly every try changes nothing here and costs one look-up.
 */
import type { Check } from '../../../shared/model/check.ts';
import type { CheckId, ComponentId } from '../../../shared/model/ids.ts';
import { hostOf, isLoopback } from '../../../shared/rules/target.ts';

export const THIS_MACHINE = 'this machine';
/** A shared cause shows within one round of everything; slower checks than these do not stretch it. */
const LONGEST_ROUND_MS = 300_000;

interface Host {
  readonly name: string;
  readonly checks: readonly Check[];
  /** One round of it: its longest interval and a time-out. ms */
  readonly roundMs: number;
  readonly failing: Set<CheckId>;
  /** Whether any does: asked with every try. */
  fails: boolean;
  /** Since when it fails, on the clock of whoever tells; null: it does not. */
  since: number | null;
  /** It was failing before anybody watched from here. */
  old: boolean;
}

export interface Hosts {
  /** The checks to watch from now on; what is known of a host stays. `failing`: at their last try before this start. */
  configure(checks: Iterable<Check>, failing?: Pick<ReadonlySet<CheckId>, 'has'>): void;
  /** A try has told whether it is well. True: its host has turned, one way or the other. */
  seen(check: Check, failed: boolean, at: number): boolean;
  /** By its latest try that told anything. */
  isFailing(check: Check): boolean;
  /** Turned within the last round and fail still. */
  fresh(at: number): readonly string[];
  /** When the first of these began to fail. */
  firstSince(names: Iterable<string>): number | null;
  failing(names: Iterable<string>): readonly string[];
  /** How many do not fail. */
  well(): number;
  /** The checks of each that does not fail. */
  wellOnes(): Iterable<readonly Check[]>;
  /** The longest round of any of them, in ms. */
  roundMs(): number;
  checksOf(names: Iterable<string>): readonly Check[];
  failingChecks(names: Iterable<string>): readonly Check[];
  names(): Iterable<string>;
  /** The hosts that these checks look at, each once. */
  namesOf(checks: Iterable<CheckId>): ReadonlySet<string>;
  /** Checks of what lies beyond this machine. */
  outgoing(): readonly Check[];
  /** These are all checks of what lies beyond this machine, of two hosts at least. */
  areAll(checks: ReadonlySet<CheckId>): boolean;
  /** There is anything beyond this machine to look at. */
  reachesOut(): boolean;
  /** Null: it calls nobody. */
  nameOf(check: Check): string | null;
}

export const isOurs = (name: string): boolean => name === THIS_MACHINE;

/** The name under which a check's target is counted; null: it calls nobody (a heartbeat). */
export function targetName(check: Check): string | null {
  const host = hostOf(check);
  return host === '' ? null : isLoopback(host) ? THIS_MACHINE : host;
}

export function createHosts(): Hosts {
  let hosts = new Map<string, Host>();
  let byCheck = new Map<CheckId, Host>();
  /** Those that fail and did not before: few, but for the moments that matter. */
  const turned = new Map<string, Host>();
  let failingCount = 0;

  function listed(names: Iterable<string>): readonly Host[] {
    return [...names].flatMap((name) => hosts.get(name) ?? []);
  }

  return {
    configure(checks, failing = new Set<CheckId>()) {
      const gathered = new Map<string, Check[]>();
      for (const check of checks) {
        const name = targetName(check);
        if (name !== null) {
          const own = gathered.get(name);
          if (own === undefined) {
            gathered.set(name, [check]);
          } else {
            own.push(check);
          }
        }
      }
      const before = hosts;
      hosts = new Map();
      byCheck = new Map();
      turned.clear();
      failingCount = 0;
      for (const [name, own] of gathered) {
        const known = before.get(name);
        const still = own.filter(({ id }) => known?.failing.has(id) === true || failing.has(id)).map(({ id }) => id);
        const host: Host = {
          name,
          checks: own,
          roundMs: Math.min(LONGEST_ROUND_MS, Math.max(...own.map(({ interval, timeout }) => interval + timeout))),
          failing: new Set(still),
          fails: still.length > 0,
          since: still.length > 0 ? (known?.since ?? null) : null,
          old: still.length > 0 && (known?.old ?? true),
        };
        hosts.set(name, host);
        for (const { id } of own) {
          byCheck.set(id, host);
        }
        if (still.length > 0) {
          failingCount += 1;
          if (!host.old) {
            turned.set(name, host);
          }
        }
      }
    },
    seen(check, failed, at) {
      const host = byCheck.get(check.id);
      if (host === undefined) {
        return false;
      }
      if (failed) {
        const first = host.failing.size === 0;
        host.failing.add(check.id);
        host.fails = true;
        if (first) {
          host.since = at;
          host.old = false;
          failingCount += 1;
          turned.set(host.name, host);
        }
        return first;
      }
      if (!host.fails || !host.failing.delete(check.id) || host.failing.size > 0) {
        return false;
      }
      host.fails = false;
      host.since = null;
      host.old = false;
      failingCount -= 1;
      turned.delete(host.name);
      return true;
    },
    isFailing: ({ id }) => byCheck.get(id)?.failing.has(id) === true,
    fresh(at) {
      const names: string[] = [];
      for (const [name, { since, roundMs }] of turned) {
        if (since !== null && at - since <= roundMs) {
          names.push(name);
        }
      }
      return names;
    },
    firstSince(names) {
      const times = listed(names).flatMap(({ since }) => (since === null ? [] : [since]));
      return times.length === 0 ? null : Math.min(...times);
    },
    failing: (names) => listed(names).flatMap(({ name, failing }) => (failing.size > 0 ? [name] : [])),
    well: () => hosts.size - failingCount,
    *wellOnes() {
      for (const { checks, failing } of hosts.values()) {
        if (failing.size === 0) {
          yield checks;
        }
      }
    },
    roundMs: () => Math.max(0, ...[...hosts.values()].map(({ roundMs }) => roundMs)),
    checksOf: (names) => listed(names).flatMap(({ checks }) => checks),
    failingChecks: (names) =>
      listed(names).flatMap(({ checks, failing }) => checks.filter(({ id }) => failing.has(id))),
    names: () => hosts.keys(),
    namesOf: (checks) => new Set([...checks].flatMap((id) => byCheck.get(id)?.name ?? [])),
    outgoing: () => listed(hosts.keys()).flatMap(({ name, checks }) => (isOurs(name) ? [] : checks)),
    areAll(checks) {
      const outside = hosts.size - (hosts.has(THIS_MACHINE) ? 1 : 0);
      const own = byCheck.size - (hosts.get(THIS_MACHINE)?.checks.length ?? 0);
      return outside >= 2 && checks.size === own;
    },
    reachesOut: () => hosts.size > (hosts.has(THIS_MACHINE) ? 1 : 0),
    nameOf: (check) => byCheck.get(check.id)?.name ?? null,
  };
}

/** @returns the components that a list of checks belongs to, each once */
export function componentsOf(checks: Iterable<Check>): ReadonlySet<ComponentId> {
  return new Set([...checks].map(({ componentId }) => componentId));
}
