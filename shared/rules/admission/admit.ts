/**
 * Whether one more request is let in: by how many are being worked on, by how long it would wait, and by what it is about.
 *
 * A full listen queue refuses nobody (the kernel lets them hang for two minutes), so whoever cannot be served is told at once,
 * with 503 and when to come again (RFC 9110, sections 15.6.4 and 10.2.3). See systems.md "Overload".
 */
import type { Traffic } from './traffic.ts';

/** A header of our refusals: tells our own probes that it was us who turned them away. That blames no target. */
export const REFUSED_BY = 'x-watchbell-refused';

/** How much there is to do. */
export interface Load {
  /** Requests that were let in and are not answered. */
  readonly inFlight: number;
  /** Mean time to serve one, in ms; null while too few were served to know. */
  readonly serviceMs: number | null;
  /** How late our own loop is, in ms. */
  readonly lagMs: number;
}

export interface AdmissionLimits {
  /** Requests at once. */
  readonly queue: number;
  /** How long a newcomer may have to wait, in ms. */
  readonly waitMs: number;
}

export type Refused = 'queue' | 'wait' | 'draining';

export type Verdict =
  | { readonly kind: 'admitted' }
  | { readonly kind: 'refused'; readonly because: Refused; readonly waitMs: number };

/**
 * The part of each limit up to which it is let in. What comes last goes first, and the last fifth is kept for those who answer a
 * page and for those who ask whether we live.
 */
const SHARE: Readonly<Record<Traffic, number>> = {
  answer: 1,
  health: 0.9,
  window: 0.8,
  events: 0.7,
  page: 0.55,
  history: 0.4,
};

/** Who is still let in while we end: whoever answers a page, asks whether we live, or has a window open already. */
const UNTIL_THE_END: ReadonlySet<Traffic> = new Set(['answer', 'health', 'window']);

/** Little's law: those ahead times the time to serve one; and what our loop owes already. In ms. */
export function newcomerWaitMs({ inFlight, serviceMs, lagMs }: Load): number {
  return inFlight * (serviceMs ?? 0) + lagMs;
}

export function admit(traffic: Traffic, load: Load, limits: AdmissionLimits, draining: boolean): Verdict {
  const waitMs = newcomerWaitMs(load);
  const refused = (because: Refused): Verdict => ({ kind: 'refused', because, waitMs });
  if (draining && !UNTIL_THE_END.has(traffic)) {
    return refused('draining');
  }
  const share = SHARE[traffic];
  if (load.inFlight >= Math.max(1, Math.floor(limits.queue * share))) {
    return refused('queue');
  }
  // Whoever answers a page would rather wait than be sent away.
  return traffic !== 'answer' && waitMs > limits.waitMs * share ? refused('wait') : { kind: 'admitted' };
}

const LEAST_S = 1;
const MOST_S = 60;

/**
 * `Retry-After` in whole seconds: not before the wait is over, and spread so that those who were refused together do not come back
 * together. `random`: 0 to below 1.
 */
export function retryAfterS(waitMs: number, random: number): number {
  const base = Math.min(MOST_S, Math.max(LEAST_S, Math.ceil(waitMs / 1_000)));
  return base + Math.floor(random * (base + 2));
}
