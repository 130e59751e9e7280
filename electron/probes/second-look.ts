/**
 * When an error does not say whose fault it is: one small question to our own surroundings.
 *
 * Asked only after something failed, answered in less than a second, and nothing reaches the target by it.
 */

import { createSocket } from 'node:dgram';
import { Resolver } from 'node:dns/promises';
import { isIPv6 } from 'node:net';
import { assertNever } from '../../shared/model/never.ts';
import type { Question } from './classify.ts';

/** Resolves to true when the answer puts the blame on the target's side. */
export type SecondLook = (question: Question) => Promise<boolean>;

/** Less than the second that the engine grants a try beyond its time-out. */
const LIMIT_MS = 750;

/** Looks again through this machine's resolver (or the given one, `address:port`) and routing table. `limitMs`: for an answer. */
export function createSecondLook(resolvers: readonly string[] | null = null, limitMs = LIMIT_MS): SecondLook {
  return (question) => {
    switch (question.ask) {
      case 'resolver-reachable':
        return askResolver(resolvers, limitMs).then((answer) => answer !== 'silent');
      case 'resolver-works':
        return askResolver(resolvers, limitMs).then((answer) => answer === 'works');
      case 'route':
        return hasRoute(question.address, question.port);
      default:
        return assertNever(question, 'question');
    }
  };
}

/**
 * Asks for the name servers of the root: every working recursive resolver knows them, whatever else is broken.
 * `answers`: something came back, but not that (SERVFAIL of a stub without an uplink, REFUSED).
 */
async function askResolver(
  servers: readonly string[] | null,
  timeout: number,
): Promise<'works' | 'answers' | 'silent'> {
  // Made anew each time: it then knows the resolvers of the network we are in now.
  const resolver = new Resolver({ timeout, tries: 1 });
  if (servers) {
    resolver.setServers(servers);
  }
  try {
    await resolver.resolveNs('.');
    return 'works';
  } catch (error) {
    return SILENT.has((error as NodeJS.ErrnoException).code ?? '') ? 'silent' : 'answers';
  } finally {
    resolver.cancel();
  }
}
/** c-ares: nobody there, or nobody answered. */
const SILENT: ReadonlySet<string> = new Set(['ECONNREFUSED', 'ETIMEOUT', 'ECANCELLED', 'EDESTRUCTION']);

/** Whether this machine's routing table knows a way. Connecting a datagram socket looks it up and sends nothing. */
function hasRoute(address: string, port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = createSocket(isIPv6(address) ? 'udp6' : 'udp4');
    const done = (known: boolean) => {
      socket.close();
      resolve(known);
    };
    // By events: a callback given to connect() would be called for an error, too.
    socket.once('error', () => done(false)).once('connect', () => done(true));
    socket.connect(port, address);
  });
}
