/**
 * That the demo was removed, as it is kept in the store: it never comes back by itself.
 */
import { z } from 'zod';
import type { EpochMs } from '../../shared/model/ids.ts';

/** Key among the store's values. */
export const DEMO_REMOVED_KEY = 'demo.removed';

const Removed = z.object({ at: z.number() });

/** The value to keep under `DEMO_REMOVED_KEY`. */
export const demoRemoved = (at: EpochMs): z.infer<typeof Removed> => ({ at });

/** True when the store's values say that somebody removed the demo. */
export function wasDemoRemoved(values: ReadonlyMap<string, unknown>): boolean {
  return Removed.safeParse(values.get(DEMO_REMOVED_KEY)).success;
}
