/**
 * How an incident went, in plain lines: from the first failed try to the last delivery, each with its reason. Times are epoch ms.
 */
import type { ChannelId, ComponentId, EpochMs, IncidentId, PageId, PersonId } from '../model/ids.ts';
import type { Incident } from '../model/incident.ts';
import type { Severity, Trouble } from '../model/status.ts';

export const EXPLAIN_KINDS = [
  'try', // what one look saw
  'settled', // what was made of it: a check, or the component's status
  'incident', // it opened, became worse, recovered, ended
  'held', // messages were kept back, or let go
  'step', // whom the escalation called, or that there was nobody
  'page', // one message for one person by one channel
  'fate', // what became of that message
  'hand', // what somebody did
  'ourselves', // what happened to the watch itself meanwhile
  'missing', // what the store does not tell
] as const;
export type ExplainKind = (typeof EXPLAIN_KINDS)[number];

export interface ExplainLine {
  readonly at: EpochMs;
  readonly kind: ExplainKind;
  /** What happened, as the history has it. */
  readonly text: string;
  /** What the record says of why, beyond the text; empty: nothing more. */
  readonly because: string;
  /** The words that were sent; empty: it is no page, or they were not kept. */
  readonly said: string;
  readonly personId: PersonId | null;
  readonly channelId: ChannelId | null;
  readonly pageId: PageId | null;
}

export interface Explanation {
  readonly incidentId: IncidentId;
  readonly componentId: ComponentId;
  readonly componentName: string;
  readonly state: Incident['state'];
  readonly status: Trouble;
  readonly severity: Severity;
  /** First failed try. */
  readonly since: EpochMs;
  readonly openedAt: EpochMs;
  readonly recoveredAt: EpochMs | null;
  readonly resolvedAt: EpochMs | null;
  /** In the order in which it was written down, which the wall clock cannot disturb. */
  readonly lines: readonly ExplainLine[];
}

/** Null `explanation`: there is none, and `problem` says why and what to do. */
export type ExplainAnswer =
  | { readonly explanation: Explanation; readonly problem: null }
  | { readonly explanation: null; readonly problem: string };
