/**
 * Who is woken next: the steps of the incident's own policy, its rounds, its last resort, and reminders after that.
 *
 * Who is on call is looked up when the step fires. A step with nobody is said so and passed at once.
 */
import { formatDuration } from '../../model/duration.ts';
import type { EpochMs, PersonId } from '../../model/ids.ts';
import type { Escalation, Incident } from '../../model/incident.ts';
import { assertNever } from '../../model/never.ts';
import type { EscalationPolicy, Target } from '../../model/roster.ts';
import { onCallAt } from '../oncall/oncall.ts';
import { tellChannel, tellPerson } from './notify.ts';
import { nameOf, openIncident, type Surroundings, say, type Turn, withIncident } from './turn.ts';
import { ordinalStep } from './words.ts';

/** "Still down" after every round has passed: rising gaps, so that nobody mutes it and nobody forgets it. */
const REMINDER_GAPS_MS = [15, 30, 60, 120].map((minutes) => minutes * 60_000);

/** Fires the step that is due, and at once the next one wherever nobody could be found. */
export function fireDueSteps(turn: Turn, at: EpochMs, surroundings: Surroundings): Turn {
  let current = turn;
  // Every step of every round once at most: a policy in which nobody can be reached ends, loudly.
  for (let guard = tries(turn); guard > 0; guard -= 1) {
    const incident = openIncident(current.watch);
    if (
      incident === null ||
      incident.state !== 'triggered' ||
      incident.escalation.nextAt === null ||
      incident.escalation.nextAt > at
    ) {
      return current;
    }
    current = fireStep(current, incident, at, surroundings);
  }
  return current;
}

/** Now, by hand: fires the next step whatever its time. */
export function fireNextNow(turn: Turn, at: EpochMs, surroundings: Surroundings): Turn {
  const incident = openIncident(turn.watch);
  if (incident === null || incident.escalation.policy === null) {
    return turn;
  }
  const { escalation } = incident;
  const over = escalation.nextAt === null;
  const next = over ? { ...escalation, step: 0, round: 0, nextAt: at } : { ...escalation, nextAt: at };
  return fireDueSteps(withIncident(turn, { escalation: next, reminderAt: null }), at, surroundings);
}

/** Somebody was called out of turn: they have as long as whoever was called last before it goes on by itself. It does go on. */
export function giveTime(turn: Turn, at: EpochMs): Turn {
  const incident = openIncident(turn.watch);
  if (incident === null || incident.escalation.policy === null) {
    return turn;
  }
  const { escalation, reminderAt } = incident;
  const latest = incident.escalation.policy.steps.at(escalation.step - 1);
  return escalation.nextAt === null || latest === undefined
    ? withIncident(turn, { reminderAt: Math.max(reminderAt ?? 0, at + (REMINDER_GAPS_MS[0] as number)) })
    : withIncident(turn, {
        escalation: { ...escalation, nextAt: Math.max(escalation.nextAt, at + latest.delay) },
      });
}

/** All rounds have passed and nobody has answered: says it again, ever more rarely. */
export function sendReminder(turn: Turn, at: EpochMs, surroundings: Surroundings): Turn {
  const incident = openIncident(turn.watch);
  const policy = incident?.escalation.policy ?? null;
  if (
    incident === null ||
    policy === null ||
    incident.state !== 'triggered' ||
    incident.reminderAt === null ||
    incident.reminderAt > at
  ) {
    return turn;
  }
  const sent = incident.remindersSent + 1;
  const gap = REMINDER_GAPS_MS[Math.min(sent, REMINDER_GAPS_MS.length - 1)] as number;
  const marked = withIncident(turn, { remindersSent: sent, reminderAt: at + gap });
  const because = `reminder ${sent}: in trouble for ${formatDuration(at - incident.since)} and nobody has acknowledged`;
  return tellTargets(marked, policy.steps[0]?.targets ?? [], because, at, surroundings).turn;
}

function fireStep(turn: Turn, incident: Incident, at: EpochMs, surroundings: Surroundings): Turn {
  const { escalation } = incident;
  const { policy } = escalation;
  if (policy === null) {
    return withIncident(turn, { escalation: { ...escalation, nextAt: null } });
  }
  const step = policy.steps[escalation.step];
  if (step === undefined) {
    return lastResort(turn, escalation, policy, at, surroundings);
  }
  const label = `${ordinalStep(escalation.step, policy.steps.length, policy.name ?? policy.id)}${escalation.round > 0 ? `, round ${escalation.round + 1}` : ''}`;
  const told = tellTargets(turn, step.targets, label, at, surroundings);
  const next = afterStep(escalation, policy);
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
  escalation: Escalation,
  policy: EscalationPolicy,
  at: EpochMs,
  surroundings: Surroundings,
): Turn {
  const over = withIncident(turn, {
    escalation: { ...escalation, nextAt: null },
    reminderAt: at + (REMINDER_GAPS_MS[0] as number),
  });
  const text = 'Every step of every round has passed and nobody has acknowledged';
  if (policy.lastResort === undefined) {
    return say(over, at, 'nobody', `${text}. Reminders follow`);
  }
  const told = tellTargets(
    over,
    [policy.lastResort],
    `last resort of policy ${policy.name ?? policy.id}`,
    at,
    surroundings,
  );
  return say(told.turn, at, 'incident-escalated', `${text}: last resort`);
}

/** Where the escalation stands once this step has fired. */
function afterStep(escalation: Escalation, policy: EscalationPolicy): Escalation {
  const step = escalation.step + 1;
  const lastRound = escalation.round >= policy.repeat;
  return step < policy.steps.length || lastRound
    ? { ...escalation, step }
    : { ...escalation, step: 0, round: escalation.round + 1 };
}

interface ToldTargets {
  readonly turn: Turn;
  readonly reached: boolean;
}

function tellTargets(
  turn: Turn,
  targets: readonly Target[],
  label: string,
  at: EpochMs,
  surroundings: Surroundings,
): ToldTargets {
  let current = turn;
  let channels = 0;
  const people = new Map<PersonId, string>();
  for (const target of targets) {
    if ('channel' in target) {
      current = tellChannel(current, target.channel, at, label, surroundings);
      channels += 1;
    } else if ('person' in target) {
      people.set(target.person, label);
    } else if ('schedule' in target) {
      const schedule = surroundings.config.schedules.get(target.schedule);
      const onCall =
        schedule === undefined
          ? []
          : onCallAt(schedule, overridesOf(surroundings, target.schedule), at, (id) => nameOf(surroundings, id)).people;
      if (onCall.length === 0) {
        current = say(
          current,
          at,
          'nobody',
          `Nobody is on call in schedule ${schedule?.name ?? target.schedule} (${label})`,
        );
      }
      for (const { personId, because } of onCall) {
        people.set(personId, `${label}; on call: ${because}`);
      }
    } else {
      assertNever(target, 'escalation target');
    }
  }
  const names: string[] = [];
  for (const [personId, because] of people) {
    const told = tellPerson(current, personId, at, because, surroundings);
    current = told.turn;
    names.push(...(told.reached ? [nameOf(surroundings, personId)] : []));
  }
  return {
    turn: names.length === 0 ? current : say(current, at, 'incident-escalated', `Paging ${names.join(', ')}: ${label}`),
    reached: channels + names.length > 0,
  };
}

function overridesOf(surroundings: Surroundings, scheduleId: string) {
  return surroundings.overrides.filter((override) => override.scheduleId === scheduleId);
}

function tries(turn: Turn): number {
  const policy = turn.watch.incident?.escalation.policy;
  return policy ? policy.steps.length * (policy.repeat + 1) + 2 : 1;
}
