/**
 * Everybody a step means, told: people, whoever is on call in a schedule at this moment (or steps in), channels that belong to
 * nobody.
 */
import type { EventDraft } from '../../model/event.ts';
import type { EpochMs, PersonId, ScheduleId } from '../../model/ids.ts';
import { assertNever } from '../../model/never.ts';
import type { Target } from '../../model/roster.ts';
import { type OnCallNow, onCallAt } from '../oncall/oncall.ts';
import { presenceAt } from '../presence.ts';
import { tellChannel, tellPerson } from './notify.ts';
import { nameOf, type Surroundings, say, type Turn } from './turn.ts';

interface ToldTargets {
  readonly turn: Turn;
  /** False: nobody could be found, or nobody can be reached. */
  readonly reached: boolean;
  /** All who were reached are slow to reach. */
  readonly slow: boolean;
}

/**
 * `label` says which step it is, for the history and the page; `data` the same for machines, where a step has fired. Asked
 * `byHand`, no hold keeps it back.
 */
export function tellTargets(
  turn: Turn,
  targets: readonly Target[],
  label: string,
  at: EpochMs,
  surroundings: Surroundings,
  byHand = false,
  data: EventDraft['data'] = {},
): ToldTargets {
  let current = turn;
  const names: string[] = [];
  let quick = 0;
  /** Whether each was reached: somebody whom two targets mean is told once. */
  const told = new Map<PersonId, boolean>();

  function tell(personId: PersonId, because: string): boolean {
    const known = told.get(personId);
    if (known !== undefined) {
      return known;
    }
    const { turn: next, reached } = tellPerson(current, personId, at, because, surroundings, byHand);
    current = next;
    told.set(personId, reached);
    names.push(...(reached ? [nameOf(surroundings, personId)] : []));
    quick += reached && !isSlow(personId, at, surroundings) ? 1 : 0;
    return reached;
  }

  function tellSchedule(scheduleId: ScheduleId): void {
    const schedule = surroundings.config.schedules.get(scheduleId);
    const { people, because } = onDuty(scheduleId, at, surroundings);
    const reached = people.filter((person) => tell(person.personId, `${label}; on call: ${person.because}`));
    if (reached.length > 0) {
      return;
    }
    const standby = schedule?.standby ?? [];
    const name = schedule?.name ?? scheduleId;
    const why =
      people.length === 0
        ? `Nobody is on call in schedule ${name}`
        : `Nobody on call in schedule ${name} can be reached`;
    const then =
      standby.length === 0 ? '' : `; on standby: ${standby.map((id) => nameOf(surroundings, id)).join(', ')}`;
    current = say(current, at, 'nobody', `${why} (${label})${then}`, { data: { because } });
    for (const personId of standby) {
      tell(personId, `${label}; on standby: ${people.length === 0 ? because : 'whoever is on call cannot be reached'}`);
    }
  }

  for (const target of targets) {
    if ('channel' in target) {
      const { turn: next, reached } = tellChannel(current, target.channel, at, label, surroundings, byHand);
      current = next;
      names.push(...(reached ? [target.channel] : []));
      quick += reached ? 1 : 0;
    } else if ('person' in target) {
      tell(target.person, label);
    } else if ('schedule' in target) {
      tellSchedule(target.schedule);
    } else {
      assertNever(target, 'escalation target');
    }
  }
  return {
    turn:
      names.length === 0
        ? current
        : say(current, at, 'incident-escalated', `Paging ${names.join(', ')}: ${label}`, { data }),
    reached: names.length > 0,
    slow: names.length > 0 && quick === 0,
  };
}

function isSlow(personId: PersonId, at: EpochMs, { config, presences, timeZone }: Surroundings): boolean {
  const person = config.people.get(personId);
  return person !== undefined && presenceAt(person, presences, at, timeZone).state === 'slow';
}

function onDuty(
  scheduleId: ScheduleId,
  at: EpochMs,
  surroundings: Surroundings,
): Pick<OnCallNow, 'people' | 'because'> {
  const schedule = surroundings.config.schedules.get(scheduleId);
  return schedule === undefined
    ? { people: [], because: 'there is no such schedule any more' }
    : onCallAt(
        schedule,
        surroundings.overrides.filter((override) => override.scheduleId === scheduleId),
        at,
        (id) => nameOf(surroundings, id),
      );
}
