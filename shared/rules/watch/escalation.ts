/**
 * Who is woken next: the steps of the incident's own policy, its rounds, its last resort; after that come reminders.
 *
 * Who is on call is looked up when the step fires. A step with nobody is said so and passed at once.
 */
import type { EpochMs } from '../../model/ids.ts';
import type { Escalation, Incident } from '../../model/incident.ts';
import type { EscalationPolicy } from '../../model/roster.ts';
import { FIRST_REMINDER_MS, isReminded } from './reminders.ts';
import { tellTargets } from './targets.ts';
import { atOnce, openIncident, type Surroundings, say, type Turn, withIncident } from './turn.ts';
import { ordinalStep } from './words.ts';

/** Fires the step that is due, and at once the next one wherever nobody could be found. Not while held, unless by hand. */
export function fireDueSteps(turn: Turn, at: EpochMs, surroundings: Surroundings, byHand = false): Turn {
  let current = turn;
  // Every step of every round once at most: a policy in which nobody can be reached ends, loudly.
  for (let guard = tries(turn); guard > 0; guard -= 1) {
    const incident = openIncident(current.watch);
    if (
      incident === null ||
      incident.state !== 'triggered' ||
      (incident.held !== null && !byHand) ||
      incident.escalation.nextAt === null ||
      incident.escalation.nextAt > at
    ) {
      return current;
    }
    current = fireStep(current, incident, at, surroundings, byHand);
  }
  return current;
}

/** Fires the next step whatever its time; what is held goes when the hold ends, unless somebody asked for it by hand. */
export function fireNextNow(turn: Turn, at: EpochMs, surroundings: Surroundings, byHand = false): Turn {
  const incident = openIncident(turn.watch);
  if (incident === null || incident.escalation.policy === null) {
    return turn;
  }
  const { escalation } = incident;
  const nextAt = byHand ? at : atOnce(incident, at);
  const next = escalation.nextAt === null ? { ...escalation, step: 0, round: 0, nextAt } : { ...escalation, nextAt };
  return fireDueSteps(withIncident(turn, { escalation: next, reminderAt: null }), at, surroundings, byHand);
}

/** Somebody was called out of turn: they have as long as whoever was called last before it goes on by itself. It does go on. */
export function giveTime(turn: Turn, at: EpochMs): Turn {
  const incident = openIncident(turn.watch);
  if (incident === null || incident.escalation.policy === null) {
    return turn;
  }
  const { escalation, reminderAt } = incident;
  const latest = incident.escalation.policy.steps.at(escalation.step - 1);
  if (escalation.nextAt !== null && latest !== undefined) {
    return withIncident(turn, {
      escalation: { ...escalation, nextAt: Math.max(escalation.nextAt, at + latest.delay) },
    });
  }
  return isReminded(incident)
    ? withIncident(turn, { reminderAt: Math.max(reminderAt ?? 0, at + FIRST_REMINDER_MS) })
    : turn;
}

function fireStep(turn: Turn, incident: Incident, at: EpochMs, surroundings: Surroundings, byHand: boolean): Turn {
  const { escalation } = incident;
  const { policy } = escalation;
  if (policy === null) {
    return withIncident(turn, { escalation: { ...escalation, nextAt: null } });
  }
  const step = policy.steps[escalation.step];
  if (step === undefined) {
    return lastResort(turn, incident, policy, at, surroundings, byHand);
  }
  const label = `${ordinalStep(escalation.step, policy.steps.length, policy.name ?? policy.id)}${escalation.round > 0 ? `, round ${escalation.round + 1}` : ''}`;
  const told = tellTargets(turn, step.targets, label, at, surroundings, byHand);
  const next = afterStep(incident, policy);
  if (told.reached) {
    return withIncident(told.turn, { escalation: { ...next, nextAt: at + step.delay } });
  }
  return say(
    withIncident(told.turn, { escalation: { ...next, nextAt: at } }),
    at,
    'nobody',
    `Nobody can be paged in ${label}: going on at once`,
  );
}

function lastResort(
  turn: Turn,
  incident: Incident,
  policy: EscalationPolicy,
  at: EpochMs,
  surroundings: Surroundings,
  byHand: boolean,
): Turn {
  const over = withIncident(turn, {
    escalation: { ...incident.escalation, nextAt: null },
    reminderAt: isReminded(incident) ? at + FIRST_REMINDER_MS : null,
  });
  const text = 'Every step of every round has passed and nobody has acknowledged';
  if (policy.lastResort === undefined) {
    return say(over, at, 'nobody', isReminded(incident) ? `${text}. Reminders follow` : text);
  }
  const told = tellTargets(
    over,
    [policy.lastResort],
    `last resort of policy ${policy.name ?? policy.id}`,
    at,
    surroundings,
    byHand,
  );
  return say(told.turn, at, 'incident-escalated', `${text}: last resort`);
}

/** Where the escalation stands once this step has fired. A round again says it again: not for what is said only once. */
function afterStep(incident: Incident, policy: EscalationPolicy): Escalation {
  const { escalation } = incident;
  const step = escalation.step + 1;
  const lastRound = escalation.round >= policy.repeat || !isReminded(incident);
  return step < policy.steps.length || lastRound
    ? { ...escalation, step }
    : { ...escalation, step: 0, round: escalation.round + 1 };
}

function tries(turn: Turn): number {
  const policy = turn.watch.incident?.escalation.policy;
  return policy ? policy.steps.length * (policy.repeat + 1) + 2 : 1;
}
