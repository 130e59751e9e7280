/**
 * Which checks ask something else than before. What was seen by the old question says nothing about the new one.
 *
 * How often we look and how we count may change: that is the same question, and the opinion stays.
 */
import type { Check } from '../model/check.ts';
import type { CheckId } from '../model/ids.ts';

/** Everything in a check that is not what it asks and expects. */
const MANNER: ReadonlySet<string> = new Set<keyof Check>([
  'name',
  'interval',
  'fastInterval',
  'downInterval',
  'timeout',
  'rise',
  'fall',
  'window',
  'flapping',
  'latencyLimit',
  'startingGrace',
  'startupGrace',
  'failureStatuses',
  'failureStatus',
]);

/** Ids that both lists have, with another question. */
export function changedChecks(before: Iterable<Check>, after: Iterable<Check>): readonly CheckId[] {
  const known = new Map([...before].map((check) => [check.id, check]));
  return [...after].flatMap((check) => {
    const old = known.get(check.id);
    return old === undefined || old === check || question(old) === question(check) ? [] : [check.id];
  });
}

function question(check: Check): string {
  return JSON.stringify(Object.entries(check).filter(([key]) => !MANNER.has(key)));
}
