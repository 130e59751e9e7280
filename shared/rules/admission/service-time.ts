/**
 * The mean time to serve a request, as the newcomer feels it: how much the queue gets shorter by the time.
 *
 * Each time one is done, the time since the one before it (or since there was anything to do) is what one cost, however many were
 * worked on beside each other: busy time / served (utilisation law). One slow request must not shut the door.
 */
export interface ServiceTime {
  readonly samples: number;
  /** ms */
  readonly meanMs: number;
}

export const UNKNOWN_SERVICE: ServiceTime = { samples: 0, meanMs: 0 };

/** Below it nobody is refused by an estimate. */
const ENOUGH = 20;
/** Weight of the newest: about the last fifty count. */
const NEWEST = 0.04;
/** One sample is taken for so many times the mean at most, */
const OUTLIER = 8;
/** and what is below this was never slow, in ms. */
const ALWAYS_BELIEVED_MS = 5;

export function served({ samples, meanMs }: ServiceTime, ms: number): ServiceTime {
  const most = samples < ENOUGH ? ms : Math.max(ALWAYS_BELIEVED_MS, meanMs * OUTLIER);
  const weight = Math.max(NEWEST, 1 / (samples + 1));
  return { samples: samples + 1, meanMs: meanMs + (Math.min(ms, most) - meanMs) * weight };
}

/** ms; null while too few were served to know. */
export function serviceMs({ samples, meanMs }: ServiceTime): number | null {
  return samples < ENOUGH ? null : meanMs;
}
