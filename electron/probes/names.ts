/**
 * Names to addresses, through the operating system's own resolver (hosts file, mDNS and VPN rules included).
 *
 * Lookups run on libuv's four threads, which the whole app shares, and a dead name server holds one for half a minute. So
 * few are under way at once, checks of one host ask together, and a name that kept us waiting last time waits until no
 * other such is asked: a healthy name is not held up by dead ones for longer than it takes to meet them.
 *
 * An answer is kept for a moment, for everybody. The system does not tell how long it may be kept (its own cache knows),
 * so the moment is shorter than any sensible time to live; who finds nobody at a kept address asks anew. Failures are not kept.
 */
import { lookup } from 'node:dns';
import { isIP } from 'node:net';

/** `kept`: from an earlier answer; the name may have moved since. */
export type Answered = (error: Error | null, addresses: readonly string[], kept: boolean) => void;

export interface LookupWishes {
  /** Called when the system has been asked; until then the lookup waits for others. */
  readonly asked?: () => void;
  /** No kept answer, please. */
  readonly anew?: boolean;
}

/** All addresses of a name, IPv4 and IPv6 by turns, in the system's order of preference. Errors are Node's (`ENOTFOUND` …). */
export type Names = (host: string, answered: Answered, wishes?: LookupWishes) => void;

/** How the system is asked; a test answers in its place. */
export type AskSystem = (host: string, done: (error: Error | null, addresses: readonly string[]) => void) => void;

const askSystem: AskSystem = (host, done) =>
  lookup(host, { all: true, order: 'verbatim' }, (error, found) =>
    done(error, found?.map(({ address }) => address) ?? []),
  );

/** At once. One of the four threads is left to files, and to the names of those who are to be told. */
const MOST_LOOKUPS = 3;
/** A lookup that takes longer hangs, or may as well. */
const SLOW_MS = 1_000;
const KEPT_MS = 5_000;

interface Lookup {
  readonly takers: { readonly answered: Answered; readonly asked: (() => void) | undefined }[];
  /** When the system was asked, monotonic ms; null: not yet. */
  since: number | null;
}

export function createNames(ask: AskSystem = askSystem, monotonicMs: () => number = () => performance.now()): Names {
  /** Under way or waiting, in order of coming. */
  const open = new Map<string, Lookup>();
  const kept = new Map<string, { readonly addresses: readonly string[]; readonly until: number }>();
  /** Names that kept us waiting last time. */
  const slow = new Set<string>();

  function askNext(): void {
    const now = monotonicMs();
    const underWay = [...open].filter(([, { since }]) => since !== null);
    let count = underWay.length;
    let slowOnes = underWay.filter(([host, { since }]) => slow.has(host) || now - (since ?? now) > SLOW_MS).length;
    for (const [host, one] of open) {
      if (count < MOST_LOOKUPS && one.since === null && !(slow.has(host) && slowOnes > 0)) {
        count += 1;
        slowOnes += slow.has(host) ? 1 : 0;
        begin(host, one, now);
      }
    }
  }

  function begin(host: string, one: Lookup, now: number): void {
    one.since = now;
    for (const { asked } of one.takers) {
      asked?.();
    }
    ask(host, (error, addresses) => {
      const end = monotonicMs();
      open.delete(host);
      if (end - now > SLOW_MS) {
        slow.add(host);
      } else {
        slow.delete(host);
      }
      const inTurn = byTurns(addresses);
      kept.delete(host);
      forgetOld(end);
      if (error === null && inTurn.length > 0) {
        kept.set(host, { addresses: inTurn, until: end + KEPT_MS });
      }
      askNext();
      for (const { answered } of one.takers) {
        answered(error, inTurn, false);
      }
    });
  }

  /** They stand in order of time. */
  function forgetOld(now: number): void {
    for (const [host, { until }] of kept) {
      if (until > now) {
        return;
      }
      kept.delete(host);
    }
  }

  return (host, answered, { asked, anew = false } = {}) => {
    const known = anew ? undefined : kept.get(host);
    if (known && known.until > monotonicMs()) {
      answered(null, known.addresses, true);
      return;
    }
    const one = open.get(host) ?? { takers: [], since: null };
    one.takers.push({ answered, asked });
    open.set(host, one);
    if (one.since === null) {
      askNext();
    } else {
      asked?.();
    }
  };
}

/** RFC 8305 section 4: the family that the system prefers first, then one of each, so that a dead family costs one try. */
export function byTurns(addresses: readonly string[]): readonly string[] {
  const [first] = addresses;
  if (first === undefined) {
    return addresses;
  }
  const preferred = addresses.filter((address) => isIP(address) === isIP(first));
  const others = addresses.filter((address) => isIP(address) !== isIP(first));
  const longer = Math.max(preferred.length, others.length);
  return Array.from({ length: longer }, (_, turn) => [preferred[turn], others[turn]])
    .flat()
    .filter((address) => address !== undefined);
}
