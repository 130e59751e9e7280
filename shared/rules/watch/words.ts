/**
 * The sentences that rules put into the history. One place, so that they read alike; no decision is taken here.
 */
import type { Check } from '../../model/check.ts';
import type { ComponentSettings } from '../../model/config.ts';
import type { CheckHealth } from '../../model/health.ts';
import { assertNever } from '../../model/never.ts';
import type { Failure } from '../../model/observation.ts';
import { flappingWords } from '../flapping.ts';
import { inWindow, isWindowFull } from '../health.ts';
import { STATUS_RANK, statusOfCheck } from '../status.ts';

/** The worst check's reason: "503 Service Unavailable, expected 200-299, third failure". */
export function describeHealth(checks: readonly CheckHealth[], component: ComponentSettings): string {
  const worst = worstCheck(checks, component);
  if (worst === null) {
    return 'Nothing is checked';
  }
  const check = component.checks.find(({ id }) => id === worst.checkId);
  return [describeOne(worst, check), flappingWords(worst)].filter((words) => words !== null).join('; ');
}

/** The check that decides the status: the worst, and among equals the first in the file. */
export function worstCheck(checks: readonly CheckHealth[], component: ComponentSettings): CheckHealth | null {
  let found: CheckHealth | null = null;
  let rank = -1;
  for (const health of checks) {
    const settings = component.checks.find(({ id }) => id === health.checkId);
    const own = settings === undefined ? STATUS_RANK.unknown : STATUS_RANK[statusOfCheck(health, settings)];
    if (own > rank) {
      found = health;
      rank = own;
    }
  }
  return found;
}

/** What failed, for the incident's cause. Null when nothing has failed (slow). */
export function causeOf(checks: readonly CheckHealth[], component: ComponentSettings): Failure | null {
  const worst = worstCheck(checks, component);
  return worst !== null && worst.settled === 'down' ? worst.lastFailure : null;
}

function describeOne(health: CheckHealth, check: Check | undefined): string {
  switch (health.settled) {
    case 'up':
      return health.failures > 0 ? 'Passing again' : 'Passing';
    case 'slow':
      return `Slow: p95 over its limit, last answer took ${Math.round(health.lastLatencyMs ?? 0)} ms`;
    case 'starting':
      return health.lastFailure?.detail ?? 'It says that it is starting';
    case 'unknown':
      return health.lastAt === null ? 'Not looked at yet' : 'Lost from sight';
    case 'down':
      return downWords(health, check);
    default:
      return assertNever(health.settled, 'settled state');
  }
}

/** "connection refused, 3 failures", or "14 of the last 20 tries failed (connection refused)" where the window says so. */
function downWords(health: CheckHealth, check: Check | undefined): string {
  const detail = health.lastFailure?.detail ?? 'Failed';
  if (check !== undefined && health.failStreak < check.fall && isWindowFull(health, check.window)) {
    const { failed, of } = inWindow(health, check.window);
    return `${failed} of the last ${of} tries failed (${detail})`;
  }
  return `${detail}, ${health.failures} failure${health.failures === 1 ? '' : 's'}`;
}

/** "step 2 of 3 of policy default" */
export function ordinalStep(step: number, steps: number, policy: string): string {
  return `step ${step + 1} of ${steps} of policy ${policy}`;
}
