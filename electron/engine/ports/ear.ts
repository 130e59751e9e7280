/**
 * What comes back through a channel: answers, the fate of pages, calls of strangers.
 */
import type { EpochMs, PageId } from '../../../shared/model/ids.ts';

/** What somebody answered to a page. */
export interface ChannelAnswer {
  /** The page that was answered, where the service tells. Null: `said` names the incident by its short code, or means all. */
  readonly pageId: PageId | null;
  /** In their words, as they came: "ack", "ack 2h", "217 a", "escalate". */
  readonly said: string;
  /** Who it was, as far as the service knows: "@kim", "+4477…123". For the history; no secret. */
  readonly from: string;
}

/** What a stranger wrote to a number of ours. */
export interface ChannelCall {
  /** By which the service names the message: the same again is the same. */
  readonly id: string;
  /** As the service has it: mostly an international number, sometimes a short code or a name. */
  readonly from: string;
  readonly said: string;
  /** By the service's clock. Epoch ms. */
  readonly at: EpochMs;
}

/** What became of a page, as far as a service tells. */
export type Fate =
  /** `words`: what more is known of it: "read". */
  { readonly status: 'delivered'; readonly words?: string } | { readonly status: 'refused'; readonly reason: string };

/** The engine's ear on a channel. Never rejects. */
export interface Ear {
  /** Resolves to the words the sender is to see: what was done, or why not and what to say instead. */
  answered(answer: ChannelAnswer): Promise<string>;
  /** What became of a page that was only `accepted` when it was sent. */
  fared(pageId: PageId, fate: Fate): void;
  /** Absent: nobody can be called through this channel. `later`: so many called that this one waits; to be told again. */
  called?(call: ChannelCall): Promise<'heard' | 'later'>;
}
