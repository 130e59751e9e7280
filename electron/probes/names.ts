/**
 * Names to addresses, through the operating system's own resolver (hosts file, mDNS and VPN rules included).
 *
 * Checks of one host that fall due together ask once: the lookup threads are few (four), and shared with the whole app.
 */
import { lookup } from 'node:dns';
import { isIP } from 'node:net';

/** All addresses of a name, IPv4 and IPv6 by turns, in the system's order of preference. Errors are Node's (`ENOTFOUND` …). */
export type Names = (host: string, done: (error: Error | null, addresses: readonly string[]) => void) => void;

/** How the system is asked; a test answers in its place. */
export type AskSystem = (host: string, done: (error: Error | null, addresses: readonly string[]) => void) => void;

const askSystem: AskSystem = (host, done) =>
  lookup(host, { all: true, order: 'verbatim' }, (error, found) =>
    done(error, found?.map(({ address }) => address) ?? []),
  );

export function createNames(ask: AskSystem = askSystem): Names {
  const waiting = new Map<string, Parameters<Names>[1][]>();
  return (host, done) => {
    const others = waiting.get(host);
    if (others) {
      others.push(done);
      return;
    }
    const all = [done];
    waiting.set(host, all);
    ask(host, (error, addresses) => {
      waiting.delete(host);
      const inTurn = byTurns(addresses);
      for (const each of all) {
        each(error, inTurn);
      }
    });
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
