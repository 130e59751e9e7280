/**
 * How something is, as the public sees it. The rule a reader must not break: what nobody watches is never shown as working.
 */
import { assertNever } from '../../model/never.ts';
import type { ComponentStatus } from '../../model/status.ts';
import { PUBLIC_STATES, type PublicState } from './page.ts';

export function publicState(status: ComponentStatus): PublicState {
  switch (status) {
    case 'operational':
      return 'operational';
    case 'performance_issues':
      return 'slow';
    case 'partial_outage':
      return 'partial';
    case 'major_outage':
      return 'down';
    case 'under_maintenance':
      return 'maintenance';
    case 'unknown':
      return 'unknown';
    default:
      return assertNever(status, 'status');
  }
}

/** What counts for the whole: trouble during planned work is that work. */
export function countedAs({
  state,
  maintenance,
}: {
  readonly state: PublicState;
  readonly maintenance: object | null;
}): PublicState {
  return maintenance !== null && state !== 'operational' ? 'maintenance' : state;
}

const badness = (state: PublicState): number => PUBLIC_STATES.indexOf(state);

/** Of nothing: unknown. */
export function worst(states: readonly PublicState[]): PublicState {
  return states.length === 0 ? 'unknown' : states.reduce((one, other) => (badness(other) > badness(one) ? other : one));
}

/** From which of several equals people can still be served, best first. What is down serves nobody; what is unknown might. */
const SERVES = ['operational', 'slow', 'partial', 'unknown', 'maintenance', 'down'] as const satisfies PublicState[];

/** Of those that stand in for each other: as well as the best. Of nothing: unknown. */
export function best(states: readonly PublicState[]): PublicState {
  return SERVES.find((state) => states.includes(state)) ?? 'unknown';
}
