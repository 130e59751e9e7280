/**
 * The two ways to say no. What may pass is `later`; what stays our mistake is `refused`.
 */
import type { Delivery } from '../../model/page.ts';

/** It was not taken, and why. */
export type NotTaken = Extract<Delivery, { readonly reason: string }>;

/** Tried again after `afterMs`, where the other side named a wait, else by the back-off's own. */
export function later(reason: string, afterMs?: number): NotTaken {
  return afterMs === undefined ? { status: 'try-later', reason } : { status: 'try-later', reason, afterMs };
}

/** Never tried again by this channel. */
export function refused(reason: string): NotTaken {
  return { status: 'refused', reason };
}

/** It had been handed over, and what became of it nobody knows. */
export function unknownWhether(reason: string): NotTaken {
  return { status: 'try-later', reason: `${reason}; it may have been sent`, mayHaveArrived: true };
}
