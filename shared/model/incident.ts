/**
 * An incident: from the confirmed failure to the last closing message. One open incident per component.
 *
 * Every timer in it is a due time, so that a restart (or another node) goes on where this one stopped.
 */
import { z } from 'zod';
import { ChannelId, CheckId, ComponentId, IncidentId, PageId, PersonId, PolicyId } from './ids.ts';
import { Failure } from './observation.ts';
import { PageState } from './page.ts';
import { KeptPolicy } from './roster.ts';
import { Severity, Trouble } from './status.ts';

/** A person's word "mine", with its end. `until: null` means until it is fixed. */
export const Holder = z.object({
  by: z.string(),
  at: z.number(),
  until: z.number().nullable(),
  note: z.string(),
  /** It was given until it is fixed, and then it flapped: `until` is when staying down ends it, and moves with every relapse. */
  flapping: z.literal(true).optional(),
});
export type Holder = z.infer<typeof Holder>;

/** The first who has it, and whoever said the same after. Absent `also`: nobody else. */
export const Acknowledgement = Holder.extend({ also: z.array(Holder).optional() });
export type Acknowledgement = z.infer<typeof Acknowledgement>;

/** The ledger: what was handed to the outbox for whom, and what became of it. */
export const Told = z.object({
  pageId: PageId,
  personId: PersonId.nullable(),
  channelId: ChannelId,
  at: z.number(),
  state: PageState,
  attempts: z.number().int(),
  reason: z.string().nullable(),
  /** A try of it had no answer, or a crash cut it off: it may have arrived, whatever became of later tries. */
  unanswered: z.boolean().optional(),
  /** The page that closed this one. Exactly one per page that was sent. */
  closedBy: PageId.nullable(),
});
export type Told = z.infer<typeof Told>;

/** A personal rule that has not fired yet. */
export const Waiting = z.object({
  at: z.number(),
  personId: PersonId.nullable(),
  channelId: ChannelId,
  because: z.string(),
  /** Somebody asked for it by hand: no hold keeps it back. */
  byHand: z.boolean().optional(),
  /** It waits for the end of somebody's quiet: that is a time of the day, and keeps its place whatever else holds it back. */
  quiet: z.literal(true).optional(),
  /** So long after the step, by the person's own rules. ms; absent: at once. */
  after: z.number().optional(),
});
export type Waiting = z.infer<typeof Waiting>;

/** Where the escalation stands. The policy is the one of the moment in which the incident opened. */
export const Escalation = z.object({
  /** Null: the component has none, so nobody is paged, and the incident says so. */
  policy: KeptPolicy.nullable(),
  /** The step that fires next, from 0; one past the last is the last resort. */
  step: z.number().int(),
  /** Rounds begun, from 0. */
  round: z.number().int(),
  /** Rounds before these that nobody heard: they do not count, and are taken again. Absent: none. */
  unheard: z.number().int().optional(),
  /** When it fires; null when every round and the last resort have passed. Epoch ms. */
  nextAt: z.number().nullable(),
  /** When its first step fired last: who has heard since then has heard of what is wrong now. Epoch ms; absent: it has not yet. */
  began: z.number().optional(),
  /** Policies of others whom it concerns and whose steps have been called beside its own. */
  alsoCalled: z.array(PolicyId).optional(),
  /** Policies that its routes call beside its own. */
  also: z.array(PolicyId).optional(),
});
export type Escalation = z.infer<typeof Escalation>;

/** What can keep back the messages of an incident, in order of precedence. */
export const HOLD_KINDS = [
  'maintenance',
  'silence',
  'parent-down',
  'parent-unseen',
  'engine',
  'startup-grace',
] as const;

/** Why nothing is said about the incident at the moment. Probing, history and recovery go on meanwhile. */
export const Held = z.object({
  kind: z.enum(HOLD_KINDS),
  /** A sentence for people, without full stop. */
  reason: z.string(),
  /** Since when something has kept it back without a break, whatever it was. What is due keeps its distance from then. Epoch ms. */
  since: z.number(),
  /** Null: until something happens that has no time. Epoch ms. */
  until: z.number().nullable(),
  /** How bad it was then: only what is worse when it ends is news. */
  severity: Severity,
});
export type Held = z.infer<typeof Held>;

/** Trouble that somebody resolved by hand and that failed on beside what opened the incident: no part of it. */
export const Dismissed = z.object({
  checks: z.array(CheckId),
  /** As bad as it was then; what is worse is news. */
  status: Trouble,
  /** Results that its own reopening still waits for. */
  results: z.number().int(),
});
export type Dismissed = z.infer<typeof Dismissed>;

export const Incident = z.object({
  id: IncidentId,
  componentId: ComponentId,
  state: z.enum(['triggered', 'acknowledged', 'resolved']),
  status: Trouble,
  severity: Severity,
  cause: Failure.nullable(),
  /** Checks that were in trouble during it: it is over when each is seen well. Null: written before that was kept, it may be any. */
  troubled: z.array(CheckId).nullable().default(null),
  dismissed: Dismissed.nullable().default(null),
  /** The threshold of each check's certificate that has been told. Absent: written before that was kept. */
  thresholds: z.record(CheckId, z.number().int()).optional(),
  /** First failed try. Epoch ms. */
  since: z.number(),
  /** Confirmed. Epoch ms. */
  openedAt: z.number(),
  acknowledgement: Acknowledgement.nullable(),
  snoozedUntil: z.number().nullable(),
  escalation: Escalation,
  waiting: z.array(Waiting),
  told: z.array(Told),
  /** The tone sounds for it since then; null when hushed. Epoch ms. */
  soundingSince: z.number().nullable(),
  /** Confirmed well; the closing message waits until `closeAt`. Epoch ms. */
  recoveredAt: z.number().nullable(),
  closeAt: z.number().nullable(),
  resolvedAt: z.number().nullable(),
  resolvedBy: z.string().nullable(),
  /** After a resolve by hand: results still to wait before a failing check opens it again. Null: not waiting. */
  reopenAfterResults: z.number().int().nullable(),
  /** Next "still down" word, with rising gaps. Epoch ms. */
  reminderAt: z.number().nullable(),
  remindersSent: z.number().int(),
  /** Whoever knows of it has heard that it is flapping: once is enough. */
  flappingTold: z.boolean().default(false),
  /** It came soon after people were told that the one before was over: how many times in trouble since when (epoch ms), this one too. */
  relapses: z.object({ count: z.number().int(), since: z.number() }).optional(),
  held: Held.nullable().default(null),
  /** When a hold begins or ends by the calendar: looked at again then. Epoch ms. */
  gateAt: z.number().nullable().default(null),
});
export type Incident = z.infer<typeof Incident>;
