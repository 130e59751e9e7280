/**
 * The sentences that rules put into the history. One place, so that they read alike; no decision is taken here.
 */
import type { Check } from '../../model/check.ts';
import type { ComponentSettings } from '../../model/config.ts';
import type { CheckHealth } from '../../model/health.ts';
import { assertNever } from '../../model/never.ts';
import type { Failure } from '../../model/observation.ts';
import type { ByHand, ComponentWatch } from '../../model/watch.ts';
import { verdictOf } from '../component-status.ts';
import { flappingWords } from '../flapping.ts';
import { inWindow, isWindowFull } from '../health.ts';
import { strengthWords } from '../redundancy.ts';

/** What a component's status rests on: its checks, or somebody's word. */
type Grounds = Pick<ComponentWatch, 'checks' | 'byHand'>;

/** Why it has its status: the hand that set it, or the worst check's reason: "503 Service Unavailable, expected 200-299, 3 failures". */
export function describeHealth({ checks, byHand }: Grounds, component: ComponentSettings): string {
  return byHand === null ? describeChecks(checks, component) : byHandWords(byHand);
}

/** "2 of 3 up, 2 needed: connection refused, 3 failures" */
export function describeChecks(checks: readonly CheckHealth[], component: ComponentSettings): string {
  const { decisive, strength } = verdictOf(checks, component);
  if (decisive === null) {
    return 'Nothing is checked';
  }
  const words = describeCheck(decisive, component);
  const count = strength === null ? null : strengthWords(strength);
  return count === null ? words : `${count}: ${words}`;
}

/** One check's reason, whatever the others say. */
export function describeCheck(health: CheckHealth, component: ComponentSettings): string {
  const check = component.checks.find(({ id }) => id === health.checkId);
  return [describeOne(health, check), flappingWords(health)].filter((words) => words !== null).join('; ');
}

/** "Set by hand to partial outage by Kim: draining the old cluster" */
export function byHandWords({ status, by, note }: ByHand): string {
  return `Set by hand to ${status.replaceAll('_', ' ')} by ${by}${note === '' ? '' : `: ${note}`}`;
}

/** The check that decides the status: the worst, and among equals the first in the file. */
export function worstCheck(checks: readonly CheckHealth[], component: ComponentSettings): CheckHealth | null {
  return verdictOf(checks, component).decisive;
}

/** What failed, for the incident's cause. Null when nothing has failed (slow). */
export function causeOf({ checks, byHand }: Grounds, component: ComponentSettings): Failure | null {
  if (byHand !== null) {
    return { kind: 'reports', phase: 'body', detail: byHandWords(byHand) };
  }
  const worst = worstCheck(checks, component);
  return worst !== null && worst.settled === 'down' ? worst.lastFailure : null;
}

function describeOne(health: CheckHealth, check: Check | undefined): string {
  switch (health.settled) {
    case 'up':
      return check?.type === 'source'
        ? `${check.name} says: operational`
        : health.failures > 0
          ? 'Passing again'
          : 'Passing';
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
  if (check?.type === 'source') {
    return detail; // said once: how often we have read it counts for nothing
  }
  if (check !== undefined && health.failStreak < check.fall && isWindowFull(health, check.window)) {
    const { failed, of } = inWindow(health, check.window);
    return `${failed} of the last ${of} tries failed (${detail})`;
  }
  // What others say is no more true for being looked at again.
  return isSaid(check) ? detail : `${detail}, ${health.failures} failure${health.failures === 1 ? '' : 's'}`;
}

function isSaid(check: Check | undefined): boolean {
  switch (check?.type) {
    case 'call':
    case 'alert':
    case 'practable_stream':
    case 'practable_jump':
    case 'practable_service':
      return true;
    default:
      return false;
  }
}

/** "step 2 of 3 of policy default" */
export function ordinalStep(step: number, steps: number, policy: string): string {
  return `step ${step + 1} of ${steps} of policy ${policy}`;
}
