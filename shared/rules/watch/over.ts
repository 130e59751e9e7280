/**
 * When an incident is over: nothing is in trouble, and what failed in it is seen well.
 *
 * A neighbour that nobody has seen keeps the component unknown, and never green; it keeps no incident open. What failed and was then
 * lost from sight does.
 */
import type { CheckHealth } from '../../model/health.ts';
import type { CheckId } from '../../model/ids.ts';
import type { Dismissed, Incident } from '../../model/incident.ts';
import { type ComponentStatus, isTrouble } from '../../model/status.ts';
import type { ComponentWatch } from '../../model/watch.ts';
import { STATUS_RANK } from '../status.ts';
import { openIncident, type Turn, withIncident } from './turn.ts';

/** The checks that are in trouble now. */
export function inTrouble(checks: readonly CheckHealth[]): CheckId[] {
  return checks.flatMap(({ checkId, settled }) => (settled === 'down' || settled === 'slow' ? [checkId] : []));
}

/** This check was in trouble during the incident. */
export function wasTroubled({ troubled }: Incident, checkId: CheckId): boolean {
  return troubled === null || troubled.includes(checkId);
}

/** It fails on beside the incident, because somebody has resolved it by hand before. */
export function isDismissed({ dismissed }: Incident, checkId: CheckId): boolean {
  return dismissed?.checks.includes(checkId) ?? false;
}

/** The open incident remembers the checks that have come into trouble; what was dismissed and is well by now is news when it fails. */
export function withTroubled(turn: Turn): Turn {
  const incident = openIncident(turn.watch);
  if (incident === null || incident.troubled === null) {
    return turn;
  }
  const { checks } = turn.watch;
  const isWell = (id: CheckId): boolean => checks.some(({ checkId, settled }) => checkId === id && settled === 'up');
  const { dismissed } = incident;
  const still = dismissed && { ...dismissed, checks: dismissed.checks.filter((id) => !isWell(id)) };
  const more = inTrouble(checks).filter((id) => !wasTroubled(incident, id) && !still?.checks.includes(id));
  return more.length === 0 && still?.checks.length === dismissed?.checks.length
    ? turn
    : withIncident(turn, { troubled: [...incident.troubled, ...more], dismissed: still });
}

/** A check that is gone from the configuration can be seen no more: then it is enough that another one is. */
export function isOver({ status, byHand, checks }: ComponentWatch, incident: Incident): boolean {
  if (status === 'operational') {
    return true;
  }
  const isWell = ({ settled }: CheckHealth): boolean => settled === 'up';
  return (
    byHand === null &&
    isNoMoreThan(status, incident.dismissed) &&
    checks.some(isWell) &&
    checks.every((health) => isWell(health) || !wasTroubled(incident, health.checkId))
  );
}

function isNoMoreThan(status: ComponentStatus, dismissed: Dismissed | null): boolean {
  return !isTrouble(status) || (dismissed !== null && STATUS_RANK[status] <= STATUS_RANK[dismissed.status]);
}
