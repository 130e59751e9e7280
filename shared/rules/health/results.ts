/**
 * The latest conclusive results of a check as bits of one number: newest lowest, 1 = failed. Bits, because every try of every
 * check writes one.
 *
 * What the target says of itself within its grace (starting, draining) is no result, and neither is what we could not judge.
 */

/** Twenty transitions between 21 results, as Nagios and Icinga look at; the window needs at most 20 of them. */
export const RESULTS_KEPT = 21;
const ALL = (1 << RESULTS_KEPT) - 1;

/** The ring with one more result. */
export function withResult(results: number, failed: boolean): number {
  return ((results << 1) | (failed ? 1 : 0)) & ALL;
}

/** How many are known after one more. */
export function oneMore(count: number): number {
  return count < RESULTS_KEPT ? count + 1 : count;
}

/** Failures among the newest `count` results. */
export function failuresAmong(results: number, count: number): number {
  return ones(results & ((1 << count) - 1));
}

/** A bit for each place where the result changed, newest lowest, among the newest `count` results. */
export function changesAmong(results: number, count: number): number {
  return count < 2 ? 0 : (results ^ (results >>> 1)) & ((1 << (count - 1)) - 1);
}

/** Bits that are set. */
export function ones(bits: number): number {
  let count = 0;
  for (let rest = bits; rest !== 0; rest &= rest - 1) {
    count += 1;
  }
  return count;
}
