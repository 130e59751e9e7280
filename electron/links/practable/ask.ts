/**
 * One question to a service over HTTP, with a token of ours: its answer, or what it met and the likely cause.
 *
 * Redirects are not followed: the token would go wherever they point.
 */
import { request } from 'undici';
import type { PractableSettings, Service } from '../../../shared/model/practable/settings.ts';
import { claimsFor } from '../../../shared/rules/practable/claims.ts';
import { refusalWords } from '../../../shared/rules/practable/likely-cause.ts';
import type { Clock } from '../../engine/ports/clock.ts';
import type { Answered, ServiceTrouble } from '../../engine/ports/practable.ts';
import type { OwnConnections } from '../own-connections.ts';
import { signed } from './token.ts';
import { discreet, networkTrouble, unreadable } from './troubles.ts';
import { type Trusting, trustingOf } from './trusting.ts';

export interface Question {
  readonly service: Service;
  readonly method: 'GET' | 'POST' | 'PUT';
  /** Below the service's base address, with its query. */
  readonly path: string;
  /** How long the token is good, in ms. */
  readonly lifeMs: number;
  /** A text that cannot be what was asked for is longer. */
  readonly mostBytes: number;
}

export interface Asking {
  readonly connections: OwnConnections;
  readonly clock: Pick<Clock, 'now'>;
  readonly signal: AbortSignal;
}

/** Never rejects. An aborted question is answered with some trouble that nobody need look at. */
export async function ask(
  settings: PractableSettings,
  { service, method, path, lifeMs, mostBytes }: Question,
  { connections, clock, signal }: Asking,
): Promise<Answered<string>> {
  const { base, secret, audience } = settings[service];
  const token = signed(claimsFor(service, audience, clock.now(), lifeMs), secret);
  const failed = (trouble: ServiceTrouble): Answered<string> => ({
    ok: false,
    trouble: discreet(trouble, [token, secret]),
  });
  let trusting: Trusting;
  try {
    trusting = trustingOf(settings);
  } catch (error) {
    return failed({ kind: 'tls', phase: 'tls', detail: `${service}: ${String((error as Error).message)}` });
  }
  try {
    return await connections.use({ timeout: settings.timeout, ...trusting }, async (dispatcher) => {
      const { statusCode, headers, body } = await request(`${base}${path}`, {
        method,
        dispatcher,
        signal: AbortSignal.any([signal, AbortSignal.timeout(settings.timeout)]),
        headers: { 'user-agent': 'Watchbell', accept: 'application/json', authorization: token },
      });
      const text = await textOf(body, mostBytes);
      if (statusCode < 200 || statusCode > 299) {
        const refusal = {
          ...{ service, status: statusCode, body: text ?? '', audience },
          contentType: String(headers['content-type'] ?? ''),
          serverTime: timeOf(headers.date),
          ourTime: clock.now(),
        };
        return failed({ kind: 'wrong-status', phase: 'headers', status: statusCode, detail: refusalWords(refusal) });
      }
      return text === null
        ? failed(unreadable(service, `it is longer than ${Math.round(mostBytes / 1_048_576)} MB`))
        : { ok: true, value: text };
    });
  } catch (error) {
    return failed(networkTrouble(service, error, settings.timeout));
  }
}

/** Null: it is too long. */
async function textOf(body: AsyncIterable<Uint8Array>, most: number): Promise<string | null> {
  const kept: Uint8Array[] = [];
  let bytes = 0;
  for await (const piece of body) {
    bytes += piece.length;
    if (bytes > most) {
      return null; // leaving the loop ends the connection
    }
    kept.push(piece);
  }
  return Buffer.concat(kept).toString('utf8');
}

function timeOf(date: string | string[] | undefined): number | null {
  const time = Date.parse(String(date ?? ''));
  return Number.isNaN(time) ? null : time;
}
