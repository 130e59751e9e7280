/**
 * Editing the list of people leaves whoever is on call on call: the turns go on, the list is moved under them.
 *
 * Turns are counted from the start, so that taking somebody out would make everybody jump. `position` says by how far the list
 * has to be moved against that count.
 */
import type { EpochMs } from '../../model/ids.ts';
import type { Layer } from '../../model/schedule.ts';
import { turnsOf } from './turns.ts';

/** The `position` for the layer as it is now, given as it was. 0 when the turns themselves were changed: then the file says who. */
export function positionKept(before: Layer, after: Layer, zone: string, at: EpochMs): number {
  if (paceKey(before) !== paceKey(after)) {
    return 0;
  }
  const was = before.position ?? 0;
  if (before.people.length === after.people.length && before.people.every((id, place) => id === after.people[place])) {
    return was;
  }
  const turns = turnsOf(before, zone);
  const turn = turns.indexAt(at);
  const place = turns.positionOf(turn);
  const heirs = before.people.map((_, ahead) => before.people[(place + ahead) % before.people.length]);
  const heir = heirs.find((id) => id !== undefined && after.people.includes(id));
  if (heir === undefined) {
    return 0;
  }
  return modulo(nearest(after.people, heir, place) - turn, after.people.length);
}

/** Somebody may stand in the list more than once: the place nearest to the old one. */
function nearest(people: Layer['people'], wanted: string, place: number): number {
  const places = people.flatMap((id, index) => (id === wanted ? [index] : []));
  return places.reduce((best, other) => (Math.abs(other - place) < Math.abs(best - place) ? other : best));
}

function paceKey({ turn, every, lengths, start, days }: Layer): string {
  return JSON.stringify([turn, every, lengths, start, turn === 'daily' ? days : undefined]);
}

const modulo = (value: number, by: number) => ((value % by) + by) % by;
