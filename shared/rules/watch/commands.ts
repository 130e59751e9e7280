/**
 * What people do to an incident by hand. Each says who did it; none of them touches the watching itself.
 */
import { formatDuration } from '../../model/duration.ts';
import { isTrouble } from '../../model/status.ts';
import { holdersWords } from '../hand.ts';
import { policiesFor } from '../routing.ts';
import { fireNextNow, giveTime } from './escalation.ts';
import { withHolder, withoutHolder } from './holders.ts';
import { withdrawUnsent } from './ledger.ts';
import { tellPerson } from './notify.ts';
import { resolve } from './resolve.ts';
import { backToFirstStep } from './timers.ts';
import { nameOf, openIncident, type Surroundings, say, type Turn, type WatchInput, withIncident } from './turn.ts';

type Of<T extends WatchInput['type']> = Extract<WatchInput, { type: T }>;

/** "Mine": stops escalation and sound for everybody until the promised time, or until it is fixed. A second one stands beside the first. */
export function acknowledge(turn: Turn, input: Of<'acknowledge'>): Turn {
  const { at, by, until, note } = input;
  const incident = openIncident(turn.watch);
  if (incident === null) {
    return turn;
  }
  const before = incident.state === 'acknowledged' ? incident.acknowledgement : null;
  const acknowledgement = withHolder(before, { by, at, until, note });
  const quieted = withIncident(turn, {
    state: 'acknowledged',
    acknowledgement,
    snoozedUntil: null,
    waiting: [],
    reminderAt: null,
    soundingSince: null,
  });
  const promise = until === null ? 'until it is fixed' : `for ${formatDuration(until - at)}`;
  const beside = before === null || acknowledgement.by === by ? '' : ` as well, beside ${before.by}`;
  return withdrawUnsent(
    say(quieted, at, 'incident-acknowledged', `${by} has it${beside}, ${promise}${note === '' ? '' : `: ${note}`}`),
    at,
    `${by} has it`,
  );
}

/** Gives it back: paging goes on with the first step, now, unless somebody else has it too. */
export function unacknowledge(turn: Turn, { at, by }: Of<'unacknowledge'>): Turn {
  const incident = openIncident(turn.watch);
  if (incident === null || incident.state !== 'acknowledged') {
    return turn;
  }
  const left = incident.acknowledgement && withoutHolder(incident.acknowledgement, by);
  return left === null
    ? say(backToFirstStep(turn, incident, at), at, 'incident-unacknowledged', `${by} gave it back: paging goes on`)
    : say(
        withIncident(turn, { acknowledgement: left }),
        at,
        'incident-unacknowledged',
        `${by} gave it back; ${holdersWords(left)} still has it`,
      );
}

/** Silence until then; at its end whoever is on call at that time is paged. */
export function snooze(turn: Turn, input: Of<'snooze'>): Turn {
  const { at, by, until } = input;
  if (openIncident(turn.watch) === null) {
    return turn;
  }
  const snoozed = withIncident(turn, {
    state: 'triggered',
    acknowledgement: null,
    snoozedUntil: until,
    waiting: [],
    reminderAt: null,
    soundingSince: null,
  });
  return withdrawUnsent(
    say(snoozed, at, 'incident-snoozed', `${by} snoozed it for ${formatDuration(until - at)}`),
    at,
    `${by} snoozed it`,
  );
}

/** To the next step, or to a person, now; also from acknowledged. */
export function escalate(turn: Turn, input: Of<'escalate'>, surroundings: Surroundings): Turn {
  const { at, by, to } = input;
  const incident = openIncident(turn.watch);
  if (incident === null || !isTrouble(turn.watch.status) || incident.recoveredAt !== null) {
    return turn;
  }
  const awake = withIncident(turn, { state: 'triggered', acknowledgement: null, snoozedUntil: null });
  if (to === 'next') {
    return fireNextNow(
      say(awake, at, 'incident-escalated', `${by} escalated it to the next step`),
      at,
      surroundings,
      true,
    );
  }
  if (typeof to === 'object') {
    const { escalation } = incident;
    const chosen = withIncident(awake, { escalation: { ...escalation, step: to.step - 1, nextAt: at } });
    return fireNextNow(
      say(chosen, at, 'incident-escalated', `${by} escalated it to step ${to.step}`),
      at,
      surroundings,
      true,
    );
  }
  const said = say(awake, at, 'incident-escalated', `${by} escalated it to ${nameOf(surroundings, to)}`, {
    personId: to,
  });
  const { turn: told, reached } = tellPerson(said, to, at, `escalated by ${by}`, surroundings, true);
  return reached ? giveTime(told, at) : fireNextNow(told, at, surroundings, true);
}

/** The policy was edited meanwhile: what is still to come follows the new one, from the same step. */
export function applyPolicy(
  turn: Turn,
  { at, by }: Of<'apply-policy'>,
  { component, config, timeZone }: Surroundings,
): Turn {
  const incident = openIncident(turn.watch);
  if (incident === null) {
    return turn;
  }
  const [id, ...also] = policiesFor(component, incident.severity, at, timeZone);
  const policy = id === undefined ? undefined : config.policies.get(id);
  if (policy === undefined) {
    return turn;
  }
  const { escalation } = incident;
  const step = Math.min(escalation.step, policy.steps.length);
  const begun = escalation.policy === null ? { step: 0, round: 0, nextAt: at } : { step };
  return say(
    withIncident(turn, { escalation: { ...escalation, ...begun, policy, also } }),
    at,
    'incident-escalated',
    `${by} applied policy ${policy.name ?? policy.id} as it is now`,
  );
}

/** Ends it now. A check that goes on failing opens it again after `rise` + `fall` results. */
export function resolveByHand(turn: Turn, input: Of<'resolve'>, surroundings: Surroundings): Turn {
  const { at, by, note } = input;
  if (openIncident(turn.watch) === null) {
    return turn;
  }
  const patience = Math.max(1, ...surroundings.component.checks.map(({ rise, fall }) => rise + fall));
  const resolved = resolve(turn, at, by, `${by} resolved it${note === '' ? '' : `: ${note}`}`, surroundings);
  return isTrouble(turn.watch.status) ? withIncident(resolved, { reopenAfterResults: patience }) : resolved;
}

export function addNote(turn: Turn, input: Of<'note'>): Turn {
  return turn.watch.incident === null ? turn : say(turn, input.at, 'incident-note', `${input.by}: ${input.note}`);
}

/** Stops the sound of this page; acknowledges nothing. */
export function hush(turn: Turn, input: Of<'hush'>): Turn {
  const incident = openIncident(turn.watch);
  if (incident === null || incident.soundingSince === null) {
    return turn;
  }
  return say(
    withIncident(turn, { soundingSince: null }),
    input.at,
    'hushed',
    `${input.by} turned the sound off; nobody has acknowledged`,
  );
}
