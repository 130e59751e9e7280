/**
 * Who is woken next: the steps of the incident's own policy, its rounds, its last resort; after that come reminders.
 *
 * Who is on call is looked up when the step fires. A step with nobody is said so and passed at once, a round never: a round that has
 * reached nobody does not count, and is taken again after its time for as long as it fails.
 */
import { formatDuration } from '../../model/duration.ts';
import type { EpochMs, PersonId } from '../../model/ids.ts';
import type { Escalation, Incident } from '../../model/incident.ts';
import type { EscalationPolicy } from '../../model/roster.ts';
import { delayAfter, hurryWords } from './pace.ts';
import { deskQuiet } from './reach.ts';
import { FIRST_REMINDER_MS, isReminded } from './reminders.ts';
import { tellTargets } from './targets.ts';
import { HOPEFUL } from './told.ts';
import { atOnce, openIncident, type Surroundings, say, type Turn, withIncident } from './turn.ts';
import { ordinalStep } from './words.ts';

/** A round that nobody has heard lasts so long at least, whatever its delays. A reminder's gap at most: there is no answer to wait for. */
const SHORTEST_ROUND_MS = 60_000;

/** Whoever is slow to reach is paged; the next one is not kept waiting for them. */
const SLOW_DELAY_MS = 120_000;

