/**
 * What this machine can tell of its own way out: has it an address beyond itself, does its resolver answer.
 *
 * Hints only, and cheap ones: nothing is called but the resolver that the system names, about a name that is watched anyway.
 */
import { Resolver } from 'node:dns/promises';
import { type NetworkInterfaceInfo, networkInterfaces } from 'node:os';
import type { Network } from '../engine/ports/network.ts';

/** A resolver that is back answers in milliseconds; asked again in a second. */
const PATIENCE = { timeout: 2_000, tries: 1 };
/**
 * The resolver has answered, though it knows no such name or no such record (c-ares, ares.h). "Server failure" and "refused" are what
 * a resolver on this machine says while those behind it are out of reach.
 */
const ANSWERS: readonly string[] = ['ENOTFOUND', 'ENODATA'];

type Interfaces = NodeJS.Dict<NetworkInterfaceInfo[]>;

export function createNetwork(interfaces: () => Interfaces = networkInterfaces): Network {
  return {
    link() {
      try {
        return hasLink(interfaces());
      } catch {
        return null; // some sandboxes forbid the question
      }
    },
    async resolves(name) {
      try {
        await new Resolver(PATIENCE).resolve4(name);
        return true;
      } catch (error) {
        return error instanceof Error && 'code' in error && ANSWERS.includes(String(error.code));
      }
    },
  };
}

/** An address that reaches beyond the machine and its own cable: IPv6 gives itself one that does not (RFC 4291, 2.5.6). */
export function hasLink(interfaces: Interfaces): boolean {
  return Object.values(interfaces)
    .flatMap((addresses) => addresses ?? [])
    .some(({ internal, address }) => !internal && !/^fe[89ab]/i.test(address));
}
