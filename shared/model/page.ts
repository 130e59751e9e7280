/**
 * One message to one person by one channel, and what became of it.
 */
import { z } from 'zod';
import { ChannelId, ComponentId, IncidentId, PageId, PersonId } from './ids.ts';
import { ComponentStatus, Severity } from './status.ts';

/** trigger: first word of an incident to somebody; reminder: again; close: it is over; test: sent by hand; notice: about the watcher itself. */
export const PAGE_KINDS = ['trigger', 'reminder', 'close', 'test', 'notice'] as const;

/** What goes into the outbox. Complete: a worker needs nothing else to send it, even after a restart. */
export const Page = z.object({
  /** Also the idempotency key: the same on every try. */
  id: PageId,
  kind: z.enum(PAGE_KINDS),
  /** Trigger, reminders and close of one incident carry one key, so receivers can fold them. */
  dedupKey: z.string(),
  incidentId: IncidentId.nullable(),
  componentId: ComponentId.nullable(),
  componentName: z.string(),
  status: ComponentStatus.nullable(),
  severity: Severity,
  /** Null for a channel that belongs to nobody (a team's webhook). */
  personId: PersonId.nullable(),
  channelId: ChannelId,
  /** "DOWN api-gateway" */
  title: z.string(),
  /** "503 for 2 min, third failure, since 02:14" */
  text: z.string(),
  /** Why this person, why now: "step 1 of policy default, on call by schedule primary". */
  because: z.string(),
  runbook: z.string().nullable(),
  /** Whoever opens it can acknowledge as this person, once: a secret. Put in when it is sent, kept nowhere. Absent: there is none. */
  ackUrl: z.string().exactOptional(),
  /** Epoch ms. */
  createdAt: z.number(),
  /** After this nobody is helped by it any more. Epoch ms. */
  expiresAt: z.number(),
});
export type Page = z.infer<typeof Page>;

/** What a channel says of one try. `accepted`: taken by the service; `delivered`: it arrived. */
export type Delivery =
  | { readonly status: 'accepted' | 'delivered'; readonly reference?: string }
  /**
   * May pass: tried again after `afterMs` (or the back-off's own), and the next channel starts now. `mayHaveArrived`: it was lost from
   * sight when it had been handed over, so whoever it was for hears the end as well.
   */
  | { readonly status: 'try-later'; readonly afterMs?: number; readonly reason: string; readonly mayHaveArrived?: true }
  /** Will not pass, however often it is tried. `receiver`: it is the one it was for who is not taken, and not what we are or wrote. */
  | { readonly status: 'refused'; readonly reason: string; readonly receiver?: true };

/** Where a page stands. `withdrawn`: became needless before its first try. */
export const PAGE_STATES = ['queued', 'trying', 'accepted', 'delivered', 'refused', 'expired', 'withdrawn'] as const;
export const PageState = z.enum(PAGE_STATES);
export type PageState = z.infer<typeof PageState>;

/** What a channel can do on this machine; the window hides the rest instead of failing politely. */
export interface Capabilities {
  /** Answers can come back through it (buttons, replies). */
  readonly acknowledge: boolean;
  /** It tells us whether a page arrived. */
  readonly delivery: boolean;
  /** It honours our idempotency key, so a repeated try is not a second page. */
  readonly idempotent: boolean;
  /** At most this many pages per `perMs`; the rest waits its turn. */
  readonly rate: { readonly pages: number; readonly perMs: number };
  /** Tries at once, each with a connection of its own. Default: 8. */
  readonly abreast?: number;
}

/** One row of the outbox. */
export const OutboxItem = z.object({
  page: Page,
  state: PageState,
  attempts: z.number().int(),
  /** Not before this. Epoch ms. */
  nextAttemptAt: z.number(),
  /** What the last try came to; of a page that went out with others: in which message. */
  lastReason: z.string().nullable(),
  /** It was tried together with others as this one message, which may have arrived: a further try is the same message. */
  together: PageId.optional(),
});
export type OutboxItem = z.infer<typeof OutboxItem>;
