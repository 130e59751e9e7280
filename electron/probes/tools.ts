/**
 * What all probes share of the world: how names become addresses, whom to trust, and whom to ask when an error does
 * not say whose fault it is. Handed in, so that a test can stand in for the resolver and be an authority.
 */
import { createSecureContext, type SecureContext } from 'node:tls';
import { createNames, type Names } from './names.ts';
import { createSecondLook, type SecondLook } from './second-look.ts';
import { createTrust, type Trust } from './trust.ts';

export interface ProbeTools {
  readonly names: Names;
  readonly secondLook: SecondLook;
  /** The authorities that certificates are checked against: the check's own, if it names some. */
  readonly trust: Trust;
  /** By which our own local server names itself when it turns somebody away. Absent: there is none. */
  readonly instance?: string;
}

/** This machine's own resolver, routes and Node's authorities (with NODE_EXTRA_CA_CERTS). */
export function createTools(instance?: string): ProbeTools {
  let roots: SecureContext | null = null;
  return {
    ...(instance !== undefined && { instance }),
    names: createNames(),
    secondLook: createSecondLook(),
    // Made once, at the first need: it reads all roots, which takes longer than a handshake.
    trust: createTrust(
      () => {
        roots ??= createSecureContext();
        return roots;
      },
      () => performance.now(),
    ),
  };
}
