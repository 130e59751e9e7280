/**
 * n of m: checks of a component that stand in for each other. Losing one is a warning, losing too many is an outage.
 *
 * A check whose failure amounts to performance issues still serves; only an outage of it is a loss. What is not known, or says that
 * it is starting, does not count as up, and stays what it is: it is never made green by its neighbours.
 */
import type { Check, CheckType } from '../model/check.ts';
import type { Redundancy } from '../model/config.ts';
import type { ComponentStatus } from '../model/status.ts';

/** How many of those that stand in for each other serve. */
export interface Strength {
  readonly up: number;
  readonly of: number;
  readonly atLeast: number;
  /** Enough serve, but only because a backup does. */
  readonly byBackup: boolean;
}

/** A check with what it makes of its component. */
interface Member {
  readonly check: Check;
  readonly status: ComponentStatus;
}

/** They watch no server of their own: what people count, what we see of ourselves. Up or not, nobody is served by them. */
const SERVES_NOBODY: ReadonlySet<CheckType> = new Set(['count', 'self'] as const);

export function isMember({ id, type }: Pick<Check, 'id' | 'type'>, { checks }: Redundancy): boolean {
  return checks === undefined ? !SERVES_NOBODY.has(type) : checks.includes(id);
}

export function strengthOf(members: readonly Member[], { atLeast, backups }: Redundancy): Strength {
  const serving = members.filter(({ status }) => status === 'operational' || status === 'performance_issues');
  const primaries = serving.filter(({ check }) => !backups.includes(check.id));
  const up = serving.length;
  return { up, of: members.length, atLeast, byBackup: up >= atLeast && primaries.length < atLeast };
}

/** What a member's own status amounts to beside its neighbours. */
export function softened(status: ComponentStatus, { up, atLeast, byBackup }: Strength): ComponentStatus {
  const isLost = status === 'partial_outage' || status === 'major_outage';
  if (!isLost || up < atLeast) {
    return status;
  }
  return byBackup ? 'partial_outage' : 'performance_issues';
}

/** "2 of 3 up, 2 needed"; "up only by its backup: 1 of 2 up, 1 needed". Null when none is lost. */
export function strengthWords({ up, of, atLeast, byBackup }: Strength): string | null {
  if (up === of) {
    return null;
  }
  const count = `${up} of ${of} up, ${atLeast} needed`;
  return byBackup ? `up only by its backup: ${count}` : count;
}
