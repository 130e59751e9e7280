/**
 * Everybody a step means, told: people, whoever is on call in a schedule at this moment, channels that belong to nobody.
 */
import type { EventDraft } from '../../model/event.ts';
import type { EpochMs, PersonId } from '../../model/ids.ts';
import { assertNever } from '../../model/never.ts';
import type { Target } from '../../model/roster.ts';
import { onCallAt } from '../oncall/oncall.ts';
import { tellChannel, tellPerson } from './notify.ts';
import { nameOf, type Surroundings, say, type Turn } from './turn.ts';

interface ToldTargets {
  readonly turn: Turn;
  /** False: nobody could be found, or nobody can be reached. */
  readonly reached: boolean;
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
  const people = new Map<PersonId, string>();
  for (const target of targets) {
    if ('channel' in target) {
      const told = tellChannel(current, target.channel, at, label, surroundings, byHand);
      current = told.turn;
      names.push(...(told.reached ? [target.channel] : []));
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
  for (const [personId, because] of people) {
    const told = tellPerson(current, personId, at, because, surroundings, byHand);
    current = told.turn;
    names.push(...(told.reached ? [nameOf(surroundings, personId)] : []));
  }
  return {
    turn:
      names.length === 0
        ? current
        : say(current, at, 'incident-escalated', `Paging ${names.join(', ')}: ${label}`, { data }),
    reached: names.length > 0,
  };
}

function overridesOf(surroundings: Surroundings, scheduleId: string) {
  return surroundings.overrides.filter((override) => override.scheduleId === scheduleId);
}
