/**
 * What one try of one check saw. A failed check is a value, not an exception.
 *
 * `inconclusive` is our own trouble (no socket, stalled, just woken): it moves no counter and blames no target.
 */
import { z } from 'zod';
import type { CheckId, ComponentId, EpochMs } from './ids.ts';
import { Trouble } from './status.ts';

/** Where in the exchange something happened, in the order in which they come. */
export const PHASES = ['dns', 'connect', 'tls', 'send', 'headers', 'body'] as const;
export type Phase = (typeof PHASES)[number];

/** How long each phase took, in ms. A phase that did not happen (a reused connection has no dns) is absent. */
export interface Timings {
  readonly dnsMs?: number;
  readonly connectMs?: number;
  readonly tlsMs?: number;
  /** From the request sent to the first byte of the answer. */
  readonly firstByteMs?: number;
  readonly bodyMs?: number;
  readonly totalMs: number;
}

/** Every way a target can fail. `starting` and `draining` are what the target says of itself: shown, not paged at first. */
export const FAILURE_KINDS = [
  'refused',
  'no-route',
  'reset',
  'dns',
  'tls',
  'timeout',
  'wrong-status',
  'wrong-content',
  'too-large',
  'closed',
  'protocol',
  'said-failing',
  'missed',
  'overloaded', // it refuses politely (503 + Retry-After, a full queue): failing nicely, not dead
  'proxy-error', // a proxy in front answers 502, 503 or 504 in its place
  'certificate', // ends soon, has ended, or carries another name
  'threshold', // a value beyond its limit
  'reports', // people say so
  'starting',
  'draining',
] as const;

/** Why a check failed, in words a sleepy person can act on. Kept in state, so it is a schema. */
export const Failure = z.object({
  kind: z.enum(FAILURE_KINDS),
  /** The phase that was under way. */
  phase: z.enum(PHASES),
  /** One sentence without a full stop: "503 Service Unavailable, expected 200-299". Holds no secret. */
  detail: z.string(),
  /** HTTP status, when one arrived. */
  status: z.number().int().optional(),
  /** Number of the failing expectation or script step, from 1. */
  step: z.number().int().optional(),
  /**
   * What the check itself says this amounts to (a Nagios WARNING, the first of several thresholds). A mapping of the kind in
   * `failureStatuses` wins over it; without either it is the check's `failureStatus`.
   */
  level: Trouble.optional(),
  /** Of what we say of ourselves: a sentence on what goes on when this is over, for the message that closes it. */
  goesOn: z.string().optional(),
});
export type Failure = z.infer<typeof Failure>;
export type FailureKind = Failure['kind'];

/** Why we could not judge. Blames ourselves. */
export const OWN_TROUBLE_KINDS = [
  'stalled',
  'no-sockets',
  'queue-full',
  'resolver-gone',
  'offline',
  'just-woken',
  'deaf',
  'not-allowed', // the target lets everybody in but us (403 of a status page): told, not paged
  'no-tool', // a program that the check needs is not on this machine
  'not-told', // the program that tells of it says nothing, or that it does not know: nothing of ours to be paged for
  'said-unknown', // a plugin says that it cannot judge (Nagios UNKNOWN)
  'pattern-too-slow', // a regular expression of the configuration that would keep everything else waiting
  'own-refusal', // our own local server turned our own check away: it has too much to do
  'cancelled',
  'bug',
] as const;
export interface OwnTrouble {
  readonly kind: (typeof OWN_TROUBLE_KINDS)[number];
  readonly detail: string;
}

/** Facts read on the way, for people: HTTP status, bytes, protocol, certificate end. Never headers or bodies with secrets. */
export type Readings = Readonly<Record<string, string | number | boolean>>;

/** How much work waits at a target, when it tells. Rules estimate the wait of a newcomer from it (`rules/overload.ts`). */
export interface Load {
  /** Requests that wait for a worker, not counting those being worked on. */
  readonly waiting: number;
  /** Workers that are busy, and how many there can be. */
  readonly busy: number;
  readonly workers: number;
  /** Mean time to serve one request, in ms; null when the target does not tell. */
  readonly serviceMs: number | null;
}

/** What every conclusive outcome carries. */
interface Seen {
  readonly timings: Timings;
  readonly readings?: Readings;
  readonly load?: Load;
}

/** What a probe returns. */
export type ProbeOutcome =
  | ({ readonly kind: 'pass' } & Seen)
  | ({ readonly kind: 'fail'; readonly failure: Failure } & Seen)
  | { readonly kind: 'inconclusive'; readonly trouble: OwnTrouble };

/** A pass over its latency limit is `slow`: not the same as down, never mixed up with it. */
export type Outcome = ProbeOutcome | ({ readonly kind: 'slow'; readonly limitMs: number } & Seen);
export type OutcomeKind = Outcome['kind'];

/** One try of one check, as it travels through the house. `at` is when the try began. */
export interface Observation {
  readonly checkId: CheckId;
  readonly componentId: ComponentId;
  readonly at: EpochMs;
  /** When the answer (or its absence) was certain; never before `at`. */
  readonly endedAt: EpochMs;
  readonly outcome: Outcome;
}
