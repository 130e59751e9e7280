/**
 * What a caller who left a way back hears of the call: what became of it, and by which way.
 */
import { z } from 'zod';
import { ChannelId } from './ids.ts';
import type { ByRoundMail } from './practable/round-mail.ts';
import type { ByHook, ByNewsMail } from './subscriber-news.ts';

/** The way back to a caller. `channel`: of ours, by which it goes. */
export const TellBy = z.discriminatedUnion('way', [
  z.object({
    way: z.literal('mail'),
    channel: ChannelId,
    /** The return path of their mail: an automatic answer goes nowhere else (RFC 3834, section 4). */
    to: z.string(),
    subject: z.string(),
    /** With its angle brackets; null: their mail had none. */
    messageId: z.string().nullable(),
    /** Message-IDs of what their mail answered, oldest first. */
    references: z.array(z.string()),
  }),
  z.object({ way: z.literal('sms'), channel: ChannelId, to: z.string() }),
]);
export type TellBy = z.infer<typeof TellBy>;

/** How it stands with a call. `by`: a name as callers may know it; null: nobody knows who. */
export const CallNews = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('waiting') }),
  z.object({ kind: z.literal('had'), by: z.string(), since: z.number() }),
  z.object({ kind: z.literal('ended'), by: z.string().nullable(), at: z.number() }),
]);
export type CallNews = z.infer<typeof CallNews>;

/** One message to somebody outside (a caller, a subscriber, whoever reads the rounds of experiments), complete: a channel needs nothing else to send it. */
export interface CallerMessage {
  /** The same on every try, and another one for other news. Letters, digits and dashes. */
  readonly id: string;
  readonly to: TellBy | ByNewsMail | ByHook | ByRoundMail;
  /** To a caller one sentence: "Kim has it since 03:12 (Europe/Berlin)." */
  readonly text: string;
  /** Where they see the rest; null: there is no address that they could reach. */
  readonly url: string | null;
  /** Epoch ms. */
  readonly at: number;
}
