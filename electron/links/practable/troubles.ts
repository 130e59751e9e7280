/**
 * What goes wrong on the way to a service, as the engine has it. No word of it holds a secret, a token or a code.
 */

import type { Service } from '../../../shared/model/practable/settings.ts';
import { redact } from '../../../shared/rules/redact.ts';
import type { ServiceTrouble } from '../../engine/ports/practable.ts';
import { networkReason } from '../network-reason.ts';

/** What a call or a websocket threw. */
export function networkTrouble(service: Service, error: unknown, timeoutMs: number): ServiceTrouble {
  const cause = error instanceof Error && error.cause !== undefined ? error.cause : error;
  const reason = networkReason(cause, timeoutMs);
  return { ...kindOf(reason), detail: `${service}: ${reason}` };
}

function kindOf(reason: string): Pick<ServiceTrouble, 'kind' | 'phase'> {
  switch (reason) {
    case 'the connection was refused':
      return { kind: 'refused', phase: 'connect' };
    case 'its name could not be resolved':
      return { kind: 'dns', phase: 'dns' };
    case 'there is no route to it':
      return { kind: 'no-route', phase: 'connect' };
    case 'the connection was cut':
      return { kind: 'reset', phase: 'headers' };
    default:
      return /certificate/.test(reason)
        ? { kind: 'tls', phase: 'tls' }
        : /no answer within/.test(reason)
          ? { kind: 'timeout', phase: 'headers' }
          : { kind: 'protocol', phase: 'headers' };
  }
}

/** It answered, and not what we can read. */
export function unreadable(service: Service, problem: string): ServiceTrouble {
  return { kind: 'wrong-content', phase: 'body', detail: `${service} answered what cannot be read: ${problem}` };
}

/** @param secrets what a server could quote of ours */
export function discreet(trouble: ServiceTrouble, secrets: readonly string[]): ServiceTrouble {
  return { ...trouble, detail: redact(trouble.detail, secrets) };
}
