/**
 * Who has an incident: the first who said "mine", and whoever said so after. Each has a promise of their own and lets go alone; while
 * anybody has it, nobody is paged.
 */
import type { EpochMs } from '../../model/ids.ts';
import type { Acknowledgement, Holder } from '../../model/incident.ts';
import { handOf } from '../hand.ts';

/** The same person again gives a new promise; another one stands beside the first. */
export function withHolder(before: Acknowledgement | null, holder: Holder): Acknowledgement {
  if (before === null) {
    return holder;
  }
  const { also = [] } = before;
  return isSame(before, holder)
    ? whole(holder, also)
    : whole(first(before), [...also.filter((one) => !isSame(one, holder)), holder]);
}

/** What is left when `by` gives it back; null: nobody has it. Somebody who has it not gives it back for all. */
export function withoutHolder(before: Acknowledgement, by: string): Acknowledgement | null {
  const { also = [] } = before;
  const all = [first(before), ...also];
  const left = all.filter((one) => handOf(one.by) !== handOf(by));
  const [next, ...others] = left.length === all.length ? [] : left;
  return next === undefined ? null : whole(next, others);
}

/** Who still has it when the time of the first is over at `at`; null: nobody. */
export function afterEnd(before: Acknowledgement, at: EpochMs): Acknowledgement | null {
  const [next, ...others] = (before.also ?? []).filter(({ until }) => until === null || until > at);
  return next === undefined ? null : whole(next, others);
}

/** Somebody has promised to stay until it is fixed. */
export function isUntilFixed({ until, also = [] }: Acknowledgement): boolean {
  return until === null || also.some((one) => one.until === null);
}

/** Every promise that is given, changed in the same way. */
export function eachPromise(before: Acknowledgement, change: (one: Holder) => Holder): Acknowledgement {
  return whole(change(first(before)), (before.also ?? []).map(change));
}

function whole(one: Holder, also: readonly Holder[]): Acknowledgement {
  return also.length === 0 ? one : { ...one, also: [...also] };
}

function first({ also: _, ...own }: Acknowledgement): Holder {
  return own;
}

const isSame = (one: Holder, other: Holder): boolean => handOf(one.by) === handOf(other.by);
