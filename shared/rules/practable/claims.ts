/**
 * What our tokens say to the three services: each wants other claims. Times in seconds, as JWT has them.
 */
import type { EpochMs } from '../../model/ids.ts';
import type { Service } from '../../model/practable/settings.ts';

export type Claims = Readonly<Record<string, string | number | readonly string[]>>;

/** A service whose clock is a little behind would not believe us yet. */
const BACK_S = 1;
/** By this name the services' logs have us. The original's: some instances let no other in. */
const WHO = 'status-server';

const OWN: Readonly<Record<Service, Claims>> = {
  book: { scopes: ['booking:admin'], sub: WHO },
  relay: { booking_id: WHO, topic: 'stats', prefix: 'session', scopes: ['read'] },
  jump: { booking_id: WHO, topic: 'stats', prefix: 'connect', scopes: ['stats'] },
};

/** @param audience the public address of the service, by which it knows itself */
export function claimsFor(service: Service, audience: string, now: EpochMs, lifeMs: number): Claims {
  const iat = Math.floor(now / 1_000);
  return { ...OWN[service], aud: [audience], iat, nbf: iat - BACK_S, exp: iat + Math.ceil(lifeMs / 1_000) };
}
