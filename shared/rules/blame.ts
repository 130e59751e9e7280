/**
 * What a failure says about the way to the target: an answer of any kind proves the way, silence proves nothing.
 */
import type { Failure } from '../model/observation.ts';

/** It looks the same from here whether the target is gone or our own way out is. */
export function couldBeOurs({ kind }: Failure): boolean {
  switch (kind) {
    case 'no-route':
    case 'dns':
    case 'timeout':
    case 'reset':
    case 'closed':
      return true;
    default:
      return false;
  }
}

/** It fails as a whole; what says of itself that it is starting or draining does not. */
export function isDown({ kind }: Failure): boolean {
  return kind !== 'starting' && kind !== 'draining';
}
