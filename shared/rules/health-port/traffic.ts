/**
 * What went through the store in the latest seconds, from sums that were heard each second.
 */
import type { StoreTraffic } from './picture.ts';

/** As far back as ZODB's activity monitor looks. */
const REMEMBERED_MS = 3_600_000;
/** One a second is a sample; what comes in between says nothing more. */
const SAMPLE_MS = 900;

interface Sample {
  readonly at: number;
  readonly sums: StoreTraffic;
}

/** Oldest first. */
export type Traffic = readonly Sample[];

/** @param at monotonic ms */
export function noteTraffic(traffic: Traffic, at: number, sums: StoreTraffic): Traffic {
  const last = traffic.at(-1);
  if (last !== undefined && at - last.at < SAMPLE_MS) {
    return traffic;
  }
  // The newest of those that are old enough stays: what is asked for begins there.
  const first = Math.max(
    0,
    traffic.findLastIndex((sample) => at - sample.at >= REMEMBERED_MS),
  );
  return [...traffic.slice(first), { at, sums }];
}

/** Within the latest `ms` (an hour at most), or since the start where that is shorter. Null: nothing has been heard. */
export function trafficWithin(traffic: Traffic, ms: number): StoreTraffic | null {
  const last = traffic.at(-1);
  if (last === undefined) {
    return null;
  }
  const from = traffic.findLast(({ at }) => last.at - at >= Math.min(ms, REMEMBERED_MS))?.sums ?? NOTHING;
  return {
    reads: last.sums.reads - from.reads,
    writes: last.sums.writes - from.writes,
    transactions: last.sums.transactions - from.transactions,
  };
}

const NOTHING: StoreTraffic = { reads: 0, writes: 0, transactions: 0 };
