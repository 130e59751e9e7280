/**
 * n of m: checks of a component that stand in for each other. Losing one is a warning, losing too many is an outage.
 *
 * A check whose failure amounts to performance issues still serves; only an outage of it is a loss. What is not known, or says that
 * it is starting, counts as neither up nor lost, and stays what it is: it is never made green by its neighbours.
 */
import type { Check, CheckType } from '../model/check.ts';
import type { Redundancy } from '../model/config.ts';
import type { ComponentStatus } from '../model/status.ts';

/** How many of those that stand in for each other serve. */
export interface Strength {
  readonly up: number;
  readonly of: number;
  readonly atLeast: number;
  /** In the dark: they may serve or not. */
  readonly unknown: number;
  /** They say so themselves, within the grace that they have for it. */
  readonly starting: number;
  /** Enough can serve, but only because a backup does. */
  readonly byBackup: boolean;
}

/** A check with what it makes of its component. */
interface Member {
  readonly check: Check;
  readonly status: ComponentStatus;
}

/** They watch no server of their own: what people count, what others say, what we see of ourselves. Up or not, nobody is served by them. */
const SERVES_NOBODY: ReadonlySet<CheckType> = new Set(['count', 'alert', 'source', 'practable_jump', 'self'] as const);

export function isMember({ id, type }: Pick<Check, 'id' | 'type'>, { checks }: Redundancy): boolean {
  return checks === undefined ? !SERVES_NOBODY.has(type) : checks.includes(id);
}

export function strengthOf(members: readonly Member[], { atLeast, backups }: Redundancy): Strength {
  const withStatus = (wanted: ComponentStatus) => members.filter(({ status }) => status === wanted).length;
  const up = withStatus('operational') + withStatus('performance_issues');
  const left = members.filter(({ status }) => !isLost(status));
  const primaries = left.filter(({ check }) => !backups.includes(check.id));
  return {
    up,
    of: members.length,
    atLeast,
    unknown: withStatus('unknown'),
    starting: withStatus('under_maintenance'),
    byBackup: left.length >= atLeast && primaries.length < atLeast,
  };
}

/**
 * What a member's own status amounts to beside its neighbours. Those that are not lost for sure may be enough: our blindness is not
 * the target's outage, and what may still be starting is not yet down.
 */
export function softened(
  status: ComponentStatus,
  { up, unknown, starting, atLeast, byBackup }: Strength,
): ComponentStatus {
  if (!isLost(status) || up + unknown + starting < atLeast) {
    return status;
  }
  return byBackup ? 'partial_outage' : 'performance_issues';
}

function isLost(status: ComponentStatus): boolean {
  return status === 'partial_outage' || status === 'major_outage';
}

/** "2 of 3 up, 2 needed"; "up only by its backup: 1 of 2 up, 1 needed"; "1 of 3 up, 1 not known, 2 needed". Null when all are up. */
export function strengthWords({ up, of, unknown, starting, atLeast, byBackup }: Strength): string | null {
  if (up === of) {
    return null;
  }
  const others = [unknown > 0 && `${unknown} not known`, starting > 0 && `${starting} starting`].filter(Boolean);
  const count = [`${up} of ${of} up`, ...others, `${atLeast} needed`].join(', ');
  const backup = up >= atLeast ? 'up only by its backup' : 'up only by its backup, if at all';
  return byBackup ? `${backup}: ${count}` : count;
}
