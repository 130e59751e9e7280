/**
 * The two ways to say no. What may pass is `later`; what stays our mistake is `refused`.
 */
import type { Delivery } from '../../../shared/model/page.ts';

/** Tried again after `afterMs`, where the other side named a wait, else by the back-off's own. */
export function later(reason: string, afterMs?: number): Delivery {
  return afterMs === undefined ? { status: 'try-later', reason } : { status: 'try-later', reason, afterMs };
}

/** Never tried again by this channel. */
export function refused(reason: string): Delivery {
  return { status: 'refused', reason };
}
