/** How long it may take to find out that a target is down. */
import type { Check } from '../../model/check.ts';

/** What a turn may come too late because of the grid and of others in its place. */
const LATE_MS = 1_000;

/** Up to a whole interval until the first try, then `fall` tries that each take their time-out, each on its grid. */
export function detectionMs({ interval, fastInterval, fall, timeout }: Check): number {
  return interval + timeout + (fall - 1) * (fastInterval + timeout) + fall * LATE_MS;
}
