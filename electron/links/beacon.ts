/**
 * Calls the address that notices our silence (a dead man's switch such as healthchecks.io): any 2xx is heard.
 *
 * The address is a secret: no reason that is given back contains it. One fresh connection each time; nothing is kept open.
 */
import { request } from 'undici';
import type { Beacon } from '../engine/ports/beacon.ts';
import { networkReason } from './network-reason.ts';
import { createOwnConnections } from './own-connections.ts';

/** Shorter than the shortest interval in which we may call. */
const TIMEOUT_MS = 4_500;
/** What it answers interests nobody; so much is read to end politely. */
const MOST_BYTES = 16_384;

export function createBeacon(timeoutMs = TIMEOUT_MS): Beacon {
  const connections = createOwnConnections();
  return {
    async call({ url, method }) {
      try {
        return await connections.use({ timeout: timeoutMs }, async (dispatcher) => {
          const { statusCode, body } = await request(url, {
            method,
            dispatcher,
            signal: AbortSignal.timeout(timeoutMs),
            headers: { 'user-agent': 'Watchbell' },
          });
          await body.dump({ limit: MOST_BYTES });
          return statusCode >= 200 && statusCode <= 299 ? null : `it answered ${statusCode}`;
        });
      } catch (error) {
        return networkReason(error, timeoutMs);
      }
    },
    close: connections.close,
  };
}
