/**
 * The turns of a rotation: numbered in both directions from its start, handed over by the wall clock of its zone.
 *
 * Never walks from the start: the number of a turn is guessed from calendar days and corrected by at most a step or two.
 */
import { Temporal } from 'temporal-polyfill';
import type { EpochMs, PersonId } from '../../model/ids.ts';
import type { Schedule } from '../../model/schedule.ts';
import { firstInstant, wallAt } from './wall.ts';

const DAYS_OF = { daily: 1, weekly: 7 } as const satisfies Record<Schedule['rotation']['turn'], number>;

export interface Turns {
  readonly zone: string;
  /** Turns until the first person has the next one. */
  readonly count: number;
  /** Calendar days of a turn: 23 or 25 hours some of them. */
  readonly days: number;
  /** The turn that runs at an instant. It contains its start and not its end. Turn 0 begins at the rotation's start. */
  indexAt(at: EpochMs): number;
  /** When the turn begins; not before the one ahead of it, and at the same instant only if that one has no length. */
  startOf(index: number): EpochMs;
  /** The wall time the turn is meant to begin at, even if the clock skips it. */
  wallStartOf(index: number): Temporal.PlainDateTime;
  /** Position in the list of people, from 0. */
  positionOf(index: number): number;
  personOf(index: number): PersonId;
}

/** The turns of a schedule's rotation. Cheap: nothing is computed until asked for, and each handoff once. */
export function turnsOf(schedule: Schedule): Turns {
  const { rotation, timeZone: zone } = schedule;
  const start = Temporal.PlainDateTime.from(rotation.start);
  const days = DAYS_OF[rotation.turn] * rotation.every;
  const count = rotation.people.length;

  const wallStartOf = (index: number) => start.add({ days: index * days });
  const known = new Map<number, EpochMs>();
  const positionOf = (index: number) => ((index % count) + count) % count;

  function startOf(index: number): EpochMs {
    const start = known.get(index) ?? firstInstant(wallStartOf(index), zone);
    known.set(index, start);
    return start;
  }

  function indexAt(at: EpochMs): number {
    let index = Math.floor(start.until(wallAt(at, zone), { largestUnit: 'day' }).total('days') / days);
    while (startOf(index) > at) {
      index -= 1;
    }
    while (startOf(index + 1) <= at) {
      index += 1;
    }
    return index;
  }

  function personOf(index: number): PersonId {
    const person = rotation.people[positionOf(index)];
    if (person === undefined) {
      throw new Error(`schedule ${schedule.id} has nobody in its rotation; the configuration must refuse that`);
    }
    return person;
  }

  return { zone, count, days, indexAt, startOf, wallStartOf, positionOf, personOf };
}
