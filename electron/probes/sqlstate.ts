/**
 * What PostgreSQL's error codes say of the server (documentation, appendix A): starting, overloaded, or failing.
 *
 * For the tcp preset and the database check alike, so that both tell the same story.
 */
import type { Failure } from '../../shared/model/observation.ts';
import { oneLine } from './words.ts';

/** `cannot_connect_now`: starting, in recovery, or going down. Which of them, only the words tell. */
const NOT_NOW = '57P03';
const GOING_DOWN: ReadonlySet<string> = new Set(['57P01', '57P02']);
const QUERY_CANCELED = '57014';
const DISK_FULL = '53100';
/** Insufficient resources: too many connections, out of memory. */
const RESOURCES = '53';

/** The failure that an error of this code means. `message` is the server's own, in its own language. */
export function stateFailure(code: string, message: string): Pick<Failure, 'kind' | 'detail'> {
  const detail = oneLine(code === '' ? message : `${message} (${code})`);
  if (code === NOT_NOW) {
    return { kind: /shutting down/.test(message) ? 'draining' : 'starting', detail };
  }
  if (GOING_DOWN.has(code)) {
    return { kind: 'draining', detail };
  }
  if (code === QUERY_CANCELED) {
    return { kind: 'timeout', detail };
  }
  return { kind: code.startsWith(RESOURCES) && code !== DISK_FULL ? 'overloaded' : 'said-failing', detail };
}

/** Codes by which the server only says that it does not know us: it lives. */
export const refusesUs = (code: string): boolean => code.startsWith('28') || code === '3D000';
