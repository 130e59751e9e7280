/**
 * Calls the address that notices our silence (a dead man's switch such as healthchecks.io): any 2xx is heard.
 *
 * The address is a secret: no reason that is given back contains it. One fresh connection each time; nothing is kept open.
 */
import { Agent, request } from 'undici';
import type { Beacon } from '../engine/ports.ts';

/** Shorter than the shortest interval in which we may call. */
const TIMEOUT_MS = 4_500;
/** What it answers interests nobody; so much is read to end politely. */
const MOST_BYTES = 16_384;

export function createBeacon(timeoutMs = TIMEOUT_MS): Beacon {
  const agent = new Agent({ pipelining: 0, connect: { timeout: timeoutMs } });
  return {
    async call({ url, method }) {
      try {
        const { statusCode, body } = await request(url, {
          method,
          dispatcher: agent,
          signal: AbortSignal.timeout(timeoutMs),
          headers: { 'user-agent': 'Watchbell' },
        });
        await body.dump({ limit: MOST_BYTES });
        return statusCode >= 200 && statusCode <= 299 ? null : `it answered ${statusCode}`;
      } catch (error) {
        return reasonOf(error, timeoutMs);
      }
    },
    close: () => agent.close(),
  };
}

/** In words, by the error's code alone: messages of the HTTP client quote the address. */
function reasonOf(error: unknown, timeoutMs: number): string {
  if (error instanceof AggregateError && error.errors.length > 0) {
    return reasonOf(error.errors[0], timeoutMs); // one for each address that was tried
  }
  const code = error instanceof Error ? ('code' in error ? String(error.code) : error.name) : '';
  switch (code) {
    case 'ECONNREFUSED':
      return 'the connection was refused';
    case 'ENOTFOUND':
    case 'EAI_AGAIN':
      return 'its name could not be resolved';
    case 'ENETUNREACH':
    case 'EHOSTUNREACH':
      return 'there is no route to it';
    case 'ECONNRESET':
    case 'UND_ERR_SOCKET':
      return 'the connection was cut';
    case 'TimeoutError':
    case '23': // DOMException.TIMEOUT_ERR
    case 'ABORT_ERR':
    case 'UND_ERR_CONNECT_TIMEOUT':
    case 'UND_ERR_HEADERS_TIMEOUT':
    case 'UND_ERR_BODY_TIMEOUT':
      return `no answer within ${timeoutMs / 1_000} s`;
    default:
      return /CERT|TLS|SSL|SIGNATURE/.test(code)
        ? `its certificate is not trusted (${code})`
        : `the call failed (${code})`;
  }
}