/** Fires the step that is due, and at once the next one wherever nobody could be found. Not while held, unless by hand. */
export function fireDueSteps(turn: Turn, at: EpochMs, surroundings: Surroundings, byHand = false): Turn {
  let current = turn;
  // Every step of every round once at most.
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

/** `why` nobody whom the latest step called can be reached: what is left of the round is not kept waiting. */
export function passOn(
  turn: Turn,
  why: string,
  personId: PersonId | null,
  at: EpochMs,
  surroundings: Surroundings,
): Turn {
  return fireDueSteps(withoutWait(turn, why, personId, at, surroundings), at, surroundings);
}

function withoutWait(
  turn: Turn,
  why: string,
  personId: PersonId | null,
  at: EpochMs,
  surroundings: Surroundings,
): Turn {
  const incident = openIncident(turn.watch);
  const policy = incident?.escalation.policy ?? null;
  if (incident === null || policy === null) {
    return turn;
  }
  const { escalation } = incident;
  const { step, round, nextAt } = escalation;
  const isFirstToCome = nextAt !== null && step === 0 && round === 0;
  if (isFirstToCome) {
    return turn;
  }
  const now = { ...escalation, nextAt: atOnce(incident, at) };
  const text = `${why}: going on at once`;
  if (nextAt !== null && step > 0 && (step < policy.steps.length || policy.lastResort !== undefined)) {
    return say(withIncident(turn, { escalation: now }), at, 'nobody', text, { personId });
  }
  if (isHeard(incident, at, surroundings)) {
    return say(turn, at, 'nobody', why, { personId });
  }
  return nextAt !== null && policy.lastResort !== undefined
    ? say(withIncident(turn, { escalation: { ...now, step: policy.steps.length } }), at, 'nobody', text, { personId })
    : again(turn, incident, policy, why, at);
}

/** Nobody has heard of it: the same from the first step, when the round has had its time. */
function again(turn: Turn, { escalation }: Incident, policy: EscalationPolicy, why: string, at: EpochMs): Turn {
  const wait = Math.min(Math.max(policy.steps.at(-1)?.delay ?? 0, SHORTEST_ROUND_MS), FIRST_REMINDER_MS);
  const { step, round, unheard = 0 } = escalation;
  const begun = step > 0 ? round + 1 : round;
  const anew = { ...escalation, step: 0, round: 0, unheard: unheard + begun, nextAt: at + wait };
  return say(
    withIncident(turn, { escalation: anew, reminderAt: null }),
    at,
    'nobody',
    `${why}: nobody has been reached, trying again in ${formatDuration(wait)}`,
  );
}

/** Somebody has been reached since the first step fired, or may be yet. */
function isHeard({ told, waiting, severity, escalation }: Incident, at: EpochMs, surroundings: Surroundings): boolean {
  const { began = 0 } = escalation;
  return (
    told.some((page) => page.at >= began && page.closedBy === null && HOPEFUL.includes(page.state)) ||
    waiting.some(({ channelId }) => deskQuiet(channelId, severity, at, surroundings) === null)
  );
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
  const data = asData(escalation);
  const told = tellTargets(turn, step.targets, label, at, surroundings, byHand, data);
  const others = told.reached ? alsoCalled(turn, escalation, at, surroundings) : null;
  const all =
    others === null || others.targets.length === 0
      ? told
      : tellTargets(
          turn,
          [...step.targets, ...others.targets],
          `${label}${others.words}`,
          at,
          surroundings,
          byHand,
          data,
        );
  const own = all.slow ? Math.min(step.delay, SLOW_DELAY_MS) : step.delay;
  const after = afterStep(incident, policy, at);
  const delay = escalation.round > 0 ? own : delayAfter(policy, escalation.step, own, after.began ?? at, at);
  const next = withIncident(all.turn, { escalation: { ...after, ...others?.known, nextAt: at + delay } });
  const fired = delay < own ? say(next, at, 'incident-escalated', hurryWords(delay, own, policy)) : next;
  return told.reached ? fired : withoutWait(fired, `Nobody can be paged in ${label}`, null, at, surroundings);
}

function lastResort(
  turn: Turn,
  incident: Incident,
  policy: EscalationPolicy,
  at: EpochMs,
  surroundings: Surroundings,
  byHand: boolean,
): Turn {
  const others = alsoCalled(turn, incident.escalation, at, surroundings);
  const over = withIncident(turn, {
    escalation: { ...incident.escalation, ...others.known, nextAt: null },
    reminderAt: isReminded(incident) ? at + FIRST_REMINDER_MS : null,
  });
  const text = 'Every step of every round has passed and nobody has acknowledged';
  const label = `last resort of policy ${policy.name ?? policy.id}${others.words}`;
  const targets = [...(policy.lastResort === undefined ? [] : [policy.lastResort]), ...others.targets];
  const told = tellTargets(over, targets, label, at, surroundings, byHand);
  if (told.reached) {
    return say(told.turn, at, 'incident-escalated', `${text}: last resort`, { data: asData(incident.escalation) });
  }
  return isHeard(incident, at, surroundings)
    ? say(told.turn, at, 'nobody', isReminded(incident) ? `${text}. Reminders follow` : text)
    : again(told.turn, incident, policy, 'Every step has passed', at);
}

/**
 * Whom the policies of others that it concerns call beside its own: each goes on from where it stands, past whoever cannot be reached.
 * One call for all of them, so that whoever stands in two policies hears it once.
 */
function alsoCalled(
  turn: Turn,
  { policy, step, alsoCalled: known = [], also = [] }: Escalation,
  at: EpochMs,
  around: Surroundings,
) {
  const policies = [...(around.alsoFor ?? []), ...also].flatMap((id) =>
    id === policy?.id ? [] : (around.config.policies.get(id) ?? []),
  );
  const targets = policies.flatMap(({ id, steps }) => {
    const rest = steps.slice(known.includes(id) ? step : 0);
    return rest.find((one) => tellTargets(turn, one.targets, '', at, around).reached)?.targets ?? [];
  });
  const ids = new Set([...known, ...policies.map(({ id }) => id)]);
  return {
    targets,
    words: policies.length === 0 ? '' : `, and of ${policies.map(({ id, name }) => name ?? id).join(', ')}`,
    known: ids.size === 0 ? {} : { alsoCalled: [...ids] },
  };
}

/** The step that fires now, for machines: both counted from 1, the last resort as the step after the last, unheard rounds as rounds. */
function asData({ step, round, unheard = 0 }: Escalation): { readonly step: number; readonly round: number } {
  return { step: step + 1, round: unheard + round + 1 };
}

/** Where the escalation stands once this step has fired. A round again says it again: not for what is said only once. */
function afterStep(incident: Incident, policy: EscalationPolicy, at: EpochMs): Escalation {
  const isBeginning = incident.escalation.step === 0 && incident.escalation.round === 0;
  const escalation = isBeginning ? { ...incident.escalation, began: at } : incident.escalation;
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
