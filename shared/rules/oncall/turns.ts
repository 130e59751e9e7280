/**
 * The turns of a layer: numbered in both directions from its start, handed over by the wall clock of its zone.
 *
 * Never walks from the start: the number of a turn is guessed from the calendar and corrected by at most a step or two.
 */
import type { EpochMs, PersonId } from '../../model/ids.ts';
import type { Layer } from '../../model/schedule.ts';
import { WEEKDAYS } from '../../model/wall-time.ts';
import { DAY_MS, dayOf, firstInstant, HOUR_MS, type WallMs, wallAt, wallOf, weekdayOf } from './wall.ts';

export interface Turns {
  readonly zone: string;
  /** Turns until the first person has the next one. */
  readonly count: number;
  /** The turn that runs at an instant. It contains its start and not its end. Turn 0 begins at the layer's start. */
  indexAt(at: EpochMs): number;
  /** When the turn begins; not before the one ahead of it, and at the same instant only if that one has no length. */
  startOf(index: number): EpochMs;
  /** The wall time the turn is meant to begin at, even if the clock skips it. */
  wallStartOf(index: number): WallMs;
  /** Position in the list of people, from 0. */
  positionOf(index: number): number;
  personOf(index: number): PersonId;
}

/** Where turns begin on a clock that is never changed. */
interface Pace {
  wallStartOf(index: number): WallMs;
  /** At most one turn wrong. */
  guess(wall: WallMs): number;
}

/** The turns of a layer. Cheap: nothing is computed until asked for, and each handoff once. */
export function turnsOf(layer: Layer, zone: string): Turns {
  const { people, position = 0 } = layer;
  const count = people.length;
  const pace = paceOf(layer);
  const known = new Map<number, EpochMs>();

  function startOf(index: number): EpochMs {
    let start = known.get(index);
    if (start === undefined) {
      start = firstInstant(pace.wallStartOf(index), zone);
      known.set(index, start);
    }
    return start;
  }

  function indexAt(at: EpochMs): number {
    let index = pace.guess(wallAt(at, zone));
    while (startOf(index) > at) {
      index -= 1;
    }
    while (startOf(index + 1) <= at) {
      index += 1;
    }
    return index;
  }

  const positionOf = (index: number) => modulo(index + position, count);

  function personOf(index: number): PersonId {
    const person = people[positionOf(index)];
    if (person === undefined) {
      throw new Error('a layer has nobody in it; the configuration must refuse that');
    }
    return person;
  }

  return { zone, count, indexAt, startOf, wallStartOf: pace.wallStartOf, positionOf, personOf };
}

function paceOf(layer: Layer): Pace {
  const start = wallOf(layer.start);
  switch (layer.turn) {
    case 'hourly':
      return evenPace(start, [layer.every * HOUR_MS]);
    case 'daily':
      return layer.days === undefined
        ? evenPace(start, [layer.every * DAY_MS])
        : daysPace(
            start,
            layer.every,
            layer.days.map((day) => WEEKDAYS.indexOf(day)).sort((a, b) => a - b),
          );
    case 'weekly':
      return evenPace(start, [layer.every * 7 * DAY_MS]);
    case 'monthly':
      return monthPace(start, layer.every);
    case 'custom':
      return evenPace(start, layer.lengths ?? []);
  }
}

/** Lengths (ms) one after another, and again from the first. */
function evenPace(start: WallMs, lengths: readonly number[]): Pace {
  const before = lengths.map((_, place) => lengths.slice(0, place).reduce((sum, length) => sum + length, 0));
  const round = lengths.reduce((sum, length) => sum + length, 0);
  return {
    wallStartOf(index) {
      const place = modulo(index, lengths.length);
      return start + ((index - place) / lengths.length) * round + (before[place] ?? 0);
    },
    guess(wall) {
      const rounds = Math.floor((wall - start) / round);
      const rest = wall - start - rounds * round;
      return rounds * lengths.length + before.findLastIndex((offset) => offset <= rest);
    },
  };
}

/** The same day of the month, the last one of a shorter month, and back to the wanted day. */
function monthPace(start: WallMs, every: number): Pace {
  const first = new Date(start);
  const monthOf = (date: Date) => (date.getUTCFullYear() - 2000) * 12 + date.getUTCMonth();
  const day = first.getUTCDate();
  const time = start - dayOf(start);
  return {
    wallStartOf(index) {
      const month = monthOf(first) + index * every;
      const lastDay = new Date(Date.UTC(2000, month + 1, 0)).getUTCDate();
      return Date.UTC(2000, month, Math.min(day, lastDay)) + time;
    },
    guess: (wall) => Math.floor((monthOf(new Date(wall)) - monthOf(first)) / every),
  };
}

/** `every` days of the mask make a turn; the first is the first such day from the start on. `weekdays` rise, 0 is Monday. */
function daysPace(start: WallMs, every: number, weekdays: readonly number[]): Pace {
  const weekday = weekdayOf(start);
  // The days of the mask as distances from the start, within one week.
  const ahead = weekdays.map((day) => modulo(day - weekday, 7)).sort((a, b) => a - b);
  const nthDay = (n: number): WallMs => {
    const place = modulo(n, ahead.length);
    return start + (((n - place) / ahead.length) * 7 + (ahead[place] ?? 0)) * DAY_MS;
  };
  return {
    wallStartOf: (index) => nthDay(index * every),
    guess(wall) {
      const days = Math.floor((wall - start) / DAY_MS);
      const weeks = Math.floor(days / 7);
      const passed = ahead.filter((distance) => distance <= days - weeks * 7).length;
      return Math.floor((weeks * ahead.length + passed - 1) / every);
    },
  };
}

function modulo(value: number, by: number): number {
  return ((value % by) + by) % by;
}
